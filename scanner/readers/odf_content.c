#include "scanner/readers/odf_content.h"

#include <string.h>

enum { SPACES = 256, COPIES = 64 };

OdfContent *odf_content_new(Item *item, TextView *view)
{
    OdfContent *content = g_new0(OdfContent, 1);
    const OdfPlace body = {.after_space = TRUE};
    content->item = item;
    content->flow = flow_new(view);
    content->sheet = odf_sheet_new(view, content->flow);
    content->frames = g_array_new(FALSE, FALSE, sizeof(OdfFrame));
    content->places = g_array_new(FALSE, FALSE, sizeof(OdfPlace));
    content->binary = g_byte_array_new();
    content->page_kind = "page";
    content->object = "";
    g_array_append_val(content->places, body);
    return content;
}

void odf_content_free(OdfContent *content)
{
    if (content == NULL) {
        return;
    }
    odf_sheet_free(content->sheet);
    flow_free(content->flow);
    g_array_unref(content->frames);
    g_array_unref(content->places);
    g_byte_array_unref(content->binary);
    g_free(content->page);
    g_free(content->label);
    g_free(content);
}

void odf_content_set_flat(OdfContent *content)
{
    content->is_flat = TRUE;
}

/* --- tables --- */

static void begin_table(OdfContent *content, OdfFrame *frame, const XmlElement *element)
{
    if (!content->in_spreadsheet) {
        odf_stand_apart(content, frame);
        flow_begin_table(content->flow);
    } else if (!odf_sheet_is_open(content->sheet)) {
        g_autofree char *name = xml_element_dup_value(element, "table:name");
        g_autofree char *full = g_strdup_printf("%s%s%s", content->object,
                                                *content->object != '\0' ? " " : "",
                                                name != NULL ? name : "");
        const OdfPlace place = {.after_space = TRUE};
        odf_sheet_begin(content->sheet, full);
        g_array_append_val(content->places, place);
        content->sheet_depth = content->places->len;
        frame->is_sheet = TRUE;
    }
}

static void end_table(OdfContent *content, const OdfFrame *frame)
{
    if (frame->is_sheet) {
        odf_sheet_end(content->sheet);
        g_array_set_size(content->places, content->places->len - 1);
    } else if (!content->in_spreadsheet) {
        flow_end_table(content->flow);
    }
}

static void begin_row(OdfContent *content, const XmlElement *element)
{
    if (odf_in_sheet(content)) {
        odf_sheet_begin_row(content->sheet, element);
    }
}

static void end_row(OdfContent *content)
{
    if (odf_in_sheet(content)) {
        odf_sheet_end_row(content->sheet);
    } else if (!content->in_spreadsheet) {
        flow_end_row(content->flow);
    }
}

static void begin_cell(OdfContent *content, OdfFrame *frame, const XmlElement *element)
{
    if (odf_in_sheet(content)) {
        odf_sheet_begin_cell(content->sheet, element);
    } else if (!content->in_spreadsheet) {
        frame->repeated = odf_get_count(element, "table:number-columns-repeated", COPIES);
    }
}

static void end_cell(OdfContent *content, const OdfFrame *frame)
{
    if (odf_in_sheet(content)) {
        odf_sheet_end_cell(content->sheet);
        return;
    }
    /* The columns behind it stay where they are. */
    for (guint32 i = 0; i < frame->repeated; i++) {
        flow_end_cell(content->flow);
    }
}

/* --- elements --- */

static void begin_paragraph(OdfContent *content, OdfFrame *frame)
{
    odf_stand_apart(content, frame);
    odf_get_place(content)->in_paragraph = TRUE;
}

static void append_spaces(OdfContent *content, const XmlElement *element)
{
    for (guint32 left = odf_get_count(element, "text:c", SPACES); left > 0; left--) {
        odf_append_character(content, " ");
    }
}

static void begin_part(OdfContent *content, OdfFrame *frame)
{
    content->pages = 0;
    content->page_kind = frame->element->argument;
    odf_begin_story(content, frame, frame->element->name + strlen("office:"));
}

static void begin_text_element(OdfContent *content, OdfFrame *frame, const XmlElement *element)
{
    const char *argument = frame->element->argument;
    switch ((int)frame->element->action) {
    case ODF_PARAGRAPH:
        begin_paragraph(content, frame);
        break;
    case ODF_CHARACTER:
        odf_append_character(content, argument);
        break;
    case ODF_SPACES:
        append_spaces(content, element);
        break;
    case ODF_ASIDE:
        flow_set_aside(content->flow, TRUE);
        break;
    case ODF_LINK:
        frame->target = xml_element_dup_value(element, "xlink:href");
        break;
    case ODF_SOURCE:
        content->holds_picture = strcmp(element->name, "draw:image") == 0;
        odf_give_source(content, element);
        break;
    case ODF_DESCRIPTION:
        odf_begin_capture(content);
        break;
    case ODF_ATTRIBUTES:
        odf_give_attributes(content, element, argument);
        break;
    default:
        odf_begin_binary(content);
    }
}

/* What a document says of itself is a part of its own in all but those that are one file. */
static void set_meta(OdfContent *content, gboolean in_meta)
{
    content->in_meta = in_meta;
    if (content->is_flat) {
        content->item->here.part = in_meta ? "meta.xml" : content->part;
    }
}

static void begin_element(OdfContent *content, OdfFrame *frame, const XmlElement *element)
{
    switch (frame->element->action) {
    case ODF_SKIP:
        content->skipped = 1;
        break;
    case ODF_META:
        set_meta(content, TRUE);
        break;
    case ODF_SPREADSHEET:
        content->in_spreadsheet = TRUE;
        odf_begin_story(content, frame, "spreadsheet");
        break;
    case ODF_SLIDES:
        begin_part(content, frame);
        break;
    case ODF_PAGE:
    case ODF_MASTER:
    case ODF_STORY:
    case ODF_PAGE_STORY:
    case ODF_NOTE:
    case ODF_COMMENT:
    case ODF_CHANGE:
    case ODF_BOX:
        odf_begin_story_element(content, frame, element);
        break;
    case ODF_PARAGRAPH:
    case ODF_CHARACTER:
    case ODF_SPACES:
    case ODF_ASIDE:
    case ODF_LINK:
    case ODF_SOURCE:
    case ODF_DESCRIPTION:
    case ODF_ATTRIBUTES:
    case ODF_BINARY:
        begin_text_element(content, frame, element);
        break;
    case ODF_TABLE:
        begin_table(content, frame, element);
        break;
    case ODF_ROW:
        begin_row(content, element);
        break;
    case ODF_CELL:
        begin_cell(content, frame, element);
        break;
    }
}

static void end_element(OdfContent *content, OdfFrame *frame)
{
    switch ((int)frame->element->action) {
    case ODF_META:
        set_meta(content, FALSE);
        break;
    case ODF_SPREADSHEET:
        content->in_spreadsheet = FALSE;
        break;
    case ODF_PAGE:
    case ODF_MASTER:
        g_clear_pointer(&content->page, g_free);
        break;
    case ODF_PARAGRAPH:
        odf_end_paragraph(content);
        break;
    case ODF_ASIDE:
        flow_set_aside(content->flow, FALSE);
        break;
    case ODF_LINK:
        flow_add_link(content->flow, frame->target != NULL ? frame->target : "");
        g_clear_pointer(&frame->target, g_free);
        break;
    case ODF_SOURCE:
        content->holds_picture = FALSE;
        break;
    case ODF_DESCRIPTION:
        odf_end_capture(content, FALSE);
        break;
    case ODF_BINARY:
        odf_end_binary(content);
        break;
    case ODF_TABLE:
        end_table(content, frame);
        break;
    case ODF_ROW:
        end_row(content);
        break;
    case ODF_CELL:
        end_cell(content, frame);
        break;
    default:
        break;
    }
}

/* --- events --- */

static void on_start(gpointer data, const XmlElement *element)
{
    OdfContent *content = data;
    if (content->skipped > 0) {
        content->skipped++;
        return;
    }
    OdfFrame frame = {.element = odf_element_find(element->name)};
    gboolean is_skipped = frame.element != NULL && frame.element->action == ODF_SKIP;
    if (content->in_meta && !is_skipped) {
        frame.element = NULL;
        frame.is_property = TRUE;
        odf_begin_property(content, &frame, element);
    }
    if (frame.element != NULL) {
        begin_element(content, &frame, element);
    }
    if (content->skipped == 0) {
        g_array_append_val(content->frames, frame);
    }
}

static void pop_frame(OdfContent *content)
{
    OdfFrame frame = *odf_get_frame(content);
    g_array_set_size(content->frames, content->frames->len - 1);
    if (frame.has_loose_text) {
        odf_end_paragraph(content);
    }
    if (frame.is_property) {
        odf_end_capture(content, TRUE);
    }
    if (frame.element != NULL) {
        end_element(content, &frame);
    }
    if (frame.has_story) {
        odf_end_story(content);
    }
}

static void on_end(gpointer data, const char *name)
{
    (void)name;
    OdfContent *content = data;
    if (content->skipped > 0) {
        content->skipped--;
    } else if (content->frames->len > 0) {
        pop_frame(content);
    }
}

static gboolean is_white(const char *text, gsize length)
{
    gsize i = 0;
    while (i < length && g_ascii_isspace(text[i])) {
        i++;
    }
    return i == length;
}

static void on_text(gpointer data, const char *text, gsize length)
{
    OdfContent *content = data;
    if (content->skipped > 0 || content->frames->len == 0) {
        return;
    }
    if (content->in_binary) {
        odf_add_binary(content, text, length);
    } else if (content->capture != NULL) {
        odf_add_captured(content, text, length);
    } else if (odf_get_place(content)->in_paragraph) {
        odf_append_collapsed(content, text, length);
    } else if (!is_white(text, length)) {
        odf_append_collapsed(content, text, length);
        odf_get_frame(content)->has_loose_text = TRUE;
    }
}

void odf_content_read(OdfContent *content, const char *part, const char *object, Source *source)
{
    static const XmlHandler handler = {
        .namespaces = odf_namespaces,
        .start = on_start,
        .end = on_end,
        .text = on_text,
    };
    content->part = part;
    content->object = object;
    content->skipped = 0;
    xml_events_read(content->item, part, source, &handler, content);
    while (content->frames->len > 0) {
        pop_frame(content);
    }
    content->object = "";
}

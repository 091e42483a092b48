#include "scanner/readers/odf_content.h"

#include <string.h>

static const char *const kinds[ODF_KINDS] = {"footnote", "endnote", "comment", "text box",
                                             "change",   "picture", "object"};

OdfPlace *odf_get_place(const OdfContent *content)
{
    return &g_array_index(content->places, OdfPlace, content->places->len - 1);
}

OdfFrame *odf_get_frame(const OdfContent *content)
{
    return &g_array_index(content->frames, OdfFrame, content->frames->len - 1);
}

/* --- stories --- */

void odf_begin_story(OdfContent *content, OdfFrame *frame, const char *locator)
{
    const OdfPlace place = {.after_space = TRUE};
    g_autofree char *full = *content->object != '\0'
                                ? g_strdup_printf("%s %s", content->object, locator)
                                : g_strdup(locator);
    flow_begin_story(content->flow, full);
    g_array_append_val(content->places, place);
    frame->has_story = TRUE;
}

void odf_end_story(OdfContent *content)
{
    flow_end_story(content->flow);
    g_array_set_size(content->places, content->places->len - 1);
}

/* Whether the cells of a sheet are at hand, and not a note within one. */
gboolean odf_in_sheet(const OdfContent *content)
{
    return odf_sheet_is_open(content->sheet) && content->places->len == content->sheet_depth;
}

char *odf_describe_next(OdfContent *content, OdfKind kind)
{
    return g_strdup_printf("%s%s%s %u", content->page != NULL ? content->page : "",
                           content->page != NULL ? " " : "", kinds[kind], ++content->counts[kind]);
}

static void begin_counted(OdfContent *content, OdfFrame *frame, OdfKind kind)
{
    g_autofree char *name = odf_describe_next(content, kind);
    odf_begin_story(content, frame, name);
}

static void begin_comment(OdfContent *content, OdfFrame *frame)
{
    if (odf_sheet_is_open(content->sheet)) {
        g_autofree char *locator = odf_sheet_describe(content->sheet, " comment");
        odf_begin_story(content, frame, locator);
    } else {
        begin_counted(content, frame, ODF_COMMENTS);
    }
}

static void begin_page(OdfContent *content, OdfFrame *frame, const XmlElement *element)
{
    gboolean is_master = frame->element->action == ODF_MASTER;
    g_autofree char *name = is_master ? xml_element_dup_value(element, "style:name") : NULL;
    g_free(content->page);
    content->page = is_master ? g_strdup_printf("master %s", name != NULL ? name : "")
                              : g_strdup_printf("%s %u", content->page_kind, ++content->pages);
    odf_begin_story(content, frame, content->page);
}

/* --- paragraphs --- */

void odf_end_paragraph(OdfContent *content)
{
    OdfPlace *place = odf_get_place(content);
    place->in_paragraph = FALSE;
    place->after_space = TRUE;
    if (odf_in_sheet(content)) {
        flow_break(content->flow);
    } else {
        flow_end_paragraph(content->flow);
    }
}

/* A box, a table or a paragraph within a paragraph stands by itself. */
void odf_stand_apart(OdfContent *content, OdfFrame *frame)
{
    if (odf_get_place(content)->in_paragraph) {
        begin_counted(content, frame, ODF_BOXES);
    }
}

/* Runs of white space are one space, and none at the start (ODF 1.3, part 3, 6.1.2). */
void odf_append_collapsed(OdfContent *content, const char *text, gsize length)
{
    OdfPlace *place = odf_get_place(content);
    gsize start = 0;
    for (gsize i = 0; i < length; i++) {
        gboolean is_space = g_ascii_isspace(text[i]);
        if (is_space && (place->after_space || text[i] != ' ')) {
            flow_append(content->flow, text + start, (gssize)(i - start));
            flow_append(content->flow, " ", place->after_space ? 0 : 1);
            start = i + 1;
        }
        place->after_space = is_space;
    }
    flow_append(content->flow, text + start, (gssize)(length - start));
}

void odf_append_character(OdfContent *content, const char *character)
{
    flow_append(content->flow, character, -1);
    odf_get_place(content)->after_space = FALSE;
}

void odf_begin_story_element(OdfContent *content, OdfFrame *frame, const XmlElement *element)
{
    const char *argument = frame->element->argument;
    switch ((int)frame->element->action) {
    case ODF_PAGE:
    case ODF_MASTER:
        begin_page(content, frame, element);
        break;
    case ODF_PAGE_STORY: {
        g_autofree char *locator = g_strdup_printf(
            "%s %s", content->page != NULL ? content->page : "page", argument);
        odf_begin_story(content, frame, locator);
        break;
    }
    case ODF_NOTE: {
        gboolean is_endnote = xml_element_has_value(element, "text:note-class", "endnote");
        begin_counted(content, frame, is_endnote ? ODF_ENDNOTES : ODF_FOOTNOTES);
        break;
    }
    case ODF_COMMENT:
        begin_comment(content, frame);
        break;
    case ODF_CHANGE:
        begin_counted(content, frame, ODF_CHANGES);
        break;
    case ODF_BOX:
        odf_stand_apart(content, frame);
        break;
    default:
        odf_begin_story(content, frame, argument);
    }
}

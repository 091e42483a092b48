#include "scanner/readers/odf_content.h"

#include <string.h>

enum { CAPTURE_BYTES = 1 << 20, BINARY_BYTES = 64 << 20 };

/* Words that belong to the paragraph at hand, if there is one. */
static void give_words(OdfContent *content, const char *words)
{
    if (*words == '\0') {
        return;
    }
    if (odf_get_place(content)->in_paragraph) {
        flow_add_line(content->flow, words);
    } else {
        flow_append(content->flow, words, -1);
        odf_end_paragraph(content);
    }
}

void odf_give_attributes(OdfContent *content, const XmlElement *element, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, " ", -1);
    g_autoptr(GString) words = g_string_new(NULL);
    for (char **name = list; *name != NULL; name++) {
        g_autofree char *value = xml_element_dup_value(element, *name);
        if (value != NULL && *value != '\0') {
            g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "", value);
        }
    }
    give_words(content, words->str);
}

/* Where something outside of the package comes from. */
void odf_give_source(OdfContent *content, const XmlElement *element)
{
    g_autofree char *source = xml_element_dup_value(element, "xlink:href");
    if (source != NULL && strstr(source, ":/") != NULL) {
        flow_add_link(content->flow, source);
    }
}

/* --- what is captured --- */

void odf_begin_capture(OdfContent *content)
{
    if (content->capture == NULL) {
        content->capture = g_string_new(NULL);
    }
}

/* A property is called as its element is, or as its user called it. */
void odf_begin_property(OdfContent *content, OdfFrame *frame, const XmlElement *element)
{
    const char *colon = strchr(element->name, ':');
    char *label = xml_element_dup_value(element, "meta:name");
    if (label == NULL) {
        label = g_strdelimit(g_strdup(colon != NULL ? colon + 1 : element->name), "-", ' ');
    }
    g_free(content->label);
    content->label = label;
    odf_begin_story(content, frame, "properties");
    odf_begin_capture(content);
}

void odf_add_captured(OdfContent *content, const char *text, gsize length)
{
    gsize room = CAPTURE_BYTES - MIN(content->capture->len, (gsize)CAPTURE_BYTES);
    g_string_append_len(content->capture, text, (gssize)MIN(room, length));
    if (length > room) {
        item_set_partly(content->item, "limit: size of a property");
    }
}

void odf_end_capture(OdfContent *content, gboolean is_property)
{
    g_autoptr(GString) capture = g_steal_pointer(&content->capture);
    const char *text = capture != NULL ? g_strstrip(capture->str) : "";
    if (is_property && *text != '\0') {
        flow_append(content->flow, content->label, -1);
        flow_append(content->flow, ": ", -1);
        flow_append(content->flow, text, -1);
    } else {
        give_words(content, text);
    }
}

/* --- files within XML --- */

void odf_begin_binary(OdfContent *content)
{
    g_byte_array_set_size(content->binary, 0);
    content->base64_state = 0;
    content->base64_save = 0;
    content->is_too_large = FALSE;
    content->in_binary = TRUE;
}

void odf_add_binary(OdfContent *content, const char *text, gsize length)
{
    guint before = content->binary->len;
    if (before + length > BINARY_BYTES) {
        content->is_too_large = TRUE;
        return;
    }
    g_byte_array_set_size(content->binary, before + (guint)length + 3);
    gsize added = g_base64_decode_step(text, length, content->binary->data + before,
                                       &content->base64_state, &content->base64_save);
    g_byte_array_set_size(content->binary, before + (guint)added);
}

void odf_end_binary(OdfContent *content)
{
    Item *item = content->item;
    const Extraction *extraction = item->extraction;
    g_autofree char *name = odf_describe_next(content,
                                              content->holds_picture ? ODF_PICTURES : ODF_OBJECTS);
    g_autoptr(GBytes) bytes = g_bytes_new(content->binary->data, content->binary->len);
    content->in_binary = FALSE;
    flow_interrupt(content->flow);
    if (content->is_too_large) {
        item_refuse_member(item, name, "limit: size of a part", -1);
    } else if (extraction->depth >= extraction->options->limits.depth) {
        item_refuse_member(item, name, "limit: depth", content->binary->len);
    } else {
        item_read_bytes(item, name, bytes);
    }
}

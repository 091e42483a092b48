#include "scanner/readers/rtf.h"

#include <string.h>

/* Notes are counted, each kind by itself. */
static const char *const counted[] = {"footnote", "endnote", "comment", "text box"};
G_STATIC_ASSERT(G_N_ELEMENTS(counted) == G_N_ELEMENTS(((RtfReader *)0)->notes));

static char *describe_note(RtfReader *reader, const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(counted); i++) {
        if (strcmp(name, counted[i]) == 0) {
            return g_strdup_printf("%s %u", name, ++reader->notes[i]);
        }
    }
    return g_strdup(name);
}

static void begin_story(RtfReader *reader, RtfGroup *group, const RtfWord *word)
{
    g_autofree char *locator = describe_note(reader, word->name);
    rtf_leave_table(reader);
    group->capture = NULL;
    group->cells_outside = reader->cells;
    group->in_table = FALSE;
    group->is_deleted = FALSE;
    reader->cells = 0;
    flow_begin_story(reader->flow, locator);
    if (strcmp(word->name, "comment") == 0 && reader->author != NULL) {
        flow_append(reader->flow, reader->author, -1);
        flow_end_paragraph(reader->flow);
        g_clear_pointer(&reader->author, g_free);
    }
}

/* \ftnalt stands first in a footnote, and says that it is none. */
void rtf_make_endnote(RtfReader *reader)
{
    const RtfGroup *group = &g_array_index(reader->groups, RtfGroup, reader->groups->len - 1);
    if (group->begins && group->to == RTF_TO_STORY && strcmp(group->word->name, "footnote") == 0) {
        reader->notes[0]--;
        g_autofree char *locator = describe_note(reader, "endnote");
        flow_rename_story(reader->flow, locator);
    }
}

static void begin_hex(RtfReader *reader)
{
    g_byte_array_set_size(reader->hex.bytes, 0);
    reader->hex.digit = -1;
    reader->hex.is_too_large = FALSE;
    reader->hex.kind = NULL;
}

void rtf_begin_destination(RtfReader *reader, RtfGroup *group, const RtfWord *word,
                           RtfDestination to)
{
    group->to = to;
    group->word = word;
    group->begins = TRUE;
    switch (to) {
    case RTF_TO_STORY:
        begin_story(reader, group, word);
        break;
    case RTF_TO_OBJECT:
    case RTF_TO_PICTURE:
        group->capture = NULL;
        begin_hex(reader);
        break;
    case RTF_TO_SAME:
    case RTF_TO_NOTHING:
    case RTF_TO_PARTS_ONLY:
    case RTF_TO_FONTS:
        group->capture = NULL;
        break;
    case RTF_TO_PROPERTY:
    case RTF_TO_PROPERTY_NAME:
    case RTF_TO_LIST:
    case RTF_TO_LINE:
    case RTF_TO_FIELD:
    case RTF_TO_AUTHOR:
    case RTF_TO_HTML:
    case RTF_TO_SHAPE_NAME:
    case RTF_TO_SHAPE_VALUE:
        group->capture = g_string_new(NULL);
        break;
    }
}

/* A property is a record by itself. */
static void give_property(RtfReader *reader, const char *name, const char *value)
{
    const char *own_name = reader->property_name != NULL ? reader->property_name : "property";
    if (*value != '\0') {
        flow_begin_story(reader->flow, "properties");
        flow_append(reader->flow, name != NULL ? name : own_name, -1);
        flow_append(reader->flow, ": ", -1);
        flow_append(reader->flow, value, -1);
        flow_end_story(reader->flow);
    }
}

/* Of the properties of shapes, those that are text (RTF 1.9.1, "Drawing Object Properties"). */
static void give_shape_value(RtfReader *reader, const char *value)
{
    static const char *const names[] = {"gtextUNICODE",
                                        "wzDescription",
                                        "wzTooltip",
                                        "wzSigSetupSuggSigner",
                                        "wzSigSetupSuggSignerEmail",
                                        NULL};
    if (reader->shape_name != NULL && g_strv_contains(names, reader->shape_name)) {
        flow_add_line(reader->flow, value);
    }
}

static void keep(char **place, const char *text)
{
    g_free(*place);
    *place = g_strdup(text);
}

static void end_capture(RtfReader *reader, const RtfGroup *group)
{
    const char *text = g_strstrip(group->capture->str);
    rtf_leave_table(reader);
    switch ((int)group->to) {
    case RTF_TO_PROPERTY:
    case RTF_TO_LIST:
        give_property(reader, group->word->name, text);
        break;
    case RTF_TO_PROPERTY_NAME:
        keep(&reader->property_name, text);
        break;
    case RTF_TO_LINE:
        flow_add_line(reader->flow, text);
        break;
    case RTF_TO_FIELD:
        rtf_give_field(reader->flow, text);
        break;
    case RTF_TO_AUTHOR:
        keep(&reader->author, text);
        break;
    case RTF_TO_HTML:
        rtf_give_tag(reader->flow, text);
        break;
    case RTF_TO_SHAPE_NAME:
        keep(&reader->shape_name, text);
        break;
    default:
        give_shape_value(reader, text);
    }
    g_string_free(group->capture, TRUE);
}

void rtf_end_destination(RtfReader *reader, RtfGroup *group)
{
    if (group->to == RTF_TO_STORY) {
        flow_end_story(reader->flow);
        reader->cells = group->cells_outside;
    } else if (group->to == RTF_TO_OBJECT) {
        rtf_give_object(reader);
    } else if (group->to == RTF_TO_PICTURE) {
        rtf_give_picture(reader);
    } else if (group->capture != NULL) {
        end_capture(reader, group);
    }
}

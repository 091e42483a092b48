#include "scanner/readers/rtf.h"

#include <string.h>

#include "scanner/readers/rtf_lexer.h"

enum { GROUPS = 8192, CAPTURE_BYTES = 1 << 20 };

static RtfGroup *get_group(const RtfReader *reader)
{
    return &g_array_index(reader->groups, RtfGroup, reader->groups->len - 1);
}

static gboolean is_text(const RtfGroup *group)
{
    return group->capture != NULL || group->to == RTF_TO_STORY || group->to == RTF_TO_SAME;
}

/* --- text --- */

void rtf_leave_table(RtfReader *reader)
{
    if (!get_group(reader)->in_table && !reader->row_begun && reader->cells == 0 &&
        flow_is_in_table(reader->flow)) {
        flow_end_table(reader->flow);
    }
}

/* What is decoded goes where it belongs. */
static void give_decoded(RtfReader *reader)
{
    if (reader->text->len == 0) {
        return;
    }
    if (reader->text_to == NULL) {
        rtf_leave_table(reader);
        flow_set_aside(reader->flow, reader->text_aside);
        flow_append(reader->flow, reader->text->str, (gssize)reader->text->len);
    } else if (reader->text_to->len < CAPTURE_BYTES) {
        g_string_append_len(reader->text_to, reader->text->str, (gssize)reader->text->len);
    } else {
        item_set_partly(reader->item, "limit: size of a field");
    }
    g_string_truncate(reader->text, 0);
}

void rtf_settle(RtfReader *reader)
{
    rtf_decoder_take(reader->decoder, reader->text);
    give_decoded(reader);
}

/* Makes the group's place the one that text goes to. */
static void aim(RtfReader *reader, const RtfGroup *group)
{
    gboolean is_aside = group->capture == NULL && group->is_deleted;
    if (reader->text_to != group->capture || reader->text_aside != is_aside) {
        rtf_settle(reader);
        reader->text_to = group->capture;
        reader->text_aside = is_aside;
    }
}

static void add_character(RtfReader *reader, gunichar character)
{
    const RtfGroup *group = get_group(reader);
    if (is_text(group)) {
        aim(reader, group);
        rtf_decoder_take(reader->decoder, reader->text);
        g_string_append_unichar(reader->text, character);
    }
}

static void add_bytes(RtfReader *reader, const guint8 *bytes, gsize length)
{
    gsize skipped = (gsize)MIN(reader->skip_left, length);
    reader->skip_left -= skipped;
    bytes += skipped;
    length -= skipped;
    RtfGroup *group = get_group(reader);
    group->is_fresh = FALSE;
    if (group->to == RTF_TO_OBJECT || group->to == RTF_TO_PICTURE) {
        rtf_hex_add(&reader->hex, bytes, length);
        return;
    }
    if (!is_text(group) || length == 0) {
        return;
    }
    aim(reader, group);
    rtf_decoder_add(reader->decoder, group->font, bytes, length, reader->text);
    if (reader->text->len > CAPTURE_BYTES) {
        give_decoded(reader);
    }
}

/* --- paragraphs and tables --- */

static void end_paragraph(RtfReader *reader)
{
    const RtfGroup *group = get_group(reader);
    if (group->capture != NULL) {
        add_character(reader, '\n');
    }
    if (!is_text(group) || group->capture != NULL) {
        return;
    }
    rtf_settle(reader);
    if (group->in_table && !flow_is_in_table(reader->flow)) {
        flow_begin_table(reader->flow);
    }
    rtf_leave_table(reader);
    flow_end_paragraph(reader->flow);
}

static void end_cell(RtfReader *reader)
{
    rtf_settle(reader);
    if (!flow_is_in_table(reader->flow)) {
        flow_begin_table(reader->flow);
    }
    flow_end_cell(reader->flow);
    reader->cells++;
}

static void end_row(RtfReader *reader)
{
    rtf_settle(reader);
    flow_end_row(reader->flow);
    reader->cells = 0;
    reader->row_begun = FALSE;
}

static void shape_table(RtfReader *reader, RtfAction action)
{
    RtfGroup *group = get_group(reader);
    if (!is_text(group) || group->capture != NULL) {
        return;
    }
    switch ((int)action) {
    case RTF_DO_CELL:
        end_cell(reader);
        break;
    case RTF_DO_ROW:
        end_row(reader);
        break;
    case RTF_DO_NESTED_CELL:
        add_character(reader, '\t');
        break;
    case RTF_DO_NESTED_ROW:
        add_character(reader, '\n');
        break;
    case RTF_DO_ROW_BEGINS:
        reader->row_begun = TRUE;
        break;
    default:
        rtf_settle(reader);
        group->in_table = action == RTF_DO_IN_TABLE;
    }
}

/* --- fonts and charsets --- */

static void set_font(RtfReader *reader, gint font)
{
    RtfGroup *group = get_group(reader);
    if (group->to == RTF_TO_FONTS) {
        reader->font_entry = font;
    } else {
        group->font = font;
    }
}

static void set_codepage(RtfReader *reader, const char *word, gint32 codepage)
{
    gboolean of_font = strcmp(word, "cpg") == 0;
    if (of_font && get_group(reader)->to == RTF_TO_FONTS) {
        rtf_decoder_set_font_codepage(reader->decoder, reader->font_entry, (guint)codepage);
    } else if (!of_font) {
        rtf_decoder_set_codepage(reader->decoder, (guint)codepage);
    }
}

/* --- words --- */

static void begin_unicode_variant(RtfReader *reader)
{
    RtfGroup *group = get_group(reader);
    for (guint i = reader->groups->len - 1; i > 0; i--) {
        const RtfGroup *around = &g_array_index(reader->groups, RtfGroup, i - 1);
        if (around->has_variants) {
            group->to = around->variants;
            return;
        }
    }
}

/* A word that hides text does so at the beginning of a group; elsewhere it is damage. */
static void begin_destination(RtfReader *reader, const RtfWord *word, gboolean is_first)
{
    RtfGroup *group = get_group(reader);
    RtfDestination to = word != NULL ? (RtfDestination)word->value : RTF_TO_PARTS_ONLY;
    gboolean is_possible = group->to != RTF_TO_NOTHING && !group->begins &&
                           reader->groups->len > 1 && (is_first || to == RTF_TO_STORY);
    if (is_possible && to != RTF_TO_SAME) {
        rtf_settle(reader);
        rtf_begin_destination(reader, group, word, to);
    }
}

static void act_on_character_word(RtfReader *reader, const RtfWord *word, const RtfToken *token)
{
    RtfGroup *group = get_group(reader);
    gint32 number = token->number;
    switch ((int)word->action) {
    case RTF_DO_UNICODE:
        if (is_text(group)) {
            aim(reader, group);
            rtf_decoder_add_unit(reader->decoder, (guint)number & 0xffff, reader->text);
        }
        reader->skip_left = group->skip;
        break;
    case RTF_DO_UNICODE_SKIP:
        group->skip = token->has_number ? (guint)CLAMP(number, 0, 16) : 1;
        break;
    case RTF_DO_FONT:
        set_font(reader, number);
        break;
    case RTF_DO_DEFAULT_FONT:
        reader->default_font = number;
        group->font = number;
        break;
    case RTF_DO_FONT_CHARSET:
        if (group->to == RTF_TO_FONTS) {
            rtf_decoder_set_font_charset(reader->decoder, reader->font_entry, number);
        }
        break;
    case RTF_DO_PLAIN:
        group->font = reader->default_font;
        group->is_deleted = FALSE;
        break;
    default:
        group->is_deleted = !token->has_number || number != 0;
    }
}

static void begin_variants(RtfGroup *group)
{
    group->has_variants = TRUE;
    group->variants = group->to;
    group->to = RTF_TO_NOTHING;
}

static void act_on_group_word(RtfReader *reader, const RtfWord *word, gboolean is_first)
{
    RtfGroup *group = get_group(reader);
    switch ((int)word->action) {
    case RTF_DO_STARRED:
        group->is_starred = is_first;
        group->is_fresh = is_first;
        break;
    case RTF_DO_VARIANTS:
        if (is_first && reader->groups->len > 1) {
            begin_variants(group);
        }
        break;
    case RTF_DO_UNICODE_VARIANT:
        begin_unicode_variant(reader);
        break;
    case RTF_DO_PICTURE_KIND:
        reader->hex.kind = word->name;
        break;
    default:
        rtf_make_endnote(reader);
    }
}

static void act(RtfReader *reader, const RtfWord *word, const RtfToken *token, gboolean is_first)
{
    switch (word->action) {
    case RTF_DO_CHARACTER:
        add_character(reader, (gunichar)word->value);
        break;
    case RTF_DO_DESTINATION:
        begin_destination(reader, word, is_first);
        break;
    case RTF_DO_PARAGRAPH:
        end_paragraph(reader);
        break;
    case RTF_DO_CELL:
    case RTF_DO_ROW:
    case RTF_DO_NESTED_CELL:
    case RTF_DO_NESTED_ROW:
    case RTF_DO_ROW_BEGINS:
    case RTF_DO_IN_TABLE:
    case RTF_DO_PLAIN_PARAGRAPH:
        shape_table(reader, word->action);
        break;
    case RTF_DO_UNICODE:
    case RTF_DO_UNICODE_SKIP:
    case RTF_DO_FONT:
    case RTF_DO_DEFAULT_FONT:
    case RTF_DO_FONT_CHARSET:
    case RTF_DO_PLAIN:
    case RTF_DO_DELETED:
        act_on_character_word(reader, word, token);
        break;
    case RTF_DO_CODEPAGE:
        set_codepage(reader, word->word, token->number);
        break;
    case RTF_DO_CHARSET:
        rtf_decoder_set_codepage(reader->decoder, (guint)word->value);
        break;
    case RTF_DO_ENDNOTE:
    case RTF_DO_PICTURE_KIND:
    case RTF_DO_STARRED:
    case RTF_DO_VARIANTS:
    case RTF_DO_UNICODE_VARIANT:
        act_on_group_word(reader, word, is_first);
        break;
    }
}

static void read_word(RtfReader *reader, const RtfToken *token)
{
    const RtfWord *word = rtf_word_find(token->word);
    if (reader->skip_left > 0) {
        reader->skip_left--; /* a word counts as one character */
        return;
    }
    RtfGroup *group = get_group(reader);
    gboolean is_starred = group->is_starred;
    gboolean is_first = group->is_fresh;
    group->is_starred = FALSE;
    group->is_fresh = FALSE;
    if (word != NULL) {
        act(reader, word, token, is_first);
    } else if (is_starred) {
        begin_destination(reader, NULL, TRUE);
    }
}

/* --- groups --- */

static void open_group(RtfReader *reader)
{
    reader->skip_left = 0;
    if (reader->groups->len >= GROUPS) {
        item_set_partly(reader->item, "limit: nested groups");
        reader->too_deep++;
        return;
    }
    RtfGroup group = *get_group(reader);
    group.begins = FALSE;
    group.has_variants = FALSE;
    group.is_starred = FALSE;
    group.is_fresh = TRUE;
    g_array_append_val(reader->groups, group);
}

static void close_group(RtfReader *reader)
{
    RtfGroup *group = get_group(reader);
    reader->skip_left = 0;
    if (reader->too_deep > 0) {
        reader->too_deep--;
        return;
    }
    if (reader->groups->len == 1) {
        return; /* one too many */
    }
    if (group->begins) {
        rtf_settle(reader);
        rtf_end_destination(reader, group);
        reader->text_to = NULL;
    } else if (group->to == RTF_TO_LIST) {
        add_character(reader, '\t');
    }
    g_array_set_size(reader->groups, reader->groups->len - 1);
}

/* Some writers fill the file up behind the document. */
static gboolean is_filling(const RtfReader *reader, const RtfToken *token)
{
    gsize i = 0;
    while (i < token->length && (token->bytes[i] == '\0' || g_ascii_isspace(token->bytes[i]))) {
        i++;
    }
    return reader->groups->len == 1 && i == token->length;
}

static void add_binary(RtfReader *reader, const RtfToken *token)
{
    const RtfGroup *group = get_group(reader);
    if (group->to == RTF_TO_OBJECT || group->to == RTF_TO_PICTURE) {
        rtf_hex_add_binary(&reader->hex, token->bytes, token->length);
    }
}

static void read_token(RtfReader *reader, const RtfToken *token)
{
    switch (token->kind) {
    case RTF_OPEN:
        open_group(reader);
        break;
    case RTF_CLOSE:
        close_group(reader);
        break;
    case RTF_WORD:
        read_word(reader, token);
        break;
    case RTF_TEXT:
    case RTF_HEX:
        if (!is_filling(reader, token)) {
            add_bytes(reader, token->bytes, token->length);
        }
        break;
    case RTF_BINARY:
        add_binary(reader, token);
        break;
    case RTF_END:
        break;
    }
}

static void read_tokens(RtfReader *reader)
{
    g_autoptr(RtfLexer) lexer = rtf_lexer_new(reader->item->source);
    g_autoptr(GError) error = NULL;
    RtfToken token = {.kind = RTF_OPEN};
    while (text_view_goes_on(reader->view) && rtf_lexer_next(lexer, &token, &error) &&
           token.kind != RTF_END) {
        read_token(reader, &token);
    }
    if (error != NULL) {
        item_set_partly(reader->item, "%s", error->message);
    } else if (token.kind == RTF_END && reader->groups->len > 1) {
        item_set_partly(reader->item, "damaged: it ends within a group");
    }
}

static void finish(RtfReader *reader)
{
    while (reader->groups->len > 1) {
        close_group(reader);
    }
    rtf_settle(reader);
    g_clear_pointer(&reader->flow, flow_free);
    text_view_end(reader->view);
    guint64 invalid = rtf_decoder_get_invalid(reader->decoder);
    if (invalid > 0) {
        item_set_partly(reader->item, "%" G_GUINT64_FORMAT " bytes are not of their charset",
                        invalid);
    }
}

/* Rich Text Format 1.9.1. Notes, properties and pictures stand where they are written. */
void reader_rtf_read(Item *item)
{
    g_autoptr(TextView) view = text_view_new(item);
    g_autoptr(RtfDecoder) decoder = rtf_decoder_new();
    RtfReader reader = {
        .item = item,
        .view = view,
        .flow = flow_new(view),
        .decoder = decoder,
        .groups = g_array_new(FALSE, FALSE, sizeof(RtfGroup)),
        .text = g_string_new(NULL),
        .hex = {.bytes = g_byte_array_new(), .digit = -1},
    };
    const RtfGroup outside = {.to = RTF_TO_SAME, .skip = 1};
    g_array_append_val(reader.groups, outside);
    read_tokens(&reader);
    finish(&reader);
    g_array_unref(reader.groups);
    g_string_free(reader.text, TRUE);
    g_byte_array_unref(reader.hex.bytes);
    g_free(reader.author);
    g_free(reader.shape_name);
    g_free(reader.property_name);
}

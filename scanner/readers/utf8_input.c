#include "scanner/readers/utf8_input.h"

#include <string.h>

enum { PIECE_BYTES = 64 << 10, MARKS_MOST = 1 << 20 };

struct Utf8Input {
    Source *source;
    char *declared;
    const Charset *charset; /* NULL while all was ASCII */
    CharsetConverter *converter;
    GByteArray *bytes; /* read and not yet given */
    GError *failed;    /* told when what came before it has been given */
    guint64 invalid;
    gboolean at_end, is_started;
    gint64 offset;           /* of bytes in the original */
    GArray *marks;           /* of gint64: where they lie */
    guint64 first;           /* the number of the first of them */
    gboolean has_lost_marks; /* there were too many */
};

Utf8Input *utf8_input_new(Source *source, const char *declared)
{
    Utf8Input *input = g_new0(Utf8Input, 1);
    input->source = source;
    input->declared = g_strdup(declared);
    input->bytes = g_byte_array_new();
    input->marks = g_array_new(FALSE, FALSE, sizeof(gint64));
    return input;
}

void utf8_input_free(Utf8Input *input)
{
    if (input == NULL) {
        return;
    }
    g_free(input->declared);
    g_clear_pointer(&input->converter, charset_converter_free);
    g_byte_array_unref(input->bytes);
    g_array_unref(input->marks);
    g_clear_error(&input->failed);
    g_free(input);
}

/* Reads until there are so many bytes, or no more. */
static void fill(Utf8Input *input, guint wanted)
{
    while (!input->at_end && input->bytes->len < wanted) {
        guint before = input->bytes->len;
        g_byte_array_set_size(input->bytes, wanted);
        gssize got = source_read(input->source, input->bytes->data + before, wanted - before,
                                 &input->failed);
        g_byte_array_set_size(input->bytes, before + (guint)MAX(got, 0));
        input->at_end = got <= 0;
    }
}

static void add_mark(Utf8Input *input, gint64 mark)
{
    input->has_lost_marks = input->has_lost_marks || input->marks->len >= MARKS_MOST;
    if (!input->has_lost_marks) {
        g_array_append_val(input->marks, mark);
    }
}

/* Leaves behind bytes that were given. */
static void pass(Utf8Input *input, gsize length)
{
    for (gsize i = 0; i < length; i++) {
        guint8 byte = input->bytes->data[i];
        if (byte == '<' || byte == '>') {
            add_mark(input, input->offset + (gint64)i);
        }
    }
    g_byte_array_remove_range(input->bytes, 0, (guint)length);
    input->offset += (gint64)length;
}

void utf8_input_forget_marks(Utf8Input *input, guint64 before)
{
    guint64 done = before > input->first ? before - input->first : 0;
    done = MIN(done, (guint64)input->marks->len);
    g_array_remove_range(input->marks, 0, (guint)done);
    input->first += done;
}

gint64 utf8_input_find_mark(const Utf8Input *input, guint64 mark)
{
    const Charset *charset = input->charset;
    gboolean is_single = charset == NULL || (charset->unit == 1 && !charset->has_shift_states &&
                                             strcmp(charset->iconv, "UTF-7") != 0);
    if (!is_single || input->has_lost_marks || mark < input->first ||
        mark - input->first >= input->marks->len) {
        return -1;
    }
    return g_array_index(input->marks, gint64, mark - input->first);
}

/* The first byte that could be something else than ASCII: ISO-2022 has escapes. */
static gsize count_ascii(const GByteArray *bytes)
{
    gsize at = 0;
    while (at < bytes->len && bytes->data[at] < 0x80 && bytes->data[at] != 0x1b) {
        at++;
    }
    return at;
}

static void set_charset(Utf8Input *input, const Charset *charset)
{
    input->charset = charset;
    input->converter = charset_converter_new(charset);
    if (input->converter == NULL) {
        input->charset = charset_find("UTF-8");
        input->converter = charset_converter_new(input->charset);
    }
}

/* What is told by the first bytes of all: a mark, UTF-16, UTF-7, whose letters are ASCII. */
static void start(Utf8Input *input)
{
    const Charset *charset = charset_declared_choose(input->declared, input->bytes->data,
                                                     input->bytes->len, !input->at_end);
    input->is_started = TRUE;
    if (charset->bom > 0 || charset->unit > 1 || charset->has_shift_states) {
        set_charset(input, charset);
        pass(input, MIN(charset->bom, input->bytes->len));
    }
}

/* Gives what is ASCII, and once there is something else decides by that. */
static void give_ascii(Utf8Input *input, GString *text)
{
    gsize ascii = count_ascii(input->bytes);
    g_string_append_len(text, (const char *)input->bytes->data, (gssize)ascii);
    pass(input, ascii);
    if (input->bytes->len > 0) {
        fill(input, PIECE_BYTES);
        set_charset(input, charset_declared_choose(input->declared, input->bytes->data,
                                                   input->bytes->len, !input->at_end));
    }
}

static void give_converted(Utf8Input *input, GString *text)
{
    gsize taken = charset_convert_part(input->converter, input->bytes->data, input->bytes->len,
                                       text, &input->invalid);
    pass(input, taken);
    if (input->at_end && input->bytes->len > 0) {
        /* A character that never ends. */
        charset_convert(input->converter, input->bytes->data, input->bytes->len, FALSE,
                        G_MAXSIZE / 4, text, &input->invalid);
        g_byte_array_set_size(input->bytes, 0);
    }
}

gboolean utf8_input_next(Utf8Input *input, GString *text, GError **error)
{
    g_string_truncate(text, 0);
    while (text->len == 0) {
        fill(input, PIECE_BYTES);
        if (input->bytes->len == 0) {
            if (input->failed != NULL) {
                g_propagate_error(error, g_steal_pointer(&input->failed));
            }
            return FALSE;
        }
        if (!input->is_started) {
            start(input);
        }
        if (input->charset == NULL) {
            give_ascii(input, text);
        } else {
            give_converted(input, text);
        }
    }
    for (char *zero = memchr(text->str, '\0', text->len); zero != NULL;
         zero = memchr(zero, '\0', (gsize)(text->str + text->len - zero))) {
        *zero = ' ';
    }
    return TRUE;
}

void utf8_input_finish(const Utf8Input *input, Item *item)
{
    item->charset = input->charset != NULL ? input->charset : charset_find("UTF-8");
    if (input->invalid > 0) {
        item_set_partly(item, "%" G_GUINT64_FORMAT " bytes are not %s", input->invalid,
                        item->charset->name);
    }
}

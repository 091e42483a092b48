#include "scanner/readers/utf8_input.h"

#include <string.h>

enum { PIECE_BYTES = 64 << 10 };

struct Utf8Input {
    Source *source;
    char *declared;
    const Charset *charset; /* NULL while all was ASCII */
    CharsetConverter *converter;
    GByteArray *bytes; /* read and not yet given */
    GError *failed;    /* told when what came before it has been given */
    guint64 invalid;
    gboolean at_end, is_started;
    MarkupMarks *marks;
};

Utf8Input *utf8_input_new(Source *source, const char *declared)
{
    Utf8Input *input = g_new0(Utf8Input, 1);
    input->source = source;
    input->declared = g_strdup(declared);
    input->bytes = g_byte_array_new();
    input->marks = markup_marks_new();
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
    markup_marks_free(input->marks);
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

/* Leaves behind bytes that were given. */
static void pass(Utf8Input *input, gsize length)
{
    markup_marks_pass(input->marks, input->charset, input->bytes->data, length);
    g_byte_array_remove_range(input->bytes, 0, (guint)length);
}

MarkupMarks *utf8_input_get_marks(Utf8Input *input)
{
    return input->marks;
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

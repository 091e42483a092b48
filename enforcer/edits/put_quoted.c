#include "enforcer/edits/put_quoted.h"

#include <string.h>

enum { LINE_LETTERS = 76 }; /* RFC 2045, 6.7, rule 5 */

static GString *encode(const guint8 *bytes, gsize length)
{
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < length; i++) {
        if (bytes[i] >= 33 && bytes[i] <= 126 && bytes[i] != '=') {
            g_string_append_c(text, (char)bytes[i]);
        } else {
            g_string_append_printf(text, "=%02X", bytes[i]);
        }
    }
    return text;
}

/* How long the line around a piece becomes when other letters take its place. */
static gsize count_line(const char *encoded, gsize length, gsize start, gsize end, gsize letters)
{
    gsize before = 0;
    gsize after = 0;
    while (before < start && encoded[start - before - 1] != '\n') {
        before++;
    }
    while (end + after < length && encoded[end + after] != '\n' && encoded[end + after] != '\r') {
        after++;
    }
    return before + letters + after;
}

char *put_quoted_encode(const char *encoded, gsize length, gsize start, gsize end,
                        const guint8 *bytes, gsize n_bytes)
{
    g_autoptr(GString) text = encode(bytes, n_bytes);
    if (count_line(encoded, length, start, end, text->len) <= LINE_LETTERS) {
        return g_string_free(g_steal_pointer(&text), FALSE);
    }
    /* On a line of its own, between soft breaks. */
    const char *line_end = memmem(encoded, length, "\r\n", 2) != NULL ? "=\r\n" : "=\n";
    return text->len < LINE_LETTERS ? g_strconcat(line_end, text->str, line_end, NULL) : NULL;
}

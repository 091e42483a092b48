#include "base/csv.h"

#include <string.h>

static gboolean begins_formula(const char *text)
{
    static const gunichar starts[] = {'=', '+', '-', '@', 0xff1d, 0xff0b, 0xff0d, 0xff20};
    gunichar first = g_utf8_get_char(text + strspn(text, " \""));
    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
        if (first == starts[i]) {
            return TRUE;
        }
    }
    return FALSE;
}

/* Some spreadsheets take off what leads before they look at the rest. */
static gboolean is_separator(char byte)
{
    return byte == ';' || byte == '\t' || byte == '\r' || byte == '\n';
}

char *daicho_csv_guard(const char *text)
{
    GString *out = g_string_new(is_separator(*text) && *text != ';' ? "'" : NULL);
    for (const char *at = text; *at != '\0'; at++) {
        gboolean is_beginning = at == text || is_separator(at[-1]);
        g_string_append(out, is_beginning && begins_formula(at) ? "'" : "");
        g_string_append_c(out, *at);
    }
    return g_string_free(out, FALSE);
}

void daicho_csv_append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (; *text != '\0'; text++) {
        g_string_append(out, *text == '"' ? "\"" : "");
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

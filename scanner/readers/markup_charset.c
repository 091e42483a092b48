#include "scanner/readers/markup_charset.h"

#include <string.h>

enum { HEAD_BYTES = 16 << 10, TAG_BYTES = 1000, NAME_BYTES = 40 };

static gboolean begins_with(const char *text, gsize length, const char *word)
{
    return length >= strlen(word) && g_ascii_strncasecmp(text, word, strlen(word)) == 0;
}

/* The name behind "word =" within a tag, in quotes or not; NULL without one. */
static char *dup_value(const char *tag, gsize length, const char *word)
{
    const char *end = tag + length;
    const char *at = tag;
    while (at < end && !begins_with(at, (gsize)(end - at), word)) {
        at++;
    }
    at += MIN((gsize)(end - at), strlen(word));
    while (at < end && g_ascii_isspace(*at)) {
        at++;
    }
    if (at == end || *at != '=') {
        return NULL;
    }
    at++;
    while (at < end && (g_ascii_isspace(*at) || *at == '"' || *at == '\'')) {
        at++;
    }
    gsize size = 0;
    while (at + size < end && size < NAME_BYTES &&
           (g_ascii_isalnum(at[size]) || strchr("-_.:+()", at[size]) != NULL)) {
        size++;
    }
    return size > 0 ? g_strndup(at, size) : NULL;
}

char *markup_charset_dup_declared(const guint8 *head, gsize length)
{
    /* As text without NULs, so that strings can be looked for. */
    g_autofree char *text = g_strndup((const char *)head, MIN(length, (gsize)HEAD_BYTES));
    const char *start = g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text;
    if (begins_with(start, strlen(start), "<?xml")) {
        char *declared = dup_value(start, MIN(strcspn(start, ">"), (gsize)TAG_BYTES), "encoding");
        if (declared != NULL) {
            return declared;
        }
    }
    for (const char *tag = strchr(start, '<'); tag != NULL; tag = strchr(tag + 1, '<')) {
        gsize size = MIN(strcspn(tag, ">"), (gsize)TAG_BYTES);
        char *declared = begins_with(tag, size, "<meta") ? dup_value(tag, size, "charset") : NULL;
        if (declared != NULL) {
            return declared;
        }
    }
    return NULL;
}

#include "enforcer/plans/pieces.h"

#include <string.h>

char *plan_pieces_get_head(const char *text, const char **rest)
{
    /* In a string it would have backslashes before its quotation marks. */
    const char *targets = strstr(text, PLAN_TARGETS);
    if (targets == NULL) {
        return NULL;
    }
    g_autofree char *head = g_strndup(text, (gsize)(targets - text));
    *rest = targets + strlen(PLAN_TARGETS);
    return g_strconcat(head, PLAN_HEAD_END, NULL);
}

/* Behind the string that begins at text; at the end when it is not closed. */
static const char *skip_string(const char *text)
{
    const char *at = text + 1;
    while (*at != '"' && *at != '\0') {
        at += *at == '\\' && at[1] != '\0' ? 2 : 1;
    }
    return *at == '"' ? at + 1 : at;
}

/* Behind the object that begins at text; NULL when it does not end. */
static const char *skip_object(const char *text)
{
    guint depth = 0;
    const char *at = text;
    while (*at != '\0') {
        char byte = *at;
        at = byte == '"' ? skip_string(at) : at + 1;
        depth += byte == '{' ? 1 : 0;
        depth -= byte == '}' ? 1 : 0;
        if (depth == 0) {
            return at;
        }
    }
    return NULL;
}

char *plan_pieces_next(const char **rest)
{
    const char *begin = *rest + (**rest == ',' ? 1 : 0);
    const char *end = *begin == '{' ? skip_object(begin) : NULL;
    if (end == NULL) {
        return NULL;
    }
    *rest = end;
    return g_strndup(begin, (gsize)(end - begin));
}

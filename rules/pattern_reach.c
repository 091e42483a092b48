#include "rules/pattern_reach.h"

#include <string.h>

/* More than this is as good as unbounded. */
enum { REACH_MAX = 1 << 16, CHARACTER_MAX = 4 };

typedef struct {
    const char *at;
    gboolean is_known;
    gboolean ignores_case; /* then one letter can match one of more bytes */
    guint depth;
    gboolean has_at;       /* outside of all groups, as a character that must be there */
    gboolean has_branches; /* outside of all groups: then nothing must be there */
} Reading;

static gsize give_up(Reading *reading)
{
    reading->is_known = FALSE;
    return 0;
}

static gboolean take(Reading *reading, const char *text)
{
    gboolean is_there = g_str_has_prefix(reading->at, text);
    reading->at += is_there ? strlen(text) : 0;
    return is_there;
}

/* Moves behind the next occurrence of a byte. */
static void skip_behind(Reading *reading, char byte)
{
    const char *found = strchr(reading->at, byte);
    if (found == NULL) {
        give_up(reading);
        return;
    }
    reading->at = found + 1;
}

/* What a \ stands for, its letter being the next byte. */
static gsize read_escape(Reading *reading)
{
    char letter = *reading->at;
    reading->at += letter != '\0' ? 1 : 0;
    if (letter == '\0' || strchr("123456789gkKQECXRouc", letter) != NULL) {
        return give_up(reading);
    }
    if (letter == 'p' || letter == 'P' || letter == 'x') {
        if (*reading->at == '{') {
            skip_behind(reading, '}');
        } else if (letter != 'x') {
            reading->at += *reading->at != '\0' ? 1 : 0;
        } else {
            for (gsize i = 0; i < 2 && g_ascii_isxdigit(*reading->at); i++) {
                reading->at++;
            }
        }
        return CHARACTER_MAX;
    }
    if (strchr("bBAZzG", letter) != NULL) {
        return 0;
    }
    gboolean is_one_byte = !g_ascii_isalpha(letter) || strchr("dwsnrtfea", letter) != NULL;
    return is_one_byte ? 1 : CHARACTER_MAX;
}

/* A class, its [ being read. */
static gsize read_class(Reading *reading)
{
    gsize width = take(reading, "^") ? CHARACTER_MAX : 1;
    gboolean is_first = TRUE;
    while (reading->is_known && (*reading->at != ']' || is_first)) {
        is_first = FALSE;
        if (*reading->at == '\0') {
            return give_up(reading);
        }
        if (take(reading, "\\")) {
            /* A \b is a backspace here, and digits are octal. */
            gboolean is_special = strchr("b0123456789", *reading->at) != NULL;
            gsize escaped = is_special ? CHARACTER_MAX : read_escape(reading);
            width = MAX(width, escaped);
        } else if (take(reading, "[:")) {
            width = CHARACTER_MAX;
            skip_behind(reading, ':');
            take(reading, "]");
        } else {
            width = MAX(width, (gsize)g_utf8_skip[(guint8)*reading->at]);
            reading->at = g_utf8_next_char(reading->at);
        }
    }
    take(reading, "]");
    return width;
}

static gsize read_alternatives(Reading *reading);

/* A group, its ( being read. A look-behind reads only what stands before. */
static gsize read_group(Reading *reading)
{
    static const char *const plain[] = {"?:", "?=", "?!", "?>", "?|"};
    static const char *const named[] = {"?<", "?P<"};
    if (take(reading, "?i)")) {
        reading->ignores_case = TRUE;
        return 0;
    }
    gboolean is_behind = take(reading, "?<=") || take(reading, "?<!");
    gboolean is_read = is_behind || (*reading->at != '?' && *reading->at != '*');
    for (gsize i = 0; i < G_N_ELEMENTS(plain) && !is_read; i++) {
        is_read = take(reading, plain[i]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(named) && !is_read; i++) {
        is_read = take(reading, named[i]);
        if (is_read) {
            skip_behind(reading, '>');
        }
    }
    if (!is_read || reading->depth > 100) {
        return give_up(reading);
    }
    reading->depth++;
    gsize length = read_alternatives(reading);
    reading->depth--;
    if (!take(reading, ")")) {
        return give_up(reading);
    }
    return is_behind ? 0 : length;
}

static gsize read_atom(Reading *reading)
{
    gsize width = 0;
    if (take(reading, "(")) {
        return read_group(reading);
    }
    if (take(reading, "[")) {
        width = read_class(reading);
    } else if (take(reading, "\\")) {
        width = read_escape(reading);
    } else if (take(reading, ".")) {
        width = CHARACTER_MAX;
    } else if (take(reading, "^") || take(reading, "$")) {
        return 0;
    } else {
        width = (gsize)g_utf8_skip[(guint8)*reading->at];
        reading->at = g_utf8_next_char(reading->at);
    }
    return reading->ignores_case && width > 0 ? CHARACTER_MAX : width;
}

/* How often at most; what is no quantifier leaves 1. */
static gsize read_quantifier(Reading *reading)
{
    gsize times = 1;
    if (*reading->at == '*' || *reading->at == '+') {
        return give_up(reading);
    }
    if (!take(reading, "?")) {
        if (*reading->at != '{' || !g_ascii_isdigit(reading->at[1])) {
            return times;
        }
        char *end = NULL;
        guint64 least = g_ascii_strtoull(reading->at + 1, &end, 10);
        guint64 most = *end == ',' ? g_ascii_strtoull(end + 1, &end, 10) : least;
        if (*end != '}' || most < least || most > REACH_MAX) {
            return give_up(reading);
        }
        times = (gsize)most;
        reading->at = end + 1;
    }
    if (*reading->at == '?' || *reading->at == '+') {
        reading->at++;
    }
    return times;
}

static gsize read_branch(Reading *reading)
{
    gsize length = 0;
    while (reading->is_known && *reading->at != '\0' && *reading->at != '|' &&
           *reading->at != ')') {
        gboolean is_at = reading->depth == 0 && *reading->at == '@';
        gsize width = read_atom(reading);
        const char *behind = reading->at;
        length += width * read_quantifier(reading);
        reading->has_at = reading->has_at || (is_at && reading->at == behind);
        if (length > REACH_MAX) {
            return give_up(reading);
        }
    }
    return length;
}

static gsize read_alternatives(Reading *reading)
{
    gsize longest = read_branch(reading);
    while (reading->is_known && take(reading, "|")) {
        reading->has_branches = reading->has_branches || reading->depth == 0;
        gsize branch = read_branch(reading);
        longest = MAX(longest, branch);
    }
    return longest;
}

gsize pattern_reach(const char *pattern, gboolean *has_at)
{
    Reading reading = {.at = pattern, .is_known = TRUE};
    gsize longest = read_alternatives(&reading);
    gboolean is_known = reading.is_known && *reading.at == '\0';
    *has_at = is_known && reading.has_at && !reading.has_branches;
    return is_known ? longest : 0;
}

#include "rules/pattern_reach.h"

#include <string.h>

/* More than this is as good as unbounded. */
enum { REACH_MAX = 1 << 16, CHARACTER_MAX = 4 };

typedef struct {
    const char *at;
    gboolean is_known;
    gboolean ignores_case; /* then one letter can match one of more bytes */
    guint depth;
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

/* A script without any ASCII character, at its "\\"; NULL when there is none. */
static const char *find_wide_script(const char *at)
{
    static const char *const scripts[] = {"\\p{Han}", "\\p{Hiragana}", "\\p{Katakana}"};
    for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
        if (g_str_has_prefix(at, scripts[i])) {
            return scripts[i];
        }
    }
    return NULL;
}

/* What a \ stands for, its letter being the next byte. */
static gsize read_escape(Reading *reading)
{
    char letter = *reading->at;
    reading->at += letter != '\0' ? 1 : 0;
    if (letter == '\0' || strchr("0123456789gkKQECXRouc", letter) != NULL) {
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

/* Whether a class, behind its [, holds ASCII digits alone. */
static gboolean is_digit_class(const char *at)
{
    const char *from = at;
    while (*at != ']') {
        gboolean is_escape = g_str_has_prefix(at, "\\d");
        gboolean is_range = g_ascii_isdigit(at[0]) && at[1] == '-' && g_ascii_isdigit(at[2]);
        if (!is_escape && !g_ascii_isdigit(at[0])) {
            return FALSE;
        }
        at += is_range ? 3 : is_escape ? 2 : 1;
    }
    return at > from;
}

static gboolean is_wide(const char *at)
{
    return (guint8)*at >= 0x80;
}

/* Whether a class, behind its [, holds characters beyond ASCII alone. */
static gboolean is_wide_class(const char *at)
{
    const char *from = at;
    while (*at != ']') {
        const char *script = find_wide_script(at);
        if (script != NULL) {
            at += strlen(script);
            continue;
        }
        if (!is_wide(at)) {
            return FALSE;
        }
        at = g_utf8_next_char(at);
        at = *at == '-' && is_wide(at + 1) ? g_utf8_next_char(at + 1) : at;
    }
    return at > from;
}

/* What one character at the reading's place must be. In any case, some letters beyond ASCII are
 * those of ASCII. */
static PatternReach look_at_atom(const Reading *reading)
{
    const char *at = reading->at;
    gboolean is_digit = g_ascii_isdigit(*at) || g_str_has_prefix(at, "\\d") ||
                        (*at == '[' && is_digit_class(at + 1));
    gboolean beyond = is_wide(at) || find_wide_script(at) != NULL ||
                      (*at == '[' && is_wide_class(at + 1));
    return (PatternReach){
        .digits = is_digit ? 1 : 0,
        .ats = *at == '@' ? 1 : 0,
        .wides = beyond && !reading->ignores_case ? 1 : 0,
    };
}

static PatternReach read_alternatives(Reading *reading);

static gboolean take_any(Reading *reading, const char *const *texts)
{
    gboolean taken = FALSE;
    for (; *texts != NULL && !taken; texts++) {
        taken = take(reading, *texts);
    }
    return taken;
}

/* A group, its ( being read. What looks around takes nothing. */
static PatternReach read_group(Reading *reading)
{
    static const PatternReach nothing;
    static const char *const around[] = {"?<=", "?<!", "?=", "?!", NULL};
    static const char *const named[] = {"?<", "?P<", NULL};
    static const char *const plain[] = {"?:", "?>", "?|", NULL};
    if (take(reading, "?i)")) {
        reading->ignores_case = TRUE;
        return nothing;
    }
    gboolean looks_around = take_any(reading, around);
    if (!looks_around && take_any(reading, named)) {
        skip_behind(reading, '>');
    } else if (!looks_around && !take_any(reading, plain) &&
               (*reading->at == '?' || *reading->at == '*')) {
        give_up(reading);
    }
    if (!reading->is_known || reading->depth > 100) {
        give_up(reading);
        return nothing;
    }
    reading->depth++;
    PatternReach inside = read_alternatives(reading);
    reading->depth--;
    if (!take(reading, ")")) {
        give_up(reading);
    }
    return looks_around ? nothing : inside;
}

static PatternReach read_atom(Reading *reading)
{
    if (take(reading, "(")) {
        return read_group(reading);
    }
    PatternReach atom = look_at_atom(reading);
    if (take(reading, "[")) {
        atom.most = read_class(reading);
    } else if (take(reading, "\\")) {
        atom.most = read_escape(reading);
    } else if (take(reading, ".")) {
        atom.most = CHARACTER_MAX;
    } else if (!take(reading, "^") && !take(reading, "$")) {
        atom.most = (gsize)g_utf8_skip[(guint8)*reading->at];
        reading->at = g_utf8_next_char(reading->at);
    }
    atom.most = reading->ignores_case && atom.most > 0 ? CHARACTER_MAX : atom.most;
    return atom;
}

typedef struct {
    guint least, most;
} Times;

/* A quantifier in braces; FALSE when it is none. */
static gboolean take_braces(Reading *reading, Times *times)
{
    if (g_str_has_prefix(reading->at, "{,") || g_str_has_prefix(reading->at, "{ ")) {
        give_up(reading); /* a quantifier to newer libraries only */
    }
    if (*reading->at != '{' || !g_ascii_isdigit(reading->at[1])) {
        return FALSE;
    }
    char *end = NULL;
    guint64 least = g_ascii_strtoull(reading->at + 1, &end, 10);
    guint64 most = *end == ',' ? g_ascii_strtoull(end + 1, &end, 10) : least;
    if (*end != '}' || most < least || most > REACH_MAX) {
        give_up(reading);
        return FALSE;
    }
    *times = (Times){(guint)least, (guint)most};
    reading->at = end + 1;
    return TRUE;
}

/* How often; what is no quantifier leaves 1. */
static Times read_quantifier(Reading *reading)
{
    Times times = {1, 1};
    if (*reading->at == '*' || *reading->at == '+') {
        give_up(reading);
        return times;
    }
    if (take(reading, "?")) {
        times.least = 0;
    } else if (!take_braces(reading, &times)) {
        return times;
    }
    if (*reading->at == '?' || *reading->at == '+') {
        reading->at++;
    }
    return times;
}

static void add_times(PatternReach *sum, const PatternReach *atom, Times times)
{
    sum->most += atom->most * times.most;
    sum->digits += atom->digits * times.least;
    sum->ats += atom->ats * times.least;
    sum->wides += atom->wides * times.least;
}

static PatternReach read_branch(Reading *reading)
{
    PatternReach branch = {0};
    while (reading->is_known && *reading->at != '\0' && *reading->at != '|' &&
           *reading->at != ')') {
        PatternReach atom = read_atom(reading);
        Times times = read_quantifier(reading);
        add_times(&branch, &atom, times);
        if (branch.most > REACH_MAX) {
            give_up(reading);
        }
    }
    return branch;
}

static PatternReach read_alternatives(Reading *reading)
{
    PatternReach all = read_branch(reading);
    while (reading->is_known && take(reading, "|")) {
        PatternReach branch = read_branch(reading);
        all.most = MAX(all.most, branch.most);
        all.digits = MIN(all.digits, branch.digits);
        all.ats = MIN(all.ats, branch.ats);
        all.wides = MIN(all.wides, branch.wides);
    }
    return all;
}

PatternReach pattern_reach(const char *pattern)
{
    static const PatternReach nothing;
    Reading reading = {.at = pattern, .is_known = TRUE};
    PatternReach reach = read_alternatives(&reading);
    return reading.is_known && *reading.at == '\0' ? reach : nothing;
}

#include "rules/engine/pattern_reading.h"

#include <string.h>

enum { CHARACTER_MAX = 4 };

/* Characters beyond ASCII that take so many bytes, and nothing else is known of them. */
static CharacterSet make_wide(guint least, guint most)
{
    return (CharacterSet){.is_wide = TRUE, .least = least, .most = most, .is_open = TRUE};
}

static CharacterSet make_listed(gunichar character)
{
    guint bytes = (guint)g_unichar_to_utf8(character, NULL);
    return (CharacterSet){
        .is_wide = TRUE, .least = bytes, .most = bytes, .n_listed = 1, .listed = {character}};
}

CharacterSet reading_any(Reading *reading)
{
    reading->is_exact = FALSE;
    CharacterSet any = make_wide(2, CHARACTER_MAX);
    any.ascii[0] = G_MAXUINT64;
    any.ascii[1] = G_MAXUINT64;
    return any;
}

static void add_ascii(CharacterSet *set, guint8 first, guint8 last)
{
    for (guint c = first; c <= last; c++) {
        set->ascii[c / 64] |= G_GUINT64_CONSTANT(1) << c % 64;
    }
}

static gboolean has_ascii(const CharacterSet *set, guint c)
{
    return (set->ascii[c / 64] >> c % 64 & 1) != 0;
}

guint16 character_set_classes(const CharacterSet *set, gboolean whole)
{
    guint16 some = 0;
    guint16 missing = 0;
    for (guint c = 0; c < 128; c++) {
        guint16 class = BYTE_SET(byte_class_of((guint8)c));
        some |= has_ascii(set, c) ? class : 0;
        missing |= has_ascii(set, c) ? 0 : class;
    }
    return whole ? some & (guint16)~missing : some;
}

CharacterSet reading_give_up(Reading *reading)
{
    reading->is_known = FALSE;
    return reading_any(reading);
}

gboolean reading_take(Reading *reading, const char *text)
{
    gboolean is_there = g_str_has_prefix(reading->at, text);
    reading->at += is_there ? strlen(text) : 0;
    return is_there;
}

void reading_skip_spaces(Reading *reading)
{
    while (reading->is_extended &&
           (g_ascii_isspace(*reading->at) || *reading->at == '\v' || *reading->at == '#')) {
        gsize length = *reading->at == '#' ? strcspn(reading->at, "\n") : 1;
        reading->at += length;
    }
}

void reading_skip_behind(Reading *reading, char byte)
{
    const char *found = strchr(reading->at, byte);
    if (found == NULL) {
        reading_give_up(reading);
        return;
    }
    reading->at = found + 1;
}

static void add_listed(CharacterSet *set, const CharacterSet *more)
{
    set->is_open = set->is_open || more->is_open ||
                   set->n_listed + more->n_listed > CHARACTERS_LISTED;
    for (guint i = 0; !set->is_open && i < more->n_listed; i++) {
        set->listed[set->n_listed++] = more->listed[i];
    }
}

static void add_set(CharacterSet *set, CharacterSet more)
{
    set->ascii[0] |= more.ascii[0];
    set->ascii[1] |= more.ascii[1];
    add_listed(set, &more);
    if (more.is_wide) {
        set->least = set->is_wide ? MIN(set->least, more.least) : more.least;
        set->most = MAX(set->most, more.most);
        set->is_wide = TRUE;
    }
}

CharacterSet reading_character(Reading *reading, gunichar character)
{
    CharacterSet set = {0};
    if (character >= 0x80) {
        return reading->ignores_case ? reading_any(reading) : make_listed(character);
    }
    add_ascii(&set, (guint8)character, (guint8)character);
    if (reading->ignores_case && g_ascii_isalpha((char)character)) {
        guint8 other = (guint8)character ^ 0x20;
        char lower = g_ascii_tolower((char)character);
        add_ascii(&set, other, other);
        if (lower == 'k' || lower == 's') {
            add_set(&set, make_listed(lower == 'k' ? KELVIN_SIGN : LONG_S));
        }
    }
    return set;
}

/* \p{…}: of three scripts it is known that they are beyond ASCII, and how many bytes they take. */
static CharacterSet read_property(Reading *reading, gboolean is_negated)
{
    static const char *const scripts[] = {"{Han}",    "{Hiragana}",    "{Katakana}",
                                          "{sc:Han}", "{sc:Hiragana}", "{sc:Katakana}"};
    for (gsize i = 0; i < G_N_ELEMENTS(scripts) && !is_negated; i++) {
        if (reading_take(reading, scripts[i])) {
            return make_wide(3, CHARACTER_MAX);
        }
    }
    if (*reading->at == '{') {
        reading_skip_behind(reading, '}');
    } else {
        reading->at += *reading->at != '\0' ? 1 : 0;
    }
    return reading_any(reading);
}

static CharacterSet read_code_point(Reading *reading)
{
    if (*reading->at == '{') {
        reading_skip_behind(reading, '}');
        return reading_any(reading);
    }
    for (gsize i = 0; i < 2 && g_ascii_isxdigit(*reading->at); i++) {
        reading->at++;
    }
    return reading_any(reading);
}

/* What a \ with a letter stands for that is one character of ASCII; FALSE when it is another. */
static gboolean find_class_escape(char letter, CharacterSet *set)
{
    static const struct {
        char letter;
        const char *ranges; /* pairs of first and last */
    } rows[] = {
        {'d', "09"},   {'w', "09AZ__az"}, {'s', "\t\r  "}, {'r', "\r\r"},     {'n', "\n\n"},
        {'t', "\t\t"}, {'f', "\f\f"},     {'a', "\a\a"},   {'e', "\033\033"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (const char *at = rows[i].ranges; rows[i].letter == letter && *at != '\0'; at += 2) {
            add_ascii(set, (guint8)at[0], (guint8)at[1]);
        }
        if (rows[i].letter == letter) {
            return TRUE;
        }
    }
    return FALSE;
}

/* What a \ stands for, its letter being the next byte. Within a class \b is a character. */
CharacterSet reading_escape(Reading *reading)
{
    char letter = *reading->at;
    CharacterSet set = {0};
    if (letter == '\0' || strchr("0123456789gkKQERXNouc", letter) != NULL) {
        return reading_give_up(reading);
    }
    if ((guint8)letter >= 0x80) {
        gunichar character = g_utf8_get_char(reading->at);
        reading->at = g_utf8_next_char(reading->at);
        return reading_character(reading, character);
    }
    reading->at++;
    if (letter == 'p' || letter == 'P') {
        return read_property(reading, letter == 'P');
    }
    if (letter == 'x') {
        return read_code_point(reading);
    }
    if (find_class_escape(letter, &set)) {
        return set;
    }
    return g_ascii_isalpha(letter) ? reading_any(reading)
                                   : reading_character(reading, (guint8)letter);
}

/* All from one character to another, both as they stand in a class. */
static CharacterSet range_set(Reading *reading, gunichar first, gunichar last)
{
    CharacterSet set = {0};
    for (gunichar c = first; c <= last && c < 0x80; c++) {
        add_set(&set, reading_character(reading, c));
    }
    if (last >= 0x80) {
        guint least = (guint)g_unichar_to_utf8(MAX(first, 0x80), NULL);
        guint most = (guint)g_unichar_to_utf8(last, NULL);
        add_set(&set, reading->ignores_case ? reading_any(reading) : make_wide(least, most));
    }
    return set;
}

/* One member of a class: an escape, a character, or a range of them. */
static CharacterSet read_member(Reading *reading)
{
    if (reading_take(reading, "[:")) {
        reading_skip_behind(reading, ':');
        reading_take(reading, "]");
        return reading_any(reading);
    }
    gboolean is_escape = reading_take(reading, "\\");
    /* Octal digits and \b, a backspace here, are left to what is not known. */
    if (is_escape && g_ascii_isalnum(*reading->at)) {
        return *reading->at == 'b' ? reading_give_up(reading) : reading_escape(reading);
    }
    gunichar first = g_utf8_get_char(reading->at);
    reading->at = g_utf8_next_char(reading->at);
    gboolean is_range = reading->at[0] == '-' && reading->at[1] != ']' && reading->at[1] != '\0';
    if (!is_range) {
        return reading_character(reading, first);
    }
    reading->at++;
    if (reading_take(reading, "\\") && g_ascii_isalnum(*reading->at)) {
        CharacterSet ends = reading_escape(reading);
        add_set(&ends, reading_any(reading)); /* [a-\d] is a, a hyphen and digits */
        return ends;
    }
    if (reading->at[0] == '[' && reading->at[1] == ':') {
        return reading_any(reading);
    }
    gunichar last = g_utf8_get_char(reading->at);
    reading->at = g_utf8_next_char(reading->at);
    return range_set(reading, first, last);
}

CharacterSet reading_class(Reading *reading)
{
    CharacterSet set = {0};
    gboolean is_negated = reading_take(reading, "^");
    gboolean is_first = TRUE;
    while (reading->is_known && (*reading->at != ']' || is_first)) {
        is_first = FALSE;
        if (*reading->at == '\0') {
            return reading_give_up(reading);
        }
        add_set(&set, read_member(reading));
    }
    reading_take(reading, "]");
    return is_negated ? reading_any(reading) : set;
}

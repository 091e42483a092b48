#include "base/text.h"

#include <fnmatch.h>
#include <string.h>

static const struct {
    char byte, letter;
} short_escapes[] = {{'\t', 't'}, {'\n', 'n'}, {'\r', 'r'}, {'\\', '\\'}};

static char short_escape_of(char byte)
{
    for (gsize i = 0; i < G_N_ELEMENTS(short_escapes); i++) {
        if (short_escapes[i].byte == byte) {
            return short_escapes[i].letter;
        }
    }
    return '\0';
}

/* What could make a path look like another one: controls, marks and overrides of the direction of
 * writing (Unicode Standard Annex 9), ends of lines; and what no XML may hold (its section 2.2). */
static const struct {
    gunichar first, last;
} hidden[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0x61c, 0x61c},   {0x200e, 0x200f},
    {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfffe, 0xffff},
};

static gboolean is_shown_as_it_is(gunichar character)
{
    for (gsize i = 0; i < G_N_ELEMENTS(hidden); i++) {
        if (character >= hidden[i].first && character <= hidden[i].last) {
            return FALSE;
        }
    }
    return TRUE;
}

static gsize append_escaped(GString *out, const char *from, gsize left)
{
    gunichar character = g_utf8_get_char_validated(from, (gssize)left);
    gboolean valid = character != (gunichar)-1 && character != (gunichar)-2 && *from != '\0';
    gsize size = valid ? (gsize)(g_utf8_next_char(from) - from) : 1;
    char letter = short_escape_of(*from);
    if (letter != '\0') {
        g_string_append_printf(out, "\\%c", letter);
    } else if (valid && is_shown_as_it_is(character)) {
        g_string_append_len(out, from, (gssize)size);
    } else {
        for (gsize i = 0; i < size; i++) {
            g_string_append_printf(out, "\\x%02X", (guint8)from[i]);
        }
    }
    return size;
}

char *daicho_text_escape(const char *bytes, gssize length)
{
    gsize size = length < 0 ? strlen(bytes) : (gsize)length;
    GString *out = g_string_sized_new(size + 16);
    for (gsize at = 0; at < size;) {
        at += append_escaped(out, bytes + at, size - at);
    }
    return g_string_free(out, FALSE);
}

/* Decodes the escape that starts after a backslash; returns how many bytes it took, 0 when wrong. */
static gsize unescape_one(const char *from, GString *out)
{
    if (*from == 'x' && g_ascii_isxdigit(from[1]) && g_ascii_isxdigit(from[2])) {
        g_string_append_c(
            out, (char)(g_ascii_xdigit_value(from[1]) * 16 + g_ascii_xdigit_value(from[2])));
        return 3;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(short_escapes); i++) {
        if (short_escapes[i].letter == *from) {
            g_string_append_c(out, short_escapes[i].byte);
            return 1;
        }
    }
    return 0;
}

char *daicho_text_unescape(const char *text, gsize *length)
{
    g_autoptr(GString) out = g_string_new(NULL);
    while (*text != '\0') {
        if (*text != '\\') {
            g_string_append_c(out, *text++);
            continue;
        }
        gsize taken = unescape_one(text + 1, out);
        if (taken == 0) {
            return NULL;
        }
        text += 1 + taken;
    }
    if (length != NULL) {
        *length = out->len;
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static guint edit_distance(const char *one, const char *other)
{
    gsize width = strlen(other);
    g_autofree guint *row = g_new(guint, width + 1);
    for (gsize i = 0; i <= width; i++) {
        row[i] = (guint)i;
    }
    for (gsize line = 1; one[line - 1] != '\0'; line++) {
        guint diagonal = row[0];
        row[0] = (guint)line;
        for (gsize i = 1; i <= width; i++) {
            guint replaced = diagonal + (one[line - 1] == other[i - 1] ? 0 : 1);
            diagonal = row[i];
            row[i] = MIN(replaced, MIN(row[i], row[i - 1]) + 1);
        }
    }
    return row[width];
}

const char *daicho_text_nearest(const char *word, const char *const *candidates)
{
    const char *nearest = NULL;
    guint least = (guint)strlen(word) / 3 + 2;
    for (; *candidates != NULL; candidates++) {
        guint distance = edit_distance(word, *candidates);
        if (distance < least) {
            least = distance;
            nearest = *candidates;
        }
    }
    return nearest;
}

/* A glob in which nothing but stars is special. Bytes do for characters: no character of UTF-8 begins
 * within another. */
static gboolean matches_stars(const char *glob, const char *path)
{
    const char *star = strchrnul(glob, '*');
    gsize length = (gsize)(star - glob);
    if (*star == '\0') {
        return strcmp(glob, path) == 0;
    }
    if (strncmp(glob, path, length) != 0) {
        return FALSE;
    }
    path += length;
    for (glob = star + 1; (star = strchr(glob, '*')) != NULL; glob = star + 1) {
        length = (gsize)(star - glob);
        path = memmem(path, strlen(path), glob, length);
        if (path == NULL) {
            return FALSE;
        }
        path += length;
    }
    return g_str_has_suffix(path, glob);
}

/* fnmatch turns both into wide characters first, which costs more than all else. */
static gboolean matches(const char *glob, const char *path)
{
    return strpbrk(glob, "?[\\") == NULL ? matches_stars(glob, path) : fnmatch(glob, path, 0) == 0;
}

gboolean daicho_text_glob(const char *glob, const char *path)
{
    return matches(glob, path) || (g_str_has_prefix(glob, "**/") && matches(glob + 3, path));
}

guint daicho_text_width(const char *text)
{
    guint width = 0;
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        gunichar character = g_utf8_get_char(text);
        if (g_unichar_iszerowidth(character)) {
            continue;
        }
        width += g_unichar_iswide(character) ? 2 : 1;
    }
    return width;
}

static char *format_utc(gint64 unix_s, const char *format)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(unix_s);
    return time != NULL ? g_date_time_format(time, format) : g_strdup("?");
}

char *daicho_time_format(gint64 unix_s)
{
    return format_utc(unix_s, "%Y-%m-%dT%H:%M:%SZ");
}

char *daicho_date_format(gint64 unix_s)
{
    return format_utc(unix_s, "%Y-%m-%d");
}

char *daicho_date_format_in(gint64 unix_s, GTimeZone *zone)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(unix_s);
    g_autoptr(GDateTime) time = utc != NULL && zone != NULL ? g_date_time_to_timezone(utc, zone)
                                                            : NULL;
    return time != NULL ? g_date_time_format(time, "%Y-%m-%d") : daicho_date_format(unix_s);
}

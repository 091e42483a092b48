#include "scanner/text_window.h"

#include <string.h>

#include "base/error.h"

enum { WINDOW_BYTES = 4 << 20 };

struct TextWindows {
    Source *source;
    const Charset *charset;
    gboolean ascii_only;
    CharsetConverter *converter;
    GByteArray *bytes;   /* read and not yet given away */
    gint64 bytes_offset; /* of bytes in the original */
    gboolean source_ended;
    gsize used; /* bytes of the current window */
    GString *text;
    GArray *lines; /* of DaichoRecord */
    ExtractMap map;
    guint64 next_line; /* number of the first line of the next window */
    gboolean in_line;  /* the last window ended within a line */
    guint64 invalid;
};

TextWindows *text_windows_new(Source *source, const Charset *charset, gboolean ascii_only)
{
    TextWindows *windows = g_new0(TextWindows, 1);
    windows->source = source;
    windows->charset = charset;
    windows->ascii_only = ascii_only;
    windows->bytes = g_byte_array_new();
    windows->text = g_string_new(NULL);
    windows->lines = g_array_new(FALSE, FALSE, sizeof(DaichoRecord));
    windows->map.points = g_array_new(FALSE, FALSE, sizeof(MapPoint));
    windows->next_line = 1;
    return windows;
}

void text_windows_free(TextWindows *windows)
{
    if (windows == NULL) {
        return;
    }
    g_clear_pointer(&windows->converter, charset_converter_free);
    g_byte_array_unref(windows->bytes);
    g_string_free(windows->text, TRUE);
    g_array_unref(windows->lines);
    g_array_unref(windows->map.points);
    g_free(windows);
}

const Charset *text_windows_get_charset(const TextWindows *windows)
{
    return windows->charset;
}

guint64 text_windows_get_invalid(const TextWindows *windows)
{
    return windows->invalid;
}

const char *text_windows_get_text(const TextWindows *windows, gsize *length)
{
    *length = windows->text->len;
    return windows->text->str;
}

const DaichoRecord *text_windows_get_lines(const TextWindows *windows, gsize *n_lines)
{
    *n_lines = windows->lines->len;
    return (const DaichoRecord *)(gpointer)windows->lines->data;
}

const ExtractMap *text_windows_get_map(const TextWindows *windows)
{
    return &windows->map;
}

gboolean text_windows_is_last(const TextWindows *windows)
{
    return windows->source_ended && windows->used == windows->bytes->len;
}

/* Drops the last window's bytes and reads until a window is full. */
static gboolean refill(TextWindows *windows, GError **error)
{
    if (windows->used > 0) {
        g_byte_array_remove_range(windows->bytes, 0, (guint)windows->used);
        windows->bytes_offset += (gint64)windows->used;
        windows->used = 0;
    }
    while (!windows->source_ended && windows->bytes->len < WINDOW_BYTES) {
        guint before = windows->bytes->len;
        guint room = WINDOW_BYTES - before;
        g_byte_array_set_size(windows->bytes, WINDOW_BYTES);
        gssize got = source_read(windows->source, windows->bytes->data + before, room, error);
        g_byte_array_set_size(windows->bytes, before + (guint)MAX(got, 0));
        if (got < 0) {
            return FALSE;
        }
        windows->source_ended = got == 0;
    }
    return TRUE;
}

/* The code unit at a place that is a whole number of units. */
static guint32 unit_at(const Charset *charset, const guint8 *bytes)
{
    guint32 value = 0;
    for (guint i = 0; i < charset->unit; i++) {
        guint place = charset->is_big_endian ? i : charset->unit - 1 - i;
        value = value << 8 | bytes[place];
    }
    return value;
}

/* Where the line that begins at start ends, its line end included; length when it has none. */
static gsize find_line_end(const Charset *charset, const guint8 *bytes, gsize start, gsize length)
{
    if (charset->unit == 1) {
        const guint8 *found = memchr(bytes + start, '\n', length - start);
        return found != NULL ? (gsize)(found - bytes) + 1 : length;
    }
    for (gsize i = start; i + charset->unit <= length; i += charset->unit) {
        if (unit_at(charset, bytes + i) == '\n') {
            return i + charset->unit;
        }
    }
    return length;
}

/* The end of the last whole line among bytes; 0 when there is none. */
static gsize find_last_line_end(const Charset *charset, const guint8 *bytes, gsize length)
{
    gsize whole = length - length % charset->unit;
    for (gsize i = whole; i >= charset->unit; i -= charset->unit) {
        if (unit_at(charset, bytes + i - charset->unit) == '\n') {
            return i;
        }
    }
    return 0;
}

/* A line longer than a window is cut where no value is likely to be: after a comma, bracket or
 * space, else anywhere. */
static gsize find_cut(const Charset *charset, const guint8 *bytes, gsize length)
{
    static const char *const places[] = {",;>}\"\t", " "};
    gsize whole = length - length % charset->unit;
    gsize lowest = whole > SOURCE_PEEK_BYTES ? whole - SOURCE_PEEK_BYTES : charset->unit;
    for (gsize k = 0; k < G_N_ELEMENTS(places) && charset->unit == 1; k++) {
        for (gsize i = whole; i > lowest; i--) {
            if (bytes[i - 1] < 0x40 && strchr(places[k], bytes[i - 1]) != NULL &&
                bytes[i - 1] != '\0') {
                return i;
            }
        }
    }
    return whole;
}

/* Only ASCII was seen so far: the first other byte decides. */
static void detect_again(TextWindows *windows, const guint8 *bytes, gsize length)
{
    gsize first = 0;
    while (first < length && bytes[first] < 0x80 && bytes[first] != 0x1b) {
        first++;
    }
    if (first == length) {
        return;
    }
    gboolean ascii_only = FALSE;
    gsize looked_at = MIN(length - first, (gsize)SOURCE_PEEK_BYTES);
    const Charset *charset = charset_detect(bytes + first, looked_at, &ascii_only);
    if (charset != NULL && charset->unit == 1 && charset->bom == 0) {
        windows->charset = charset;
        windows->ascii_only = ascii_only;
    }
}

static gboolean ends_shifted(const guint8 *bytes, gsize length, gboolean shifted)
{
    for (gsize i = 0; i + 2 < length; i++) {
        if (bytes[i] == 0x1b) {
            shifted = bytes[i + 1] == '$';
        }
    }
    return shifted;
}

/* Adds one line's text, and the point where it begins. */
static void add_line(TextWindows *windows, gsize start, gsize end)
{
    const guint8 *bytes = windows->bytes->data;
    const MapPoint point = {windows->text->len, windows->bytes_offset + (gint64)start};
    g_array_append_val(windows->map.points, point);
    gboolean is_first = point.original == 0;
    gsize bom = is_first ? MIN(windows->charset->bom, end - start) : 0;
    if (bom > 0) {
        /* The mark belongs to the first line but has no text. */
        const MapPoint after = {windows->text->len, (gint64)bom};
        g_array_append_val(windows->map.points, after);
    }
    if (windows->map.kind == MAP_SAME) {
        g_string_append_len(windows->text, (const char *)bytes + start + bom,
                            (gssize)(end - start - bom));
        return;
    }
    gsize from = start + bom;
    while (from < end) {
        from += charset_convert(windows->converter, bytes + from, end - from, from == start,
                                G_MAXSIZE / 4, windows->text, &windows->invalid);
    }
    if (windows->charset->has_shift_states && ends_shifted(bytes + start, end - start, FALSE)) {
        windows->map.is_broken = TRUE;
    }
}

static void add_lines(TextWindows *windows, gsize length)
{
    for (gsize start = 0; start < length;) {
        gsize end = find_line_end(windows->charset, windows->bytes->data, start, length);
        DaichoRecord line = {.start = windows->text->len, .number = windows->next_line};
        add_line(windows, start, end);
        line.end = windows->text->len;
        g_array_append_val(windows->lines, line);
        windows->next_line++;
        start = end;
    }
    const MapPoint last = {windows->text->len, windows->bytes_offset + (gint64)length};
    g_array_append_val(windows->map.points, last);
}

static gboolean prepare_map(TextWindows *windows, gsize length, GError **error)
{
    gboolean is_plain = strcmp(windows->charset->iconv, "UTF-8") == 0 &&
                        g_utf8_validate_len((const char *)windows->bytes->data, length, NULL);
    windows->map.kind = is_plain ? MAP_SAME : MAP_CONVERTED;
    windows->map.bytes = windows->bytes->data;
    windows->map.bytes_offset = windows->bytes_offset;
    windows->map.bytes_length = length;
    windows->map.is_broken = windows->in_line;
    g_array_set_size(windows->map.points, 0);
    if (!is_plain && windows->converter == NULL) {
        windows->converter = charset_converter_new(windows->charset);
        if (windows->converter == NULL) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "no converter for charset %s",
                        windows->charset->name);
            return FALSE;
        }
    }
    windows->map.converter = windows->converter;
    return TRUE;
}

gboolean text_windows_next(TextWindows *windows, GError **error)
{
    if (!refill(windows, error) || windows->bytes->len == 0) {
        return FALSE;
    }
    gsize length = windows->bytes->len;
    gboolean was_in_line = windows->in_line;
    windows->in_line = FALSE;
    if (!windows->source_ended) {
        gsize whole = find_last_line_end(windows->charset, windows->bytes->data, length);
        windows->in_line = whole == 0;
        length = whole > 0 ? whole : find_cut(windows->charset, windows->bytes->data, length);
    }
    if (windows->ascii_only) {
        detect_again(windows, windows->bytes->data, length);
    }
    g_string_truncate(windows->text, 0);
    g_array_set_size(windows->lines, 0);
    if (!prepare_map(windows, length, error)) {
        return FALSE;
    }
    windows->map.is_broken = was_in_line || windows->in_line;
    windows->next_line -= was_in_line ? 1 : 0;
    add_lines(windows, length);
    windows->used = length;
    return TRUE;
}

void text_windows_unread(TextWindows *windows, gsize index)
{
    const DaichoRecord *line = &g_array_index(windows->lines, DaichoRecord, index);
    gint64 original = extract_map_offset(&windows->map, line->start);
    windows->used = (gsize)(original - windows->bytes_offset);
    windows->next_line = line->number;
    windows->in_line = FALSE;
    g_string_truncate(windows->text, line->start);
    g_array_set_size(windows->lines, (guint)index);
}

static gint64 convert_up_to(const ExtractMap *map, const MapPoint *point, gsize offset)
{
    g_autoptr(GString) text = g_string_new(NULL);
    guint64 invalid = 0;
    gsize start = (gsize)(point->original - map->bytes_offset);
    gsize wanted = offset - point->text;
    gsize taken = 0;
    while (text->len < wanted && start + taken < map->bytes_length) {
        gsize more = charset_convert(map->converter, map->bytes + start + taken,
                                     map->bytes_length - start - taken, taken == 0,
                                     wanted - text->len, text, &invalid);
        if (more == 0) {
            return -1;
        }
        taken += more;
    }
    return text->len == wanted ? point->original + (gint64)taken : -1;
}

gint64 extract_map_offset(const ExtractMap *map, gsize offset)
{
    if (map == NULL || map->is_broken || map->points->len == 0) {
        return -1;
    }
    guint low = 0;
    guint high = map->points->len;
    while (high - low > 1) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(map->points, MapPoint, middle).text <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const MapPoint *point = &g_array_index(map->points, MapPoint, low);
    if (point->text == offset) {
        /* Of two points at one place, the first: a record keeps the mark before it. */
        while (low > 0 && g_array_index(map->points, MapPoint, low - 1).text == offset) {
            low--;
        }
        return g_array_index(map->points, MapPoint, low).original;
    }
    switch (map->kind) {
    case MAP_SAME:
        return point->original + (gint64)(offset - point->text);
    case MAP_CONVERTED:
        return convert_up_to(map, point, offset);
    case MAP_POINTS:
    default:
        return -1;
    }
}

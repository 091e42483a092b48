#include "scanner/text_window.h"

#include <string.h>

/* Puts the converter into the state that it has within a line, by the last escape before the place.
 * FALSE when it is that of the line's start. Text is empty, and stays so. */
static gboolean shift_to(const ExtractMap *map, gsize place, GString *text)
{
    enum { ESCAPE = 0x1b, LEAST_BYTES = 3 };
    if (!charset_converter_is_escaped(map->converter)) {
        return FALSE;
    }
    const guint8 *before = memrchr(map->bytes, '\n', place);
    const guint8 *line = before != NULL ? before + 1 : map->bytes;
    const guint8 *end = map->bytes + place;
    const guint8 *at = end;
    while ((at = memrchr(line, ESCAPE, (gsize)(at - line))) != NULL) {
        gsize left = (gsize)(end - at);
        if (left < LEAST_BYTES || left < charset_escape_length(at)) {
            continue;
        }
        guint64 invalid = 0;
        charset_convert(map->converter, at, charset_escape_length(at), TRUE, G_MAXSIZE / 4, text,
                        &invalid);
        if (text->len == 0 && invalid == 0) {
            return TRUE;
        }
        g_string_truncate(text, 0); /* it shifts to nothing: the one before it does */
    }
    return FALSE;
}

static gint64 convert_up_to(const ExtractMap *map, const MapPoint *point, gsize offset)
{
    g_autoptr(GString) text = g_string_new(NULL);
    guint64 invalid = 0;
    gsize start = (gsize)(point->original - map->bytes_offset);
    gsize wanted = offset - point->text;
    gsize taken = 0;
    gboolean is_shifted = shift_to(map, start, text);
    while (text->len < wanted && start + taken < map->bytes_length) {
        gsize more = charset_convert(map->converter, map->bytes + start + taken,
                                     map->bytes_length - start - taken, taken == 0 && !is_shifted,
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

/* How many locators begin at offset or before. */
static guint count_locators(const ExtractMap *map, gsize offset)
{
    guint low = 0;
    guint high = map->locators->len;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(map->locators, MapLocator, middle).text <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const char *extract_map_locator(const ExtractMap *map, gsize offset)
{
    guint before = map != NULL && map->locators != NULL ? count_locators(map, offset) : 0;
    return before > 0 ? g_array_index(map->locators, MapLocator, before - 1).locator : "";
}

gsize extract_map_next_locator(const ExtractMap *map, gsize offset)
{
    guint before = map != NULL && map->locators != NULL ? count_locators(map, offset) : 0;
    gboolean has_next = map != NULL && map->locators != NULL && before < map->locators->len;
    return has_next ? g_array_index(map->locators, MapLocator, before).text : G_MAXSIZE;
}

#include "scanner/text_window.h"

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

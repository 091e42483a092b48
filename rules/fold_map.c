#include "rules/fold.h"

void fold_map_make_room(FoldMap *map)
{
    map->room = map->room > 0 ? map->room * 2 : 64;
    map->points = g_renew(FoldPoint, map->points, map->room);
}

void fold_map_clear(FoldMap *map)
{
    g_free(map->points);
    *map = (FoldMap){0};
}

/* The offset in one text of a point. */
static gsize get_offset(const FoldPoint *point, gboolean is_original)
{
    return is_original ? point->original : point->folded;
}

/* How many points begin at offset or before. */
static gsize count_points(const FoldMap *map, gboolean is_original, gsize offset)
{
    gsize low = 0;
    gsize high = map->n_points;
    while (low < high) {
        gsize middle = low + (high - low) / 2;
        if (get_offset(&map->points[middle], is_original) <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static FoldPoint get_point(const FoldMap *map, gsize count)
{
    return count > 0 ? map->points[count - 1] : (FoldPoint){0, 0};
}

static gboolean goes_on(char byte)
{
    return ((guint8)byte & 0xc0) == 0x80;
}

gsize fold_map_to_original(const FoldMap *map, const char *folded, gsize offset)
{
    const FoldPoint point = get_point(map, count_points(map, FALSE, offset));
    while (offset > point.folded && goes_on(folded[offset])) {
        offset--;
    }
    return point.original + (offset - point.folded);
}

gsize fold_map_to_folded(const FoldMap *map, const char *folded, gsize length, gsize offset)
{
    gsize count = count_points(map, TRUE, offset);
    const FoldPoint point = get_point(map, count);
    gsize end = count < map->n_points ? map->points[count].folded : length;
    gsize place = point.folded + (offset - point.original);
    while (place < end && goes_on(folded[place])) {
        place++;
    }
    return MIN(place, end);
}

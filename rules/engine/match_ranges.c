#include "rules/engine/match_ranges.h"

#include <string.h>

void match_ranges_add(GArray **ranges, MatchRange range)
{
    if (*ranges == NULL) {
        *ranges = g_array_new(FALSE, FALSE, sizeof(MatchRange));
    }
    if ((*ranges)->len > 0) {
        MatchRange *last = &g_array_index(*ranges, MatchRange, (*ranges)->len - 1);
        if (range.first >= last->first && range.first <= (gsize)last->last + 1) {
            last->last = MAX(last->last, range.last);
            return;
        }
    }
    g_array_append_val(*ranges, range);
}

static gint compare_ranges(gconstpointer one, gconstpointer other)
{
    const MatchRange *a = one;
    const MatchRange *b = other;
    return a->first < b->first ? -1 : a->first > b->first;
}

void match_ranges_settle(GArray *ranges)
{
    guint kept = 0;
    g_array_sort(ranges, compare_ranges);
    for (guint i = 1; i < ranges->len; i++) {
        MatchRange *last = &g_array_index(ranges, MatchRange, kept);
        const MatchRange *next = &g_array_index(ranges, MatchRange, i);
        if (next->first <= (gsize)last->last + 1) {
            last->last = MAX(last->last, next->last);
        } else {
            g_array_index(ranges, MatchRange, ++kept) = *next;
        }
    }
    g_array_set_size(ranges, MIN(ranges->len, kept + 1));
}

/* A match whose first one is at an index starts behind the one before, and not so early that the last
 * that it needs would be too far. */
GArray *match_ranges_near(const GArray *places, guint least, gsize most_bytes)
{
    GArray *ranges = NULL;
    gsize behind = 0;
    for (guint i = 0; i + least <= places->len; i++) {
        gsize own = g_array_index(places, guint32, i);
        gsize needed = g_array_index(places, guint32, i + least - 1);
        if (needed - own < most_bytes) {
            gsize near = needed >= most_bytes ? needed + 1 - most_bytes : 0;
            match_ranges_add(&ranges, (MatchRange){(guint32)MAX(behind, near), (guint32)own});
        }
        behind = own + 1;
    }
    return ranges;
}

/* So many bytes are looked over at once: most of them have none. */
enum { PLACES_BLOCK = 64 };

static gboolean has_any(const guint8 *bytes, gsize length, guint8 first, guint8 width)
{
    guint8 any = 0;
    for (gsize i = 0; i < length; i++) {
        any |= (guint8)(bytes[i] - first) <= width ? 1 : 0;
    }
    return any != 0;
}

static GArray *find_all(const char *text, gsize length, guint8 byte)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(guint32));
    const char *end = text + length;
    for (const char *at = text; (at = memchr(at, byte, (gsize)(end - at))) != NULL; at++) {
        guint32 place = (guint32)(at - text);
        g_array_append_val(places, place);
    }
    return places;
}

GArray *match_places_of(const char *text, gsize length, guint8 first, guint8 last)
{
    if (first == last) {
        return find_all(text, length, first);
    }
    GArray *places = g_array_new(FALSE, FALSE, sizeof(guint32));
    const guint8 *bytes = (const guint8 *)text;
    guint8 width = (guint8)(last - first);
    for (gsize block = 0; block < length; block += PLACES_BLOCK) {
        gsize end = MIN(block + PLACES_BLOCK, length);
        gboolean is_whole = end - block == PLACES_BLOCK;
        if (is_whole && !has_any(bytes + block, PLACES_BLOCK, first, width)) {
            continue;
        }
        for (gsize i = block; i < end; i++) {
            guint32 place = (guint32)i;
            if ((guint8)(bytes[i] - first) <= width) {
                g_array_append_val(places, place);
            }
        }
    }
    return places;
}

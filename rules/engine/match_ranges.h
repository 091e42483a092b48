#ifndef DAICHO_RULES_ENGINE_MATCH_RANGES_H
#define DAICHO_RULES_ENGINE_MATCH_RANGES_H

#include <glib.h>

/* Places of a text where a match can start, both included. Texts are below 4 GiB. */
typedef struct {
    guint32 first, last;
} MatchRange;

/* Adds one to an array that is made when the first one comes. Where it touches the last one both
 * become one. */
void match_ranges_add(GArray **ranges, MatchRange range);

/* Ascending and apart, in whichever order they came. */
void match_ranges_settle(GArray *ranges);

/* Where matches can start that hold at least so many of what stands at the places (of guint32,
 * ascending) and take at most so many bytes; NULL: nowhere. */
GArray *match_ranges_near(const GArray *places, guint least, gsize most_bytes);

/* Where a text has bytes from first to last: an array of guint32. */
GArray *match_places_of(const char *text, gsize length, guint8 first, guint8 last);

#endif

#ifndef DAICHO_RULES_FOLD_H
#define DAICHO_RULES_FOLD_H

#include "rules/rules.h"

/* From a folded place on, the text goes on at an original place, until the next point. */
typedef struct {
    guint32 folded, original;
} FoldPoint;

/* The way between a text below 4 GiB and its matching view: a point where each begins to go on at
 * another distance, in ascending order. Without points offsets are the same. */
typedef struct {
    FoldPoint *points; /* owned */
    gsize n_points, room;
} FoldMap;

void fold_map_make_room(FoldMap *map);

static inline void fold_map_add(FoldMap *map, gsize folded, gsize original)
{
    if (map->n_points == map->room) {
        fold_map_make_room(map);
    }
    map->points[map->n_points++] = (FoldPoint){(guint32)folded, (guint32)original};
}

void fold_map_clear(FoldMap *map);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(FoldMap, fold_map_clear)

/* Where the character begins that the folded text has at this offset; the text's length for its end. */
gsize fold_map_to_original(const FoldMap *map, const char *folded, gsize offset);

/* The first place in the folded text, of this length, that comes from offset or later. */
gsize fold_map_to_folded(const FoldMap *map, const char *folded, gsize length, gsize offset);

/* As daicho_rules_fold, with the way back (fold_map_clear); map is empty before. Of bytes that are not
 * UTF-8, as of a character that the end cuts, nothing folds. */
char *fold_with_map(const char *text, gsize length, gsize *folded_length, FoldMap *map);

/* Whether folding could change the text. A TRUE too many costs time only. */
gboolean fold_is_needed(const char *text, gsize length);

/* The first character at from or behind it that may fold; length when there is none. What depends on a
 * digit before it is found where that digit is ASCII in the text itself. */
gsize fold_find(const guint8 *text, gsize from, gsize length);

/* The same, byte by byte: what the other must agree with. */
gsize fold_find_plainly(const guint8 *text, gsize from, gsize length);

#endif

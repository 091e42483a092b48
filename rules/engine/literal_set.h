#ifndef DAICHO_RULES_ENGINE_LITERAL_SET_H
#define DAICHO_RULES_ENGINE_LITERAL_SET_H

#include <glib.h>

/* Longer texts are not made, larger sets given up. */
enum { LITERAL_BYTES = 24, LITERALS_MAX = 2048 };

/*
 * Bytes that stand in a match as they are. Where case is ignored, the Kelvin sign and the long s, which
 * are a k and an s then (Unicode, CaseFolding.txt), are left out: who looks for literals must look for
 * those two, too.
 */
typedef struct {
    char text[LITERAL_BYTES];
    guint8 length;
    gboolean ignores_case; /* of letters of ASCII, which are small ones here */
    guint16 reach;         /* bytes from the start of a match to it, at most */
} Literal;

/* Sets of literals: arrays of Literal, which the caller owns. */
GArray *literal_set_new(void);

/* The empty text alone. */
GArray *literal_set_of_nothing(void);

/* How many of them a byte of usual text has, roughly. */
double literal_set_rate(const GArray *set);

/* Without those that begin with another: where they stand, that one does. */
GArray *literal_set_shorten(const GArray *set);

/* Every text of one behind every text of the other; NULL when those are too many or too long. */
GArray *literal_set_multiply(const GArray *one, const GArray *other);

/* So often behind itself; NULL as above. */
GArray *literal_set_raise(const GArray *set, guint times);

/* Adds other texts; FALSE when there are none (NULL), or become too many. */
gboolean literal_set_add(GArray *set, const GArray *texts);

/* Small letters throughout, where a text is to be found in any case. */
void literal_set_fold_case(GArray *set);

#endif

#ifndef DAICHO_RULES_ENGINE_PATTERN_SHAPE_H
#define DAICHO_RULES_ENGINE_PATTERN_SHAPE_H

#include <glib.h>

#include "rules/engine/pattern_tree.h"

/* What is looked at from the start of a match on, and how many ways a pattern's matches may go. */
enum { SHAPE_BYTES = 8, SHAPES_MAX = 8 };

/*
 * What is sure of all matches that go one way through a pattern. Never too little is allowed, never
 * too much required (R1).
 */
typedef struct {
    gsize most;         /* bytes that a match takes at most; G_MAXSIZE: unbounded or not known */
    guint digits;       /* ASCII digits that it holds at least */
    guint ats;          /* "@" that it holds at least */
    guint wides;        /* characters beyond ASCII that it holds at least */
    guint16 lengths;    /* bit n: it may take n bytes; bit SHAPE_BYTES: so many or more */
    guint16 not_before; /* classes that the byte before it is not of */
    guint16 at[SHAPE_BYTES]; /* classes that its n-th byte may be of, when it has one */
} Shape;

typedef struct {
    guint n;
    Shape shapes[SHAPES_MAX];
} Shapes;

/* Derived from the pattern alone. What could not be read (NULL) has one shape that allows everything. */
Shapes pattern_shapes(const PatternNode *pattern);

/* The classes that the n-th byte from the start of a match may be of; all when it may have ended. */
guint16 shape_at(const Shape *shape, guint n);

/* One shape that allows all that one of the two does. */
Shape shape_unite(const Shape *one, const Shape *other);

#endif

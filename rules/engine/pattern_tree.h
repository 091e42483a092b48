#ifndef DAICHO_RULES_ENGINE_PATTERN_TREE_H
#define DAICHO_RULES_ENGINE_PATTERN_TREE_H

#include "rules/engine/pattern_reading.h"

/*
 * A pattern taken apart, so far as it tells what its matches hold: what is captured, atomic, greedy or
 * possessive is left out. What it allows is never less than what the pattern does.
 */
typedef enum {
    NODE_SET,      /* one character */
    NODE_SEQUENCE, /* its parts one behind the other; none: the empty text */
    NODE_CHOICE,   /* one of its parts */
    NODE_REPEAT,   /* its one part, several times */
    NODE_AHEAD,    /* its one part follows, without being consumed */
    NODE_EDGE,     /* another condition on a place: it consumes nothing */
} PatternNodeKind;

typedef struct {
    PatternNodeKind kind;
    CharacterSet set;   /* NODE_SET */
    GPtrArray *parts;   /* of PatternNode, owned */
    guint least, most;  /* NODE_REPEAT: times; G_MAXUINT: without end */
    guint16 not_before; /* NODE_EDGE: classes that the byte before is surely not of */
} PatternNode;

/* NULL when something in the pattern is not known here. */
PatternNode *pattern_tree_read(const char *pattern);
void pattern_tree_free(PatternNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternNode, pattern_tree_free)

/* The index-th part. */
const PatternNode *pattern_tree_part(const PatternNode *node, guint index);

#endif

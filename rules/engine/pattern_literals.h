#ifndef DAICHO_RULES_ENGINE_PATTERN_LITERALS_H
#define DAICHO_RULES_ENGINE_PATTERN_LITERALS_H

#include "rules/engine/pattern_tree.h"

/* Longer texts are cut into several, and larger sets given up. */
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

/*
 * Texts of which each match of a pattern holds one (the prefilter of search engines: Cox, Regular
 * Expression Matching with a Trigram Index), the best that was seen: what is looked for first.
 */
typedef struct {
    GArray *texts; /* of Literal; NULL when there are none */
    double rate;   /* how many of them a byte of usual text has */
} PatternLiterals;

/* Derived from the pattern alone; NULL: a pattern that could not be read. */
PatternLiterals pattern_literals(const PatternNode *pattern);
void pattern_literals_clear(PatternLiterals *literals);

#endif

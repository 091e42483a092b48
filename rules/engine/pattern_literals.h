#ifndef DAICHO_RULES_ENGINE_PATTERN_LITERALS_H
#define DAICHO_RULES_ENGINE_PATTERN_LITERALS_H

#include "rules/engine/literal_set.h"
#include "rules/engine/pattern_tree.h"

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

#ifndef DAICHO_RULES_MATCH_GATE_H
#define DAICHO_RULES_MATCH_GATE_H

#include "rules/match.h"

/*
 * Where matches of a rule can begin: a match of at most most_bytes that holds at least so many
 * digits (or "@") begins near as many of them that stand close together. Nothing else need be tried
 * with PCRE2, and what is tried sees the whole text, so that the matches stay the same (R1).
 */

/* How far one rule has come through a text; begins zeroed. */
typedef struct {
    guint next;   /* index of the first place not behind */
    guint joined; /* up to this one ranges were found to touch */
} GateWalk;

/* FALSE when the rule has no gate for this text: matches can begin anywhere. */
gboolean match_gate_is_set(const MatchView *view, const Rule *rule);

/* The next range of places, both included, where a match can begin at offset or later. FALSE when
 * there is none. offset must not decrease from call to call. */
gboolean match_gate_next(MatchView *view, const Rule *rule, GateWalk *walk, gsize offset,
                         gsize *first, gsize *last);

#endif

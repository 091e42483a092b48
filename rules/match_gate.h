#ifndef DAICHO_RULES_MATCH_GATE_H
#define DAICHO_RULES_MATCH_GATE_H

#include "rules/match.h"

/*
 * The next match of a rule's pattern. PCRE2 is asked only where a match can begin: near an "@" when
 * every match holds one, or at the places that the plan for starts gives. It always sees the whole
 * text, so that the matches are those of PCRE2 alone (R1).
 */

/* How far one rule has come through a text; begins zeroed. */
typedef struct {
    guint next;   /* index of the first place not behind */
    guint joined; /* up to this one ranges were found to touch */
} GateWalk;

typedef enum { GATE_NO_MATCH, GATE_MATCHED, GATE_GAVE_UP } GateAnswer;

/* Looks from offset on for a match of the rule at this index; its places are in the rules'
 * match_data. offset must not decrease from call to call. */
GateAnswer match_gate_next(MatchView *view, guint index, GateWalk *walk, gsize offset);

#endif

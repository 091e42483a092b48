#ifndef DAICHO_RULES_MATCH_GATE_H
#define DAICHO_RULES_MATCH_GATE_H

#include "rules/match.h"

/*
 * The next match of a rule's pattern. PCRE2 is asked only where a match can begin (rule.h, MatchGate). It
 * always sees the whole text, so that the matches are those of PCRE2 alone (R1).
 */

/* How far one rule has come through a text. */
typedef struct {
    GateKind kind;
    GArray *starts;       /* of guint32: the view's; NULL: none */
    const GArray *ranges; /* of MatchRange: borrowed; NULL: none */
    GArray *owned;        /* ranges made for this walk */
    guint next;           /* index of the first place not behind */
    guint kept;           /* of starts, those before next that rules of the same pattern try, too */
} GateWalk;

typedef enum { GATE_NO_MATCH, GATE_MATCHED, GATE_GAVE_UP } GateAnswer;

/* Of the rule at this index. End it with match_gate_end. */
void match_gate_begin(MatchView *view, guint index, GateWalk *walk);
void match_gate_end(GateWalk *walk);

/* Looks from offset on; the places of a match are in the rules' match_data. offset must not decrease
 * from call to call. */
GateAnswer match_gate_next(MatchView *view, guint index, GateWalk *walk, gsize offset);

#endif

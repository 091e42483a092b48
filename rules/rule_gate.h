#ifndef DAICHO_RULES_RULE_GATE_H
#define DAICHO_RULES_RULE_GATE_H

#include "rules/rule.h"

/* Which gate a rule has: chosen by what its pattern says, and by how rare that is in usual text. Only
 * what is sure not to change the matches may make them faster (R1). */

/* Derives the gates and makes the plans in which they are looked for together; anew when the rules
 * changed. Rules with the same pattern (regions' telephones, cards and test cards) have their starts in
 * common. */
void rules_make_plans(DaichoRules *rules);
void rules_forget_plans(DaichoRules *rules);

/* The plan for literals in a text of this kind: borrowed. */
LiteralPlan *rules_get_literals(const DaichoRules *rules, TextKind text);

#endif

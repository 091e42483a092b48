#ifndef DAICHO_RULES_ENGINE_LITERAL_PLAN_H
#define DAICHO_RULES_ENGINE_LITERAL_PLAN_H

#include "rules/engine/match_ranges.h"
#include "rules/engine/pattern_literals.h"

/*
 * Where matches of many rules can start that each hold one of some texts: Vectorscan looks for all
 * texts of all rules at once. It compiles 500 of them in 8 ms, so that nothing is kept on disk. What is
 * tried sees the whole text, so that the matches stay the same (R1).
 * A plan is for one thread at a time.
 */
typedef struct LiteralPlan LiteralPlan;

LiteralPlan *literal_plan_new(guint n_rules);
void literal_plan_free(LiteralPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LiteralPlan, literal_plan_free)

/* The texts of a rule; copied. kinds: bits of the kinds of text in which it is looked for by them. Not
 * to be called after a run. */
void literal_plan_add(LiteralPlan *plan, guint rule, guint kinds, const PatternLiterals *literals);

/* Makes it ready to run, which else the first run does. */
void literal_plan_prepare(LiteralPlan *plan);

/* In a text of one kind, a bit: for every rule, its ranges as an array of MatchRange, ascending and apart; NULL when there
 * are none. length is below 4 GiB. NULL when matches can start anywhere: the processor is
 * too old (x86-64 without SSE4.2), Vectorscan does not find what it should on it (literal_check.h), or the text has a Kelvin sign or a long s. Free the result with literal_ranges_free. */
GArray **literal_plan_run(LiteralPlan *plan, guint kind, const char *text, gsize length);
void literal_ranges_free(const LiteralPlan *plan, GArray **ranges);

#endif

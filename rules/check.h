#ifndef DAICHO_RULES_CHECK_H
#define DAICHO_RULES_CHECK_H

#include "rules/rule.h"

/* Where warnings on one rule go. */
typedef struct {
    DaichoRules *alone; /* a set of this rule and no other */
    const Rule *rule;
    DaichoRuleWarningFunc report;
    gpointer data;
    guint n_warnings;
} RuleCheck;

/* what happens, why it matters, and what to do. Consumes what. */
void rule_check_warn(RuleCheck *check, char *what, const char *why, const char *advice);

/* Patterns that need many steps, measured on texts made against them. */
void rule_check_cost(RuleCheck *check);

/* Steps of the pattern for each character of the text that is worst for it, of those tried, and how
 * many times more when that is twice as long; of which text *worst tells (g_free). */
typedef struct {
    guint64 steps_per_100; /* characters */
    gdouble growth;        /* 2 where the work grows as the text does */
    gboolean gave_up;
    char *worst;
} PatternCost;
PatternCost pattern_cost_measure(const Rule *rule);

/* Rules that find much in texts without personal data. */
void rule_check_breadth(RuleCheck *check);

/* What can be told from the rule and its examples. */
void rule_check_shape(RuleCheck *check);

#endif

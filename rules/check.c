#include "rules/check.h"

void rule_check_warn(RuleCheck *check, char *what, const char *why, const char *advice)
{
    const DaichoRuleWarning warning = {&check->rule->info, what, why, advice};
    check->n_warnings++;
    check->report(&warning, check->data);
    g_free(what);
}

/* The rule is borrowed. */
static DaichoRules *rules_new_alone(const DaichoRules *rules, Rule *rule)
{
    DaichoRules *alone = rules_new();
    g_ptr_array_unref(alone->rules);
    alone->rules = g_ptr_array_new();
    g_ptr_array_add(alone->rules, rule);
    alone->key = rules->key;
    return alone;
}

guint daicho_rules_check(DaichoRules *rules, DaichoRuleWarningFunc report, gpointer data)
{
    guint n_warnings = 0;
    for (guint i = 0; i < rules->rules->len; i++) {
        Rule *rule = g_ptr_array_index(rules->rules, i);
        /* Nobody wrote the patterns of an exact match. */
        if (rule->is_exact) {
            continue;
        }
        g_autoptr(DaichoRules) alone = rules_new_alone(rules, rule);
        RuleCheck check = {alone, rule, report, data, 0};
        rule_check_shape(&check);
        rule_check_cost(&check);
        rule_check_breadth(&check);
        n_warnings += check.n_warnings;
    }
    return n_warnings;
}

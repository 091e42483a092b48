#include "rules/rule.h"

#include <string.h>

#include "rules/columns.h"
#include "rules/context.h"

gboolean label_fits(DaichoRules *rules, const Rule *rule, const char *label, gsize length)
{
    if (rule->column != NULL && context_occurs(rules, rule->column, label, length)) {
        return TRUE;
    }
    for (guint i = 0; i < rule->contexts->len; i++) {
        const RuleContext *context = &g_array_index(rule->contexts, RuleContext, i);
        if (context->points > 0 && context_occurs(rules, context->words, label, length)) {
            return TRUE;
        }
    }
    return FALSE;
}

gboolean daicho_rules_label_fits(DaichoRules *rules, const char *kind, const char *label)
{
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(label, strlen(label), &length);
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        if (!rule->is_disabled && strcmp(rule->info.kind, kind) == 0 &&
            label_fits(rules, rule, folded, length)) {
            return TRUE;
        }
    }
    return FALSE;
}

#include "rules/context.h"

#include <string.h>

typedef struct {
    const Rule *rule;
    guint best; /* confidence of this rule's matches */
    gboolean found;
} Hits;

static void note_hit(const DaichoMatch *match, gpointer data)
{
    Hits *hits = data;
    if (match->rule == &hits->rule->info) {
        hits->found = TRUE;
        hits->best = MAX(hits->best, match->confidence);
    }
}

/* "header|cell" is also read as a cell under that header, as in a table. */
static void run(DaichoRules *rules, const Rule *rule, const char *example, Hits *hits)
{
    const DaichoText text = {.text = example, .length = strlen(example)};
    daicho_rules_match(rules, &text, 0, note_hit, hits, NULL);
    const char *colon = strchr(example, '|');
    if (colon == NULL || rule->column == NULL) {
        return;
    }
    g_autofree char *label = g_strndup(example, (gsize)(colon - example));
    const char *const labels[] = {label};
    const char *value = colon + 1;
    const DaichoCell cell = {.end = strlen(value)};
    const DaichoText table = {
        .text = value,
        .length = strlen(value),
        .cells = &cell,
        .n_cells = 1,
        .labels = labels,
        .n_labels = 1,
    };
    daicho_rules_match(rules, &table, 0, note_hit, hits, NULL);
}

/* Which part did not hold. */
static const char *explain(DaichoRules *rules, const Rule *rule, const char *example,
                           const Hits *hits)
{
    if (hits->found) {
        return "found, but below medium";
    }
    gsize length = 0;
    g_autofree char *folded = daicho_rules_fold(example, strlen(example), &length, NULL);
    if (rule->pattern == NULL || !context_occurs(rules, rule->pattern, folded, length)) {
        return "the pattern does not match";
    }
    return rule->validator != NULL ? "the validator refused it, or another rule took its place"
                                   : "another rule took its place";
}

static guint run_examples(DaichoRules *rules, const Rule *rule, char **examples, gboolean expected,
                          DaichoExampleFunc report, gpointer data)
{
    guint failed = 0;
    for (gsize i = 0; examples != NULL && examples[i] != NULL; i++) {
        Hits hits = {.rule = rule};
        run(rules, rule, examples[i], &hits);
        gboolean matched = hits.found && hits.best >= DAICHO_CONFIDENCE_MEDIUM;
        const DaichoExample example = {
            .rule = &rule->info,
            .example = examples[i],
            .expected = expected,
            .passed = matched == expected,
            .why = matched == expected ? NULL
                   : expected          ? explain(rules, rule, examples[i], &hits)
                                       : "it matches at medium confidence or more",
        };
        failed += example.passed ? 0 : 1;
        report(&example, data);
    }
    return failed;
}

guint daicho_rules_test(DaichoRules *rules, const char *pack, DaichoExampleFunc report,
                        gpointer data)
{
    guint failed = 0;
    for (guint i = 0; i < rules->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(rules->rules, i);
        if (pack == NULL || strcmp(pack, rule->pack) == 0) {
            failed += run_examples(rules, rule, rule->matches, TRUE, report, data);
            failed += run_examples(rules, rule, rule->no_matches, FALSE, report, data);
        }
    }
    return failed;
}

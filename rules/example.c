#include "rules/explain.h"

#include <string.h>

/* "header|cell" as a table of one cell. FALSE when it is none, or the rule reads no columns. */
typedef struct {
    char *label;
    const char *labels[1];
    DaichoCell cell;
    DaichoText text;
} Table;

static gboolean table_init(Table *table, const Rule *rule, const char *example)
{
    const char *bar = strchr(example, '|');
    if (bar == NULL || rule->column == NULL) {
        return FALSE;
    }
    table->label = g_strndup(example, (gsize)(bar - example));
    table->labels[0] = table->label;
    table->cell = (DaichoCell){.end = strlen(bar + 1)};
    table->text = (DaichoText){
        .text = bar + 1,
        .length = table->cell.end,
        .cells = &table->cell,
        .n_cells = 1,
        .labels = table->labels,
        .n_labels = 1,
    };
    return TRUE;
}

/* As running text, and as a table; the one that finds more is told. */
static char *run(DaichoRules *rules, const Rule *rule, const char *example, guint *confidence)
{
    const DaichoText text = {.text = example, .length = strlen(example)};
    Table table = {0};
    g_autofree char *told = explain_rule(rules, rule, &text, confidence);
    if (*confidence < DAICHO_CONFIDENCE_MEDIUM && table_init(&table, rule, example)) {
        g_free(told);
        told = explain_rule(rules, rule, &table.text, confidence);
        g_free(table.label);
    }
    return g_steal_pointer(&told);
}

static guint run_examples(DaichoRules *rules, const Rule *rule, char **examples, gboolean expected,
                          DaichoExampleFunc report, gpointer data)
{
    guint failed = 0;
    for (gsize i = 0; examples != NULL && examples[i] != NULL; i++) {
        guint confidence = 0;
        g_autofree char *why = run(rules, rule, examples[i], &confidence);
        gboolean passed = (confidence >= DAICHO_CONFIDENCE_MEDIUM) == expected;
        const DaichoExample example = {
            .rule = &rule->info,
            .example = examples[i],
            .expected = expected,
            .passed = passed,
            .why = passed ? NULL : why,
        };
        failed += passed ? 0 : 1;
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

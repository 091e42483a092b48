#include "cli/rules.h"

#include <string.h>

#include "base/error.h"
#include "cli/input.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

static const DaichoColumn columns[] = {
    {"rule", N_("Rule"), FALSE},
    {"found", N_("Found"), FALSE},
    {"confidence", N_("Confidence"), TRUE},
    {"sample", N_("What fits"), FALSE},
    {"why", N_("Why"), FALSE},
};

static void add_explanation(const DaichoExplanation *explanation, gpointer data)
{
    g_autofree char *confidence = g_strdup_printf("%u", explanation->confidence);
    const char *const cells[] = {explanation->rule->id, explanation->is_found ? "yes" : "no",
                                 confidence, explanation->sample, explanation->steps};
    daicho_table_add(data, cells);
}

/* "header|cell" is a cell under that header, as in the examples of rules. */
static void explain(DaichoRules *rules, char *text, DaichoTable *table)
{
    char *bar = strchr(text, '|');
    if (bar == NULL || strchr(text, '\n') != NULL) {
        const DaichoText whole = {.text = text, .length = strlen(text)};
        daicho_rules_explain(rules, &whole, add_explanation, table);
        return;
    }
    *bar = '\0';
    const char *const labels[] = {text};
    const DaichoCell cell = {.end = strlen(bar + 1)};
    const DaichoText whole = {
        .text = bar + 1,
        .length = cell.end,
        .cells = &cell,
        .n_cells = 1,
        .labels = labels,
        .n_labels = 1,
    };
    daicho_rules_explain(rules, &whole, add_explanation, table);
}

static int run_explain(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    g_autofree char *text = NULL;
    gsize length = strlen(words[0]);
    DaichoRules *rules = session_load_keyed_rules(cli, error);
    if (rules == NULL ||
        (strcmp(words[0], "-") == 0 && !input_read(words[0], &text, &length, error))) {
        return CLI_FAILED;
    }
    text = text != NULL ? text : g_strdup(words[0]);
    if (!g_utf8_validate(text, (gssize)length, NULL)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the text is not UTF-8: for a file take \"daicho extract FILE\" and give its "
                    "output to \"daicho rules explain -\"");
        return CLI_USAGE;
    }
    g_autoptr(DaichoTable)
        table = daicho_table_new("rules-explain", columns, G_N_ELEMENTS(columns));
    explain(rules, text, table);
    if (!output_table(cli, table, error)) {
        return CLI_FAILED;
    }
    if (daicho_table_get_length(table) == 0) {
        message_tell(cli, "no rule in use fits any part of the text; daicho rules list shows them");
    }
    return CLI_DONE;
}

const Command rules_explain = {
    .name = "explain",
    .usage = "TEXT|-",
    .summary = "why something in a text is found, or not: each rule that fits, and the steps; "
               "samples are masked",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_explain,
};

#include "cli/rules.h"

#include "cli/output.h"
#include "cli/rules_json.h"
#include "cli/session.h"

static const DaichoColumn list_columns[] = {
    {"id", N_("Rule"), FALSE},
    {"title", N_("Title"), FALSE},
    {"title_ja", N_("Title (ja)"), FALSE},
    {"category", N_("Category"), FALSE},
    {"kind", N_("Kind"), FALSE},
    {"confidence", N_("Confidence"), TRUE},
    {"validator", N_("Validator"), FALSE},
    {"file", N_("Pack"), FALSE},
    {"pattern", N_("Pattern"), FALSE},
    {"source", N_("Source"), FALSE},
};

/* On a terminal patterns and sources would hide the rest. */
enum { COLUMNS_FOR_PEOPLE = 8 };

static void add_rule(DaichoTable *table, const DaichoRule *rule)
{
    g_autofree char *confidence = g_strdup_printf("%u", rule->confidence);
    const char *const cells[] = {rule->id,      rule->title_en, rule->title_ja,  rule->category,
                                 rule->kind,    confidence,     rule->validator, rule->file,
                                 rule->pattern, rule->source};
    daicho_table_add(table, cells);
}

static int run_list(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    const DaichoRules *rules = session_load_rules(cli, error);
    if (rules == NULL) {
        return CLI_FAILED;
    }
    if (cli->format == DAICHO_FORMAT_JSON) {
        return rules_print_json(cli, NULL, error);
    }
    gboolean is_for_people = cli->format == DAICHO_FORMAT_TABLE;
    g_autoptr(DaichoTable) table = daicho_table_new(
        "rules", list_columns, is_for_people ? COLUMNS_FOR_PEOPLE : G_N_ELEMENTS(list_columns));
    for (guint i = 0; i < daicho_rules_get_length(rules); i++) {
        add_rule(table, daicho_rules_get(rules, i));
    }
    return output_table(cli, table, error) ? CLI_DONE : CLI_FAILED;
}

const Command rules_list = {
    .name = "list",
    .usage = "",
    .summary = "the rules in use",
    .takes = COMMAND_FORMAT,
    .run = run_list,
};

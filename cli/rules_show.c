#include "cli/rules.h"

#include "base/error.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/session.h"

static int run_show(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    const DaichoRules *rules = session_load_rules(cli, error);
    if (rules == NULL || !query_check_rule(cli, words[0], error)) {
        return CLI_FAILED;
    }
    const DaichoRule *rule = daicho_rules_find(rules, words[0]);
    if (rule == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s is a finding of the policy itself: daicho purposes check explains it",
                    words[0]);
        return CLI_FAILED;
    }
    if (cli->format == DAICHO_FORMAT_JSON) {
        return rules_print_json(cli, rule, error);
    }
    g_autofree char *confidence = g_strdup_printf("%u", rule->confidence);
    g_autofree char *line = g_strdup_printf("%u", rule->line);
    g_autofree char *keywords = rule->n_keywords > 0 ? g_strdup_printf("%u", rule->n_keywords)
                                                     : NULL;
    const Fact facts[] = {
        {{"id", "Rule", FALSE}, rule->id},
        {{"title", "Title", FALSE}, rule->title_en},
        {{"title_ja", "Title (ja)", FALSE}, rule->title_ja},
        {{"category", "Category", FALSE}, rule->category},
        {{"kind", "Kind of value", FALSE}, rule->kind},
        {{"confidence", "Confidence without context", TRUE}, confidence},
        {{"pattern", "Pattern", FALSE}, rule->pattern},
        {{"keywords", "Keywords", TRUE}, keywords},
        {{"validator", "Validator", FALSE}, rule->validator},
        {{"known", "Known values", FALSE}, rule->known},
        {{"source", "Source", FALSE}, rule->source},
        {{"file", "Pack", FALSE}, rule->file},
        {{"line", "Line", TRUE}, line},
    };
    return output_facts(cli, "rule", facts, G_N_ELEMENTS(facts), error) ? CLI_DONE : CLI_FAILED;
}

const Command rules_show = {
    .name = "show",
    .usage = "ID",
    .summary = "one rule, with pattern and source",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_show,
};

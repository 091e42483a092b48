#include "cli/commands.h"

#include <string.h>

#include "base/error.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/rules_json.h"
#include "cli/session.h"

/* --- list --- */

static const DaichoColumn list_columns[] = {
    {"id", "Rule", FALSE},
    {"title", "Title", FALSE},
    {"title_ja", "Title (ja)", FALSE},
    {"category", "Category", FALSE},
    {"kind", "Kind", FALSE},
    {"confidence", "Confidence", TRUE},
    {"validator", "Validator", FALSE},
    {"file", "Pack", FALSE},
    {"pattern", "Pattern", FALSE},
    {"source", "Source", FALSE},
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

static int print_json(const Cli *cli, const DaichoRule *only, GError **error)
{
    g_autofree char *text = rules_json_new(cli->rules, only);
    return output_write(cli, text, -1, error) ? CLI_DONE : CLI_FAILED;
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
        return print_json(cli, NULL, error);
    }
    gboolean is_for_people = cli->format == DAICHO_FORMAT_TABLE;
    g_autoptr(DaichoTable) table = daicho_table_new(
        "rules", list_columns, is_for_people ? COLUMNS_FOR_PEOPLE : G_N_ELEMENTS(list_columns));
    for (guint i = 0; i < daicho_rules_get_length(rules); i++) {
        add_rule(table, daicho_rules_get(rules, i));
    }
    return output_table(cli, table, error) ? CLI_DONE : CLI_FAILED;
}

/* --- show --- */

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
        return print_json(cli, rule, error);
    }
    g_autofree char *confidence = g_strdup_printf("%u", rule->confidence);
    g_autofree char *line = g_strdup_printf("%u", rule->line);
    const Fact facts[] = {
        {{"id", "Rule", FALSE}, rule->id},
        {{"title", "Title", FALSE}, rule->title_en},
        {{"title_ja", "Title (ja)", FALSE}, rule->title_ja},
        {{"category", "Category", FALSE}, rule->category},
        {{"kind", "Kind of value", FALSE}, rule->kind},
        {{"confidence", "Confidence without context", TRUE}, confidence},
        {{"pattern", "Pattern", FALSE}, rule->pattern},
        {{"validator", "Validator", FALSE}, rule->validator},
        {{"source", "Source", FALSE}, rule->source},
        {{"file", "Pack", FALSE}, rule->file},
        {{"line", "Line", TRUE}, line},
    };
    return output_facts(cli, "rule", facts, G_N_ELEMENTS(facts), error) ? CLI_DONE : CLI_FAILED;
}

/* --- test and check --- */

static const DaichoColumn test_columns[] = {
    {"rule", "Rule", FALSE},
    {"expected", "Expected", FALSE},
    {"why", "What did not hold", FALSE},
    {"example", "Example", FALSE},
};

typedef struct {
    DaichoTable *failures;
    guint run;
} TestRun;

static void note_example(const DaichoExample *example, gpointer data)
{
    TestRun *run = data;
    run->run++;
    if (!example->passed) {
        const char *const cells[] = {example->rule->id, example->expected ? "a match" : "no match",
                                     example->why, example->example};
        daicho_table_add(run->failures, cells);
    }
}

/* The examples are written into the packs, so that they are no personal data. */
static int run_examples(Cli *cli, DaichoRules *rules, const char *pack, GError **error)
{
    TestRun run = {daicho_table_new("rules-test", test_columns, G_N_ELEMENTS(test_columns)), 0};
    g_autoptr(DaichoTable) failures = run.failures;
    guint failed = daicho_rules_test(rules, pack, note_example, &run);
    gboolean is_printed = failed == 0 && cli->format == DAICHO_FORMAT_TABLE
                              ? TRUE
                              : output_table(cli, failures, error);
    g_autofree char *examples = message_counted(run.run, "example", "examples");
    message_tell(cli, "%s, %u failed", examples, failed);
    if (!is_printed) {
        return CLI_FAILED;
    }
    return failed > 0 ? CLI_FOUND : CLI_DONE;
}

static gboolean check_pack(Cli *cli, const char *pack, GError **error)
{
    for (guint i = 0; i < daicho_rules_get_length(cli->rules); i++) {
        g_autofree char *name = g_path_get_basename(daicho_rules_get(cli->rules, i)->file);
        if (g_str_has_suffix(name, ".yaml") && strlen(name) == strlen(pack) + strlen(".yaml") &&
            g_str_has_prefix(name, pack)) {
            return TRUE;
        }
    }
    return query_refuse("pack", pack, (const char *const *)cli->config->packs, error);
}

static int run_test(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    DaichoRules *rules = session_load_rules(cli, error);
    if (rules == NULL || (words[0] != NULL && !check_pack(cli, words[0], error))) {
        return CLI_FAILED;
    }
    return run_examples(cli, rules, words[0], error);
}

static int run_check(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    const char *const paths[] = {words[0], NULL};
    g_autoptr(DaichoRules) rules = daicho_rules_load(paths, NULL, error);
    if (rules == NULL) {
        return CLI_FAILED;
    }
    if (daicho_rules_get_length(rules) == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s holds no rule: a pack is a .yaml file, or a folder of them", words[0]);
        return CLI_USAGE;
    }
    g_autofree char *count = message_counted(daicho_rules_get_length(rules), "rule", "rules");
    message_tell(cli, "%s: %s", words[0], count);
    return run_examples(cli, rules, NULL, error);
}

static const Command list = {
    .name = "list",
    .usage = "",
    .summary = "the rules in use",
    .takes = COMMAND_FORMAT,
    .run = run_list,
};

static const Command show = {
    .name = "show",
    .usage = "ID",
    .summary = "one rule, with pattern and source",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_show,
};

static const Command test = {
    .name = "test",
    .usage = "[PACK]",
    .summary = "run the examples that every rule brings; exit 1 when one fails",
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_test,
};

static const Command check = {
    .name = "check",
    .usage = "FILE",
    .summary = "load a pack of your own and run its examples",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_check,
};

static const Command *const words_table[] = {&list, &show, &test, &check, NULL};

const Command command_rules = {
    .name = "rules",
    .usage = "list|show|test|check",
    .summary = "what counts as personal data",
    .words = words_table,
};

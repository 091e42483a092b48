#include "cli/rules.h"

#include <string.h>

#include "base/error.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/session.h"

static const DaichoColumn test_columns[] = {
    {"rule", N_("Rule"), FALSE},
    {"expected", N_("Expected"), FALSE},
    {"why", N_("What did not hold"), FALSE},
    {"example", N_("Example"), FALSE},
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

int rules_run_examples(Cli *cli, DaichoRules *rules, const char *pack, GError **error)
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
    DaichoRules *rules = session_load_keyed_rules(cli, error);
    if (rules == NULL || (words[0] != NULL && !check_pack(cli, words[0], error))) {
        return CLI_FAILED;
    }
    return rules_run_examples(cli, rules, words[0], error);
}

const Command rules_test = {
    .name = "test",
    .usage = "[PACK]",
    .summary = "run the examples that every rule brings; exit 1 when one fails",
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_test,
};

#include "cli/rules.h"

#include "base/error.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

typedef struct {
    gboolean strict;
} Options;

static const CommandOption option_table[] = {
    {"strict", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, strict), "Exit 1 for a warning, too",
     NULL},
    {NULL},
};

static const DaichoColumn columns[] = {
    {"severity", "", FALSE},     {"rule", N_("Rule"), FALSE}, {"line", N_("Line"), TRUE},
    {"what", N_("What"), FALSE}, {"why", N_("Why"), FALSE},   {"advice", N_("What to do"), FALSE},
};

typedef struct {
    DaichoTable *table;
    guint examples;
} Checking;

static void add_row(DaichoTable *table, const char *severity, const DaichoRule *rule,
                    const char *what, const char *why, const char *advice)
{
    g_autofree char *line = g_strdup_printf("%u", rule->line);
    const char *const cells[] = {severity, rule->id, line, what, why, advice};
    daicho_table_add(table, cells);
}

static void note_warning(const DaichoRuleWarning *warning, gpointer data)
{
    const Checking *checking = data;
    add_row(checking->table, "warning", warning->rule, warning->what, warning->why,
            warning->advice);
}

static void note_example(const DaichoExample *example, gpointer data)
{
    Checking *checking = data;
    checking->examples++;
    if (!example->passed) {
        g_autofree char *what = g_strdup_printf("the example \"%s\" is%s", example->example,
                                                example->expected ? " not found"
                                                                  : " found, and must not be");
        add_row(checking->table, "error", example->rule, what, example->why,
                example->expected ? "change the rule, or the example"
                                  : "mark edges, lower the confidence, or add words that lower it");
    }
}

static DaichoRules *load(Cli *cli, const char *path, GError **error)
{
    const char *const paths[] = {path, NULL};
    g_autoptr(DaichoRules) rules = daicho_rules_load(paths, NULL, error);
    if (rules == NULL) {
        return NULL;
    }
    if (daicho_rules_get_length(rules) == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s holds no rule: a pack is a .yaml file, or a folder of them", path);
        return NULL;
    }
    if (daicho_rules_need_key(rules) &&
        (session_load_key(cli, error) == NULL || !daicho_rules_set_key(rules, cli->key, error))) {
        return NULL;
    }
    return g_steal_pointer(&rules);
}

static int run_check(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    g_autoptr(DaichoRules) rules = load(cli, words[0], error);
    if (rules == NULL) {
        return CLI_FAILED;
    }
    Checking checking = {daicho_table_new("rules-check", columns, G_N_ELEMENTS(columns)), 0};
    g_autoptr(DaichoTable) table = checking.table;
    guint failed = daicho_rules_test(rules, NULL, note_example, &checking);
    guint warnings = daicho_rules_check(rules, note_warning, &checking);
    gboolean is_silent = failed + warnings == 0 && cli->format == DAICHO_FORMAT_TABLE;
    if (!is_silent && !output_table(cli, table, error)) {
        return CLI_FAILED;
    }
    g_autofree char *count = message_counted(daicho_rules_get_length(rules), "rule", "rules");
    g_autofree char *examples = message_counted(checking.examples, "example", "examples");
    g_autofree char *warned = message_counted(warnings, "warning", "warnings");
    message_tell(cli, "%s: %s, %s, %u failed, %s", words[0], count, examples, failed, warned);
    return failed > 0 || (options->strict && warnings > 0) ? CLI_FOUND : CLI_DONE;
}

const Command rules_check = {
    .name = "check",
    .usage = "FILE",
    .summary =
        "load a pack of your own, run its examples, and warn of what is slow or finds too much",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_check,
};

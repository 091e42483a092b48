#include "cli/rules.h"

#include "base/error.h"
#include "cli/message.h"

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
    return rules_run_examples(cli, rules, NULL, error);
}

const Command rules_check = {
    .name = "check",
    .usage = "FILE",
    .summary = "load a pack of your own and run its examples",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_check,
};

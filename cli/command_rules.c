#include "cli/commands.h"

#include "cli/output.h"
#include "cli/rules.h"
#include "cli/rules_json.h"

int rules_print_json(const Cli *cli, const DaichoRule *only, GError **error)
{
    g_autofree char *text = rules_json_new(cli->rules, only);
    return output_write(cli, text, -1, error) ? CLI_DONE : CLI_FAILED;
}

static const Command *const words_table[] = {
    &rules_list,    &rules_show,       &rules_test,     &rules_check,
    &rules_explain, &rules_dictionary, &rules_subjects, NULL};

const Command command_rules = {
    .name = "rules",
    .usage = "list|show|test|check|explain|dictionary|subjects",
    .summary = "what counts as personal data",
    .words = words_table,
};

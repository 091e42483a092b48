#include "cli/consignee.h"

#include "cli/consignee_options.h"
#include "cli/message.h"
#include "cli/session.h"

static int run_change(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const ConsigneeOptions *options = data;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    g_autoptr(DaichoConsignee)
        consignee = enforcer != NULL ? daicho_consignee_load(enforcer, words[0], error) : NULL;
    if (consignee == NULL || !consignee_options_fill(options, consignee, error) ||
        !daicho_consignee_change(enforcer, consignee, error)) {
        return CLI_FAILED;
    }
    message_tell(cli, "%s is changed; what was not given is as it was.", consignee->name);
    consignee_tell_standing(cli, consignee);
    return CLI_DONE;
}

const Command consignee_change = {
    .name = "change",
    .usage = "NAME [--agreement YYYY-MM-DD …]",
    .summary = "change what is given; lists are replaced as a whole",
    .options = consignee_option_table,
    .options_size = sizeof(ConsigneeOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_change,
};

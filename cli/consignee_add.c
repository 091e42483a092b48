#include "cli/consignee.h"

#include "cli/consignee_options.h"
#include "cli/output.h"
#include "cli/session.h"

static int run_add(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const ConsigneeOptions *options = data;
    g_autoptr(DaichoConsignee) consignee = daicho_consignee_alloc();
    if (!consignee_options_fill(options, consignee, error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    gint64 number = enforcer != NULL ? daicho_consignee_add(enforcer, consignee, error) : 0;
    if (number == 0) {
        return CLI_FAILED;
    }
    consignee_tell_standing(cli, consignee);
    return output_printf(cli, error, "%" G_GINT64_FORMAT "\n", number) ? CLI_DONE : CLI_FAILED;
}

const Command consignee_add = {
    .name = "add",
    .usage = "--name NAME --task TEXT --re-consignment WORD [--agreement YYYY-MM-DD …]",
    .summary = "record to whom work is entrusted; prints its number",
    .options = consignee_option_table,
    .options_size = sizeof(ConsigneeOptions),
    .run = run_add,
};

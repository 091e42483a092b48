#include "cli/consignee.h"

#include "cli/session.h"

static int run_end(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    return enforcer != NULL && daicho_consignee_end(enforcer, words[0], error) ? CLI_DONE
                                                                               : CLI_FAILED;
}

const Command consignee_end = {
    .name = "end",
    .usage = "NAME",
    .summary = "it works for us no more",
    .least_words = 1,
    .most_words = 1,
    .run = run_end,
};

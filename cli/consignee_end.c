#include "cli/consignee.h"

#include "cli/message.h"
#include "cli/session.h"

static int run_end(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    if (enforcer == NULL || !daicho_consignee_end(enforcer, words[0], error)) {
        return CLI_FAILED;
    }
    message_tell(
        cli,
        "%s works for us no more: nothing may be provided to it. It stays on record, and is "
        "still told when a person whose data it was given asks for erasure.",
        words[0]);
    return CLI_DONE;
}

const Command consignee_end = {
    .name = "end",
    .usage = "NAME",
    .summary = "it works for us no more",
    .least_words = 1,
    .most_words = 1,
    .run = run_end,
};

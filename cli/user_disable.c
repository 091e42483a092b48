#include "cli/user.h"

#include "cli/message.h"
#include "cli/session.h"

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    if (enforcer == NULL || !daicho_user_disable(enforcer, words[0], error)) {
        return CLI_FAILED;
    }
    message_tell(cli, "%s may do nothing any more. Back again: daicho user add %s --role ROLE",
                 words[0], words[0]);
    return CLI_DONE;
}

const Command user_disable = {
    .name = "disable",
    .usage = "NAME",
    .summary = "let a user do nothing any more; what was done stays on record",
    .least_words = 1,
    .most_words = 1,
    .run = run,
};

#include "cli/commands.h"

#include "cli/language.h"
#include "cli/output.h"
#include "cli/run_notes.h"
#include "cli/session.h"

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(GString) text = g_string_new(NULL);
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL ||
        !run_notes_tell(cli, error) || session_load_policy(cli, error) == NULL) {
        return CLI_FAILED;
    }
    g_autofree DaichoConfiguredShare *buffer = NULL;
    const DaichoConfiguredShares configured = session_list_shares(cli, &buffer);
    if (!daicho_report_register(cli->catalog, cli->policy, &configured, cli->now_s, cli->format,
                                language_for_format(cli), text, error) ||
        !output_write(cli, text->str, (gssize)text->len, error)) {
        return CLI_FAILED;
    }
    return CLI_DONE;
}

const Command command_register = {
    .name = "register",
    .usage = "",
    .summary = "the register (台帳): one row for each set of personal data",
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT | COMMAND_LANGUAGE,
    .run = run,
};

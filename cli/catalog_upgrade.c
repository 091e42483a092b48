#include "cli/catalog.h"

#include "cli/message.h"
#include "cli/session.h"

/* Any command that writes does it, too: this one does nothing else. */
static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    gint64 version = 0;
    gint64 newest = 0;
    if (session_open_catalog(cli, DAICHO_CATALOG_WRITE, error) == NULL ||
        !daicho_catalog_get_version(cli->catalog, &version, &newest, error)) {
        return CLI_FAILED;
    }
    message_tell(cli, "The catalog has schema %" G_GINT64_FORMAT ", as this daicho wants it.",
                 version);
    return CLI_DONE;
}

const Command catalog_upgrade = {
    .name = "upgrade",
    .usage = "",
    .summary = "bring a catalog of an older daicho up to date",
    .run = run,
};

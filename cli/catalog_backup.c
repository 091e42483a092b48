#include "cli/catalog.h"

#include "cli/message.h"
#include "cli/session.h"

/* The backup has the chain as it was before this row, which says of it how long that is. */
static gboolean record(Cli *cli, gint64 rows, GError **error)
{
    g_autofree char *detail = g_strdup_printf("with %" G_GINT64_FORMAT " rows", rows);
    return daicho_catalog_append_audit(cli->catalog, &cli->enforcer.actor, "catalog-backup",
                                       "catalog", detail, error);
}

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 rows = 0;
    if (session_open_catalog(cli, DAICHO_CATALOG_WRITE, error) == NULL ||
        !daicho_catalog_backup(cli->catalog, words[0], &rows, error) || !record(cli, rows, error)) {
        return CLI_FAILED;
    }
    message_tell(cli,
                 "Made %s, read through and whole. It needs the key, which is not in it: keep a "
                 "copy of that elsewhere. The vault is to be copied besides.",
                 words[0]);
    return CLI_DONE;
}

const Command catalog_backup = {
    .name = "backup",
    .usage = "FILE",
    .summary = "copy the catalog to a new file, also while a scan runs, and read the copy through",
    .least_words = 1,
    .most_words = 1,
    .run = run,
};

#include "cli/catalog.h"

#include "base/error.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

static const DaichoColumn columns[] = {
    {"what", N_("What"), FALSE},
    {"state", N_("State"), FALSE},
    {"found", N_("Found"), FALSE},
};

typedef struct {
    DaichoTable *table;
    guint wrong;
} Checking;

static void add(const char *what, const char *problem, gpointer data)
{
    Checking *checking = data;
    const char *const cells[] = {what, problem != NULL ? "wrong" : "ok",
                                 problem != NULL ? problem : ""};
    daicho_table_add(checking->table, cells);
    checking->wrong += problem != NULL ? 1 : 0;
}

/* One that is too damaged to be opened is a result of the check, too. */
static gboolean check(Cli *cli, Checking *checking, GError **error)
{
    g_autoptr(GError) failed = NULL;
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, &failed) != NULL) {
        add("opens", NULL, checking);
        return daicho_catalog_check(cli->catalog, add, checking, error);
    }
    if (!g_error_matches(failed, DAICHO_ERROR, DAICHO_ERROR_DAMAGED)) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    add("opens", failed->message, checking);
    return TRUE;
}

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable)
        table = daicho_table_new("catalog-check", columns, G_N_ELEMENTS(columns));
    Checking checking = {table, 0};
    if (!check(cli, &checking, error) || !output_table(cli, table, error)) {
        return CLI_FAILED;
    }
    if (checking.wrong > 0) {
        message_warn("the catalog is damaged: put its last backup in its place with daicho catalog "
                     "restore FILE; what was recorded since is in the file that is kept then");
    }
    return checking.wrong > 0 ? CLI_FOUND : CLI_DONE;
}

const Command catalog_check = {
    .name = "check",
    .usage = "",
    .summary = "read the whole catalog and its audit chain; exit 1 when something is damaged",
    .takes = COMMAND_FORMAT,
    .run = run,
};

#include "cli/commands.h"

#include "base/text.h"
#include "cli/message.h"
#include "cli/number.h"
#include "cli/output.h"
#include "cli/session.h"

static const DaichoColumn columns[] = {
    {"number", N_("No."), TRUE},     {"state", N_("State"), FALSE}, {"what", N_("What"), FALSE},
    {"path", N_("Path"), FALSE},     {"plan", N_("Plan"), TRUE},    {"target", N_("Target"), TRUE},
    {"stored", N_("Stored"), FALSE}, {"share", N_("Share"), FALSE},
};

static gboolean add_entry(const DaichoVaultRow *row, gpointer data, GError **error)
{
    (void)error;
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, row->number);
    g_autofree char *plan = g_strdup_printf("%" G_GINT64_FORMAT, row->plan);
    g_autofree char *target = g_strdup_printf("%" G_GINT64_FORMAT, row->target);
    g_autofree char *stored = daicho_time_format(row->stored_s);
    const char *const cells[] = {number, row->state, row->what, row->path,
                                 plan,   target,     stored,    row->share};
    daicho_table_add(data, cells);
    return TRUE;
}

static int run_list(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable) table = daicho_table_new("vault", columns, G_N_ELEMENTS(columns));
    gboolean listed = session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL &&
                      daicho_catalog_each_vault(cli->catalog, add_entry, table, error) &&
                      output_table(cli, table, error);
    return listed ? CLI_DONE : CLI_FAILED;
}

typedef gboolean (*Act)(DaichoEnforcer *enforcer, gint64 number, GError **error);

static int act_on_entry(Cli *cli, char **words, Act act, const char *done, GError **error)
{
    gint64 number = 0;
    DaichoEnforcer *enforcer = number_parse("vault entry", words[0], &number, error)
                                   ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
                                   : NULL;
    if (enforcer == NULL || !act(enforcer, number, error)) {
        return CLI_FAILED;
    }
    message_tell(cli, "Entry %" G_GINT64_FORMAT " %s", number, done);
    return CLI_DONE;
}

static int run_restore(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    return act_on_entry(
        cli, words, daicho_vault_restore,
        "is back where it was, byte for byte. A search finds it after the next daicho scan.",
        error);
}

static int run_purge(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    return act_on_entry(cli, words, daicho_vault_purge,
                        "is destroyed with its key: it cannot be had back.", error);
}

static const Command list = {
    .name = "list",
    .usage = "",
    .summary = "what is in the vault, and what was",
    .takes = COMMAND_FORMAT,
    .run = run_list,
};

static const Command restore = {
    .name = "restore",
    .usage = "N",
    .summary = "put an entry back where it was, byte for byte",
    .least_words = 1,
    .most_words = 1,
    .run = run_restore,
};

static const Command purge = {
    .name = "purge",
    .usage = "N",
    .summary = "destroy an entry and its key: it cannot be had back",
    .least_words = 1,
    .most_words = 1,
    .run = run_purge,
};

static const Command *const words_table[] = {&list, &restore, &purge, NULL};

const Command command_vault = {
    .name = "vault",
    .usage = "list|restore|purge",
    .summary = "data whose use is suspended",
    .words = words_table,
};

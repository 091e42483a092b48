#include "cli/user.h"

#include "base/text.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

static const DaichoColumn columns[] = {
    {"name", N_("Name"), FALSE},      {"roles", N_("Roles"), FALSE}, {"state", N_("State"), FALSE},
    {"recorded", N_("Since"), FALSE}, {"made_by", N_("By"), FALSE},
};

static gboolean add_user(const DaichoUser *user, gpointer data, GError **error)
{
    (void)error;
    g_autofree char *roles = g_strjoinv(",", user->roles);
    g_autofree char *since = daicho_time_format(MAX(user->made_s, user->disabled_s));
    const char *const cells[] = {user->name, roles, user->disabled_s > 0 ? "disabled" : "active",
                                 since, user->made_by};
    daicho_table_add(data, cells);
    return TRUE;
}

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable) table = daicho_table_new("users", columns, G_N_ELEMENTS(columns));
    gboolean listed = session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL &&
                      daicho_catalog_each_user(cli->catalog, add_user, table, error) &&
                      output_table(cli, table, error);
    if (listed && daicho_table_get_length(table) == 0) {
        message_tell(cli, "No user is recorded: everybody who can open the catalog may do "
                          "everything. next: daicho user add NAME --role administrator");
    }
    return listed ? CLI_DONE : CLI_FAILED;
}

const Command user_list = {
    .name = "list",
    .usage = "",
    .summary = "all users with their roles, disabled ones too",
    .takes = COMMAND_FORMAT,
    .run = run,
};

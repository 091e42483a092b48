#include "cli/user.h"

#include "cli/message.h"
#include "cli/session.h"

typedef struct {
    char **roles;
} Options;

static const CommandOption option_table[] = {
    {"role", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, roles),
     "administrator, reviewer or handler; may be repeated", "ROLE"},
    {NULL},
};

static gboolean count(const DaichoUser *user, gpointer data, GError **error)
{
    (void)user;
    (void)error;
    ++*(guint *)data;
    return TRUE;
}

/* The first user changes what everybody else may do. */
static gboolean tell(const Cli *cli, const char *name, const Options *options, GError **error)
{
    guint users = 0;
    g_autofree char *roles = g_strjoinv(" and ", options->roles);
    if (!daicho_catalog_each_user(cli->catalog, count, &users, error)) {
        return FALSE;
    }
    message_tell(cli, "%s may act as %s.", name, roles);
    if (users == 1) {
        message_tell(cli, "It is the first user: from now on nobody else may act but those you add "
                          "(root and the catalog's owner may scan, read and manage users). next: "
                          "daicho user add NAME --role handler");
    }
    return TRUE;
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    gboolean done = enforcer != NULL &&
                    daicho_user_add(enforcer, words[0], (const char *const *)options->roles,
                                    error) &&
                    tell(cli, words[0], options, error);
    return done ? CLI_DONE : CLI_FAILED;
}

const Command user_add = {
    .name = "add",
    .usage = "NAME --role ROLE…",
    .summary = "record a user, or give one other roles",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};

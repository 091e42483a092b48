#include "cli/key.h"

#include "base/error.h"
#include "base/fs.h"
#include "cli/message.h"
#include "cli/session.h"

/* Who may is in the catalog. It is closed again: a rotation needs it alone. */
static gboolean check_right(Cli *cli, GError **error)
{
    gboolean may = session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL;
    g_clear_pointer(&cli->catalog, daicho_catalog_close);
    return may;
}

/* One for each share that the configuration names. */
static GPtrArray *list_digests(const DaichoKey *key, gpointer data)
{
    const Cli *cli = data;
    GPtrArray *digests = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < cli->config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(cli->config->shares, i);
        const DaichoReading reading = config_get_reading(cli->config, share);
        g_ptr_array_add(digests, daicho_scan_dup_digest(cli->rules, &reading, key));
    }
    return digests;
}

static void tell(const Cli *cli, const char *key_path, const DaichoRotation *told)
{
    if (told->is_tidied) {
        message_tell(cli, "The catalog had its new key already: what was left of the one before is "
                          "gone from its file.");
        return;
    }
    if (told->has_new) {
        message_tell(cli,
                     "The catalog has a new key. %s holds it, with those before it; the copies of "
                     "the key that there are do not open the catalog.",
                     key_path);
    } else {
        message_tell(cli, "The catalog is under the newest key of %s.", key_path);
    }
    message_tell(cli,
                 "Whoever has the key before can still use it on backups, baselines and files of "
                 "known values made until now: make these anew, and delete the old ones.");
    message_tell(cli, "next: daicho key backup FILE, daicho catalog backup FILE");
}

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    DaichoRotation told;
    g_autofree char *path = session_dup_catalog_path(cli, error);
    g_autofree char *key_path = path != NULL ? session_dup_key_path(cli, error) : NULL;
    if (key_path == NULL || session_load_rules(cli, error) == NULL || !check_right(cli, error)) {
        return CLI_FAILED;
    }
    const DaichoActor actor = session_get_actor(cli);
    gboolean done = daicho_catalog_rotate(daicho_fs_system(), path, key_path, &actor, list_digests,
                                          cli, &told, error);
    if (done || told.is_replaced) {
        tell(cli, key_path, &told);
    }
    return done ? CLI_DONE : CLI_FAILED;
}

const Command key_rotate = {
    .name = "rotate",
    .usage = "",
    .summary = "give the catalog a new key; all that it knows it knows under that one",
    .run = run,
};

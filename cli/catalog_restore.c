#include "cli/catalog.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fs.h"
#include "cli/message.h"
#include "cli/session.h"

typedef struct {
    gboolean forget;
} Options;

static const CommandOption option_table[] = {
    {"forget", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, forget),
     "Go on although the catalog recorded acts since the backup, which it would forget", NULL},
    {NULL},
};

/* Nobody can be asked who may do what: whose the file is, or root. */
static gboolean check_keeper(const Cli *cli, const char *path, GError **error)
{
    struct stat status;
    gboolean is_missing = stat(path, &status) < 0 && errno == ENOENT;
    if (cli->as_user == NULL && (getuid() == 0 || is_missing || status.st_uid == getuid())) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "the catalog %s cannot be read, so that nobody knows who may restore it: its owner "
                "or root does, without --as",
                path);
    return FALSE;
}

/* Who may is in the catalog, as far as it can be read. It is closed again: a restore needs it alone. */
static gboolean check_right(Cli *cli, const char *path, GError **error)
{
    g_autoptr(GError) failed = NULL;
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, &failed) != NULL) {
        g_clear_pointer(&cli->catalog, daicho_catalog_close);
        return TRUE;
    }
    gboolean is_refused = cli->catalog != NULL;
    g_clear_pointer(&cli->catalog, daicho_catalog_close);
    if (is_refused) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    return session_load_key(cli, error) != NULL && check_keeper(cli, path, error);
}

static void tell(const Cli *cli, const char *backup, const DaichoRestore *told)
{
    message_tell(cli,
                 "%s has taken the place of the catalog (%" G_GINT64_FORMAT
                 " rows of the audit chain, schema %" G_GINT64_FORMAT ").",
                 backup, told->rows, told->version);
    if (told->kept != NULL) {
        message_tell(cli, "The catalog before is kept as %s.", told->kept);
    }
    if (*told->forgotten != '\0') {
        message_warn(
            "no longer known: %s. what the vault took since can be opened with the catalog "
            "that is kept alone: do not delete it",
            told->forgotten);
    }
    if (told->kept == NULL || told->is_unknown) {
        message_warn("what was recorded since the backup is not known: look through what stands on "
                     "paper for requests, holds and suspensions, and record them again");
    }
    message_tell(cli, "next: daicho doctor, daicho scan, daicho tombstones check");
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    g_auto(DaichoRestore) told = {0};
    g_autofree char *path = session_dup_catalog_path(cli, error);
    if (path == NULL || !check_right(cli, path, error)) {
        return CLI_FAILED;
    }
    const DaichoActor actor = session_get_actor(cli);
    if (!daicho_catalog_restore(daicho_fs_system(), words[0], path, cli->key, &actor,
                                options->forget, &told, error)) {
        return CLI_FAILED;
    }
    tell(cli, words[0], &told);
    return CLI_DONE;
}

const Command catalog_restore = {
    .name = "restore",
    .usage = "FILE",
    .summary = "put a backup in the catalog's place; the one before is kept beside it",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};

#include "cli/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fd.h"
#include "cli/key.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

/* Enough of the public key to tell keys apart; it gives nothing of the secret away. */
enum { ID_BYTES = 8 };

static char *dup_id(const DaichoKey *key)
{
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    daicho_key_get_public(key, public_key);
    return daicho_hex_encode(public_key, ID_BYTES);
}

static char *count_before(const DaichoKey *key)
{
    guint before = 0;
    while ((key = daicho_key_get_before(key)) != NULL) {
        before++;
    }
    return g_strdup_printf("%u", before);
}

/* An older backup, or a rotation that was cut off, stands under a key before the newest. */
static const char *name_used(const Cli *cli)
{
    return daicho_catalog_get_key(cli->catalog) == cli->key
               ? "the newest"
               : "one before (daicho key rotate brings it to the newest)";
}

static int run_show(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    struct stat status;
    g_autoptr(GError) refused = NULL;
    g_autofree char *path = session_dup_key_path(cli, error);
    g_autoptr(DaichoKey) key = path != NULL ? daicho_key_load(path, error) : NULL;
    if (key == NULL) {
        return CLI_FAILED;
    }
    g_autofree char *id = dup_id(key);
    gboolean fits = session_open_catalog(cli, DAICHO_CATALOG_READ, &refused) != NULL;
    g_autofree char *before = count_before(key);
    gboolean is_known = stat(path, &status) == 0;
    g_autofree char *mode = is_known ? g_strdup_printf("%04o", status.st_mode & 07777U) : NULL;
    const Fact facts[] = {
        {{"id", "Key", FALSE}, id},
        {{"file", "File", FALSE}, path},
        {{"mode", "Mode", FALSE}, mode},
        {{"before", "Keys before it", FALSE}, before},
        {{"opens", "Opens the catalog", FALSE}, fits ? "yes" : "no"},
        {{"in_use", "Key of the catalog", FALSE}, fits ? name_used(cli) : NULL},
        {{"why", "Why not", FALSE}, fits ? NULL : refused->message},
    };
    return output_facts(cli, "key", facts, G_N_ELEMENTS(facts), error) ? CLI_DONE : CLI_FAILED;
}

static gboolean record(Cli *cli, const char *act, GError **error)
{
    g_autofree char *id = dup_id(cli->key);
    g_autofree char *object = g_strconcat("key ", id, NULL);
    return daicho_catalog_append_audit(cli->catalog, &cli->enforcer.actor, act, object, "", error);
}

static int run_backup(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    g_autofree char *path = session_dup_key_path(cli, error);
    if (path == NULL || session_open_catalog(cli, DAICHO_CATALOG_WRITE, error) == NULL ||
        !daicho_key_copy(path, words[0], error) || !record(cli, "key-backup", error)) {
        return CLI_FAILED;
    }
    message_tell(cli,
                 "%s is a copy of the key of this catalog: whoever has both can read what is "
                 "sealed. Keep it where no copy of the catalog is.",
                 words[0]);
    return CLI_DONE;
}

/* A key that does not belong here is kept, under another name. */
static gboolean set_aside(const Cli *cli, const char *path, GError **error)
{
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(cli->now_s);
    g_autofree char *stamp = g_date_time_format(now, "%Y%m%dT%H%M%SZ");
    g_autofree char *kept = g_strdup_printf("%s.replaced-%s", path, stamp);
    if (renameat2(AT_FDCWD, path, AT_FDCWD, kept, RENAME_NOREPLACE) == 0) {
        message_tell(cli, "The key that was there is kept as %s.", kept);
        return TRUE;
    }
    return errno == ENOENT ||
           daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot rename %s", path);
}

/* What root puts there must not lock the account out of its own catalog. */
static gboolean give_to_account(Cli *cli, const char *path, GError **error)
{
    g_autofree char *catalog = session_dup_catalog_path(cli, error);
    if (catalog == NULL) {
        return FALSE;
    }
    DAICHO_AUTO_FD int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    DAICHO_AUTO_FD int like = open(catalog, O_PATH | O_CLOEXEC);
    return daicho_fd_give(fd, like, error);
}

/* Only a key that opens the catalog takes the place of one. */
static int run_restore(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    g_autofree char *path = session_dup_key_path(cli, error);
    cli->key = path != NULL ? daicho_key_load(words[0], error) : NULL;
    if (cli->key == NULL || session_open_catalog(cli, DAICHO_CATALOG_WRITE, error) == NULL) {
        return CLI_FAILED;
    }
    g_autoptr(DaichoKey) before = daicho_key_load(path, NULL);
    g_autofree char *id = dup_id(cli->key);
    g_autofree char *id_before = before != NULL ? dup_id(before) : NULL;
    if (g_strcmp0(id, id_before) == 0) {
        message_tell(cli, "%s is this key already.", path);
        return CLI_DONE;
    }
    if (!set_aside(cli, path, error) || !daicho_key_copy(words[0], path, error) ||
        !give_to_account(cli, path, error) || !record(cli, "key-restore", error)) {
        return CLI_FAILED;
    }
    message_tell(cli, "%s is again the key of the catalog.", path);
    return CLI_DONE;
}

static const Command show = {
    .name = "show",
    .usage = "",
    .summary = "which key there is, and whether it opens the catalog; nothing of the secret",
    .takes = COMMAND_FORMAT,
    .run = run_show,
};

static const Command backup = {
    .name = "backup",
    .usage = "FILE",
    .summary = "copy the key to a new file of mode 0600, to be kept away from the catalog's copies",
    .least_words = 1,
    .most_words = 1,
    .run = run_backup,
};

static const Command restore = {
    .name = "restore",
    .usage = "FILE",
    .summary = "put a copy of the key in its place, once it has opened the catalog",
    .least_words = 1,
    .most_words = 1,
    .run = run_restore,
};

static const Command *const words_table[] = {&show, &backup, &restore, &key_rotate, NULL};

const Command command_key = {
    .name = "key",
    .usage = "show|backup|restore|rotate",
    .summary = "the secret: which it is, copies of it, and a new one",
    .words = words_table,
};

#include "cli/commands.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/fs.h"
#include "cli/config_options.h"
#include "cli/config_text.h"
#include "cli/message.h"
#include "cli/session.h"

typedef struct {
    char **shares;
    char *data;
} Options;

static const CommandOption option_table[] = {
    {"share", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, shares),
     "A folder to read and the name that it gets; may be repeated", "NAME=PATH"},
    {"data", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, data),
     "Keep key, catalog and vault in this folder, not beside daicho.yaml; root makes them its "
     "owner's",
     "DIR"},
    {NULL},
};

static const char *const texts[] = {"daicho.yaml", "policy.yaml", NULL};
static const char *const stores[] = {"daicho.key", "catalog.db", "vault", NULL};

/* The folders of texts and stores; data is folder where it was not given. */
typedef struct {
    const char *folder, *data;
} Places;

static gboolean refuse_share(const char *text, const char *why, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "--share \"%s\": %s", text, why);
    return FALSE;
}

/* A relative path is relative to where the person stands; in the file it is relative to folder. */
static gboolean add_share(const char *folder, const char *text, GPtrArray *shares, GError **error)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals[1] == '\0') {
        return refuse_share(text, "write NAME=PATH", error);
    }
    g_autofree char *name = g_strndup(text, (gsize)(equals - text));
    if (!config_share_name_is_valid(name)) {
        return refuse_share(text, "the name cannot be empty or hold colons or slashes", error);
    }
    if (!g_file_test(equals + 1, G_FILE_TEST_IS_DIR)) {
        return refuse_share(text, "there is no such folder", error);
    }
    for (guint i = 0; i < shares->len; i += 2) {
        if (strcmp(g_ptr_array_index(shares, i), name) == 0) {
            return refuse_share(text, "the name is given twice", error);
        }
    }
    gboolean stays = g_path_is_absolute(equals + 1) || strcmp(folder, ".") == 0;
    g_ptr_array_add(shares, g_steal_pointer(&name));
    g_ptr_array_add(shares,
                    stays ? g_strdup(equals + 1) : g_canonicalize_filename(equals + 1, NULL));
    return TRUE;
}

static gboolean check_nothing_there(const char *folder, const char *const *names, GError **error)
{
    for (; *names != NULL; names++) {
        g_autofree char *path = g_build_filename(folder, *names, NULL);
        GStatBuf status;
        if (g_lstat(path, &status) == 0) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "%s is there already, and nothing is ever overwritten: choose another "
                        "folder, or move it away",
                        path);
            return FALSE;
        }
    }
    return TRUE;
}

/* Where the stores are elsewhere, the account that keeps them reads the texts by the group of their
 * folder; it need not be able to change them. */
static gboolean share_text(const Places *places, int fd, GError **error)
{
    struct stat folder;
    gboolean done = places->data == places->folder ||
                    (stat(places->folder, &folder) == 0 &&
                     ((folder.st_mode & S_IRGRP) == 0 ||
                      (fchown(fd, (uid_t)-1, folder.st_gid) == 0 && fchmod(fd, 0640) == 0)));
    return done || daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s", places->folder);
}

static gboolean write_new(const Places *places, const char *name, const char *text, gsize length,
                          GError **error)
{
    g_autofree char *path = g_build_filename(places->folder, name, NULL);
    DAICHO_AUTO_FD int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot make %s", path);
    }
    return share_text(places, fd, error) &&
           daicho_fs_write_all(daicho_fs_system(), fd, text, length, error);
}

static gboolean make_folder(const char *path, GError **error)
{
    return g_mkdir_with_parents(path, 0700) == 0 ||
           daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot make the folder %s",
                                  path);
}

/* The stores as daicho.yaml names them: where they are elsewhere, by their whole paths. */
static char *make_config_text(const Places *places, const GPtrArray *shares)
{
    static const char *const keys[] = {"key", "catalog", "vault"};
    g_autofree char *text = config_text_new((const char *const *)shares->pdata);
    GString *changed = g_string_new(text);
    for (gsize i = 0; i < G_N_ELEMENTS(keys) && places->data != places->folder; i++) {
        g_autofree char *beside = g_build_filename(places->data, stores[i], NULL);
        g_autofree char *whole = g_canonicalize_filename(beside, NULL);
        g_autofree char *quoted = config_quote(whole);
        g_autofree char *from = g_strdup_printf("\n%s: %s", keys[i], stores[i]);
        g_autofree char *to = g_strdup_printf("\n%s: %s", keys[i], quoted);
        g_string_replace(changed, from, to, 1);
    }
    return g_string_free(changed, FALSE);
}

static gboolean make_texts(const Places *places, const GPtrArray *shares, GError **error)
{
    gsize length = 0;
    const char *policy = daicho_policy_get_default_text(&length);
    g_autofree char *text = make_config_text(places, shares);
    return write_new(places, "policy.yaml", policy, length, error) &&
           write_new(places, "daicho.yaml", text, strlen(text), error);
}

/* What root makes in somebody's folder would be of no use to them: for the rest of this run it is them. */
static gboolean become_owner(const char *data, GError **error)
{
    struct stat status;
    if (stat(data, &status) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s", data);
    }
    if (geteuid() != 0 || status.st_uid == 0) {
        return TRUE;
    }
    gboolean done = setgroups(0, NULL) == 0 &&
                    setresgid(status.st_gid, status.st_gid, status.st_gid) == 0 &&
                    setresuid(status.st_uid, status.st_uid, status.st_uid) == 0;
    return done || daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno,
                                          "cannot go on as the owner of %s", data);
}

static gboolean make_catalog(Cli *cli, const char *folder, GError **error)
{
    g_free(cli->config_file);
    cli->config_file = g_build_filename(folder, "daicho.yaml", NULL);
    return session_open_catalog(cli, DAICHO_CATALOG_CREATE, error) != NULL &&
           daicho_catalog_append_audit(cli->catalog, &cli->enforcer.actor, "init", "catalog",
                                       "made with a new key", error);
}

static void tell(const Cli *cli, const Places *places)
{
    const char *folder = places->folder;
    g_autofree char *elsewhere = places->data != folder ? g_strdup_printf("; in %s:", places->data)
                                                        : g_strdup(",");
    message_tell(cli,
                 "Made in %s: daicho.yaml (configuration), policy.yaml (your privacy policy as "
                 "data: change it to what you published)%s daicho.key (the secret: keep a copy "
                 "elsewhere), catalog.db (the register), vault (for data whose use is suspended)",
                 folder, elsewhere);
    if (strcmp(folder, ".") == 0) {
        message_tell(cli, "Next: daicho scan");
    } else {
        message_tell(cli, "Next, in %s: daicho scan (elsewhere: daicho scan --config %s)", folder,
                     cli->config_file);
    }
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    const char *folder = words[0] != NULL ? words[0] : ".";
    g_autoptr(GPtrArray) shares = g_ptr_array_new_with_free_func(g_free);
    if (cli->config_file != NULL || cli->catalog_file != NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "init makes the configuration and the catalog in a folder: name the folder");
        return CLI_USAGE;
    }
    for (char **share = options->shares; share != NULL && *share != NULL; share++) {
        if (!add_share(folder, *share, shares, error)) {
            return CLI_USAGE;
        }
    }
    g_ptr_array_add(shares, NULL);
    const Places places = {folder, options->data != NULL ? options->data : folder};
    g_autofree char *vault = g_build_filename(places.data, "vault", NULL);
    if (!check_nothing_there(folder, texts, error) ||
        !check_nothing_there(places.data, stores, error) || !make_folder(folder, error) ||
        !make_folder(places.data, error) || !make_texts(&places, shares, error) ||
        !become_owner(places.data, error) || !make_folder(vault, error) ||
        !make_catalog(cli, folder, error)) {
        return CLI_FAILED;
    }
    tell(cli, &places);
    return CLI_DONE;
}

const Command command_init = {
    .name = "init",
    .usage = "[DIR]",
    .summary = "make configuration, policy, key and catalog in a folder",
    .options = option_table,
    .options_size = sizeof(Options),
    .most_words = 1,
    .run = run,
};

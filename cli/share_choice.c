#include "cli/share_choice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/message.h"

static void chosen_share_free(gpointer data)
{
    ChosenShare *share = data;
    g_free(share->name);
    g_free(share->root);
    g_free(share);
}

static void add(GPtrArray *chosen, const char *name, const char *root,
                const ConfigShare *configured)
{
    ChosenShare *share = g_new0(ChosenShare, 1);
    share->name = g_strdup(name);
    share->root = g_strdup(root);
    share->configured = configured;
    g_ptr_array_add(chosen, share);
}

/* Name to root of all shares in the catalog. */
static gboolean collect_share(const DaichoShareRow *share, gpointer data, GError **error)
{
    (void)error;
    g_hash_table_insert(data, g_strdup(share->name), g_strdup(share->root));
    return TRUE;
}

static const char *find_name(GHashTable *known, const char *root)
{
    GHashTableIter iterator;
    gpointer name = NULL, value = NULL;
    g_hash_table_iter_init(&iterator, known);
    while (g_hash_table_iter_next(&iterator, &name, &value)) {
        if (strcmp(value, root) == 0) {
            return name;
        }
    }
    return NULL;
}

static gboolean is_within(const char *path, const char *root)
{
    gsize length = strlen(root);
    return strcmp(root, "/") == 0 || (strncmp(path, root, length) == 0 && path[length] == '/');
}

/* Files that lie in two shares would be counted, and planned for, twice. */
static void warn_of_overlap(GHashTable *known, const char *root)
{
    GHashTableIter iterator;
    gpointer name = NULL, other = NULL;
    g_hash_table_iter_init(&iterator, known);
    while (g_hash_table_iter_next(&iterator, &name, &other)) {
        if (strcmp(root, other) != 0 && (is_within(root, other) || is_within(other, root))) {
            message_warn("%s and the share \"%s\" (%s) overlap: files in both are counted twice",
                         root, (const char *)name, (const char *)other);
        }
    }
}

/* After the last part of the path; numbered when the name is taken by another folder. */
static char *make_name(const Cli *cli, GHashTable *known, const char *root)
{
    g_autofree char *last = g_path_get_basename(root);
    g_autofree char *base = strcmp(last, "/") == 0 ? g_strdup("root")
                                                   : daicho_text_escape(last, -1);
    g_strdelimit(base, ":", '_');
    char *name = g_strdup(base);
    for (guint number = 2;
         g_hash_table_contains(known, name) || config_find_share(cli->config, name) != NULL;
         number++) {
        g_free(name);
        name = g_strdup_printf("%s-%u", base, number);
    }
    return name;
}

static const ConfigShare *find_configured(const Config *config, const char *root)
{
    for (guint i = 0; i < config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(config->shares, i);
        g_autofree char *other = realpath(share->path, NULL);
        if (other != NULL && strcmp(other, root) == 0) {
            return share;
        }
    }
    return NULL;
}

static gboolean check_folder(const char *word, GError **error)
{
    struct stat status;
    if (stat(word, &status) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno,
                                      "%s is neither a share nor a folder that can be opened",
                                      word);
    }
    if (!S_ISDIR(status.st_mode)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s is no folder: scan the folder that it lies in, or look into the file with "
                    "daicho extract",
                    word);
        return FALSE;
    }
    return TRUE;
}

static gboolean choose_folder(const Cli *cli, GHashTable *known, const char *word,
                              GPtrArray *chosen, GError **error)
{
    if (!check_folder(word, error)) {
        return FALSE;
    }
    g_autofree char *root = realpath(word, NULL);
    if (root == NULL) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s", word);
    }
    const ConfigShare *configured = find_configured(cli->config, root);
    const char *old = find_name(known, root);
    g_autofree char *name = configured != NULL ? g_strdup(configured->name)
                            : old != NULL      ? g_strdup(old)
                                               : make_name(cli, known, root);
    warn_of_overlap(known, root);
    g_hash_table_insert(known, g_strdup(name), g_strdup(root));
    add(chosen, name, root, configured);
    return TRUE;
}

static gboolean refuse_word(const Cli *cli, const char *word, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < cli->config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(cli->config->shares, i);
        g_ptr_array_add(names, share->name);
    }
    g_ptr_array_add(names, NULL);
    const char *nearest = daicho_text_nearest(word, (const char *const *)names->pdata);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s is neither a share nor a folder%s%s%s",
                word, nearest != NULL ? "; did you mean \"" : "", nearest != NULL ? nearest : "",
                nearest != NULL ? "\"?" : "");
    return FALSE;
}

static gboolean choose(const Cli *cli, GHashTable *known, const char *word, GPtrArray *chosen,
                       GError **error)
{
    const ConfigShare *configured = config_find_share(cli->config, word);
    const char *root = g_hash_table_lookup(known, word);
    if (configured != NULL) {
        add(chosen, configured->name, configured->path, configured);
        return TRUE;
    }
    if (g_file_test(word, G_FILE_TEST_EXISTS)) {
        return choose_folder(cli, known, word, chosen, error);
    }
    if (root != NULL) {
        add(chosen, word, root, NULL);
        return TRUE;
    }
    return refuse_word(cli, word, error);
}

static gint compare_names(gconstpointer one, gconstpointer other)
{
    const ChosenShare *const *first = one, *const *second = other;
    return strcmp((*first)->name, (*second)->name);
}

/* Without shares in the configuration, those that were scanned before. */
static void choose_known(GHashTable *known, GPtrArray *chosen)
{
    GHashTableIter iterator;
    gpointer name = NULL, root = NULL;
    g_hash_table_iter_init(&iterator, known);
    while (g_hash_table_iter_next(&iterator, &name, &root)) {
        add(chosen, name, root, NULL);
    }
    g_ptr_array_sort(chosen, compare_names);
}

static gboolean choose_all(const Cli *cli, GHashTable *known, GPtrArray *chosen, GError **error)
{
    for (guint i = 0; i < cli->config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(cli->config->shares, i);
        add(chosen, share->name, share->path, share);
    }
    if (chosen->len == 0) {
        choose_known(known, chosen);
    }
    if (chosen->len == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "no share is configured: name a folder (daicho scan PATH), or add it to "
                    "\"shares:\" in %s",
                    cli->config_path != NULL ? cli->config_path : "daicho.yaml (daicho init)");
        return FALSE;
    }
    return TRUE;
}

GPtrArray *share_choice_new(Cli *cli, char **words, GError **error)
{
    g_autoptr(GPtrArray) chosen = g_ptr_array_new_with_free_func(chosen_share_free);
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (!daicho_catalog_each_share_uncounted(cli->catalog, collect_share, known, error)) {
        return NULL;
    }
    if (*words == NULL) {
        return choose_all(cli, known, chosen, error) ? g_steal_pointer(&chosen) : NULL;
    }
    for (; *words != NULL; words++) {
        if (!choose(cli, known, *words, chosen, error)) {
            return NULL;
        }
    }
    return g_steal_pointer(&chosen);
}

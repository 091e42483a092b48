#include "reports/register_set.h"

#include <string.h>

#include "reports/facts.h"

typedef struct {
    DaichoCatalog *catalog;
    const DaichoPolicy *policy;
    DaichoLanguage language;
    GPtrArray *shares; /* of Share */
    GPtrArray *sets;   /* of RegisterSet */
    GHashTable *known; /* key_of a set to the set, borrowed from sets */
} Loading;

static void set_free(gpointer data)
{
    RegisterSet *set = data;
    g_free(set->share);
    g_free(set->folder);
    g_free(set->purpose_id);
    g_strfreev(set->categories);
    g_free(set);
}

static const Share *find_share(const Loading *loading, const char *name)
{
    for (guint i = 0; i < loading->shares->len; i++) {
        const Share *share = g_ptr_array_index(loading->shares, i);
        if (strcmp(share->name, name) == 0) {
            return share;
        }
    }
    return NULL;
}

/* Lengths in front, since a folder's name may hold any other byte. */
static char *key_of(const char *share, const char *folder, const char *purpose)
{
    return g_strdup_printf("%zu:%zu:%s%s%s", strlen(share), strlen(folder), share, folder, purpose);
}

static RegisterSet *add_set(Loading *loading, const char *share_name, const char *folder,
                            const char *purpose)
{
    const Share *share = find_share(loading, share_name);
    RegisterSet *set = g_new0(RegisterSet, 1);
    set->language = loading->language;
    set->share = g_strdup(share_name);
    set->folder = g_strdup(folder);
    set->purpose_id = g_strdup(purpose);
    set->root = share != NULL ? share->root : "";
    set->purpose = daicho_policy_find_purpose(loading->policy, purpose);
    set->last_scan_s = share != NULL ? share->last_scan_s : 0;
    set->categories = g_new0(char *, 1);
    g_ptr_array_add(loading->sets, set);
    g_hash_table_insert(loading->known, key_of(share_name, folder, purpose), set);
    return set;
}

static gboolean each_data_set(const DaichoDataSetRow *row, gpointer data, GError **error)
{
    (void)error;
    RegisterSet *set = add_set(data, row->share, row->folder, row->purpose);
    set->files = row->files;
    set->findings = row->findings;
    set->dismissed = row->dismissed;
    set->is_counted = TRUE;
    set->persons = row->persons;
    set->unread = row->unread;
    set->oldest_s = row->oldest_s;
    set->newest_s = row->newest_s;
    g_strfreev(set->categories);
    set->categories = *row->categories != '\0' ? g_strsplit(row->categories, ",", -1)
                                               : g_new0(char *, 1);
    return TRUE;
}

/* Where something was found the catalog has counted what is unread: the other sets are counted
 * here, since what could not be read is not known to be clean. */
static gboolean each_unread(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    Loading *loading = data;
    const char *slash = strchr(item->path, '/');
    g_autofree char *folder = g_strndup(item->path,
                                        slash != NULL ? (gsize)(slash - item->path) : 0);
    g_autofree char *key = key_of(item->share, folder, item->purpose);
    RegisterSet *set = g_hash_table_lookup(loading->known, key);
    if (set == NULL) {
        set = add_set(loading, item->share, folder, item->purpose);
    }
    set->unread += set->is_counted ? 0 : 1;
    return TRUE;
}

static gboolean load_unread(Loading *loading, GError **error)
{
    static const DaichoItemState states[] = {DAICHO_ITEM_PARTLY_READ, DAICHO_ITEM_UNREAD};
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        const DaichoItemQuery query = {.state = &states[i]};
        if (!daicho_catalog_each_item(loading->catalog, &query, each_unread, loading, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gint compare_sets(gconstpointer one, gconstpointer other)
{
    const RegisterSet *a = *(RegisterSet *const *)one, *b = *(RegisterSet *const *)other;
    const gint by_share = strcmp(a->share, b->share);
    const gint by_folder = strcmp(a->folder, b->folder);
    const gint by_purpose = strcmp(a->purpose_id, b->purpose_id);
    return by_share != 0     ? by_share
           : by_folder != 0  ? by_folder
           : by_purpose != 0 ? by_purpose
                             : b->is_unscanned - a->is_unscanned;
}

static void row_free(gpointer data)
{
    RegisterRow *row = data;
    for (guint i = 0; i < register_get_n_columns(); i++) {
        g_free(row->cells[i]);
    }
    g_free(row->cells);
    g_free(row);
}

static GPtrArray *put_in_words(GPtrArray *sets)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
    for (guint i = 0; i < sets->len; i++) {
        const RegisterSet *set = g_ptr_array_index(sets, i);
        RegisterRow *row = g_new0(RegisterRow, 1);
        row->risk = register_set_get_risk(set);
        row->cells = g_new0(char *, register_get_n_columns());
        for (guint column = 0; column < register_get_n_columns(); column++) {
            row->cells[column] = register_set_fill(set, column);
        }
        g_ptr_array_add(rows, row);
    }
    return rows;
}

/* Of what a scan did not reach there is no item: a row has to say so. */
static void add_unscanned(Loading *loading)
{
    for (guint i = 0; i < loading->shares->len; i++) {
        const Share *share = g_ptr_array_index(loading->shares, i);
        if (share->last_scan_s == 0) {
            add_set(loading, share->name, "", "")->is_unscanned = TRUE;
        }
    }
}

GPtrArray *register_load(DaichoCatalog *catalog, const DaichoPolicy *policy,
                         const DaichoConfiguredShares *configured, gint64 now_s,
                         DaichoLanguage language, GError **error)
{
    g_autoptr(GPtrArray) shares = shares_load(catalog, configured, error);
    g_autoptr(GPtrArray) sets = g_ptr_array_new_with_free_func(set_free);
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Loading loading = {catalog, policy, language, shares, sets, known};
    if (shares == NULL ||
        !daicho_catalog_each_data_set(catalog, now_s, each_data_set, &loading, error) ||
        !load_unread(&loading, error)) {
        return NULL;
    }
    add_unscanned(&loading);
    g_ptr_array_sort(sets, compare_sets);
    return put_in_words(sets);
}

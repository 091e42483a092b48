#include "catalog/items.h"

#include <string.h>

#include "catalog/dismissals_cover.h"
#include "catalog/sql.h"

/* An item that waits for its purpose. */
typedef struct {
    gint64 id;
    char *share, *path, *type, *purpose; /* that it has had */
    char **categories;
} Waiting;

static void waiting_clear(gpointer data)
{
    Waiting *waiting = data;
    g_free(waiting->share);
    g_free(waiting->path);
    g_free(waiting->type);
    g_free(waiting->purpose);
    g_strfreev(waiting->categories);
}

/* "share/folder" to the purpose that its .daicho.yaml names. */
static GHashTable *load_markers(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GHashTable) markers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error,
        "SELECT s.name, i.path, i.marker FROM items i JOIN shares s ON s.id = i.share_id"
        " WHERE i.marker IS NOT NULL",
        "");
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autofree char *path = sql_dup_bytes(query, 1);
        char *slash = strrchr(path, '/');
        char *marker = NULL;
        *(slash != NULL ? slash : path) = '\0';
        if (!sql_dup_sealed(query, 2, &marker, error)) {
            return NULL;
        }
        g_hash_table_insert(markers, g_strconcat(sql_get_text(query, 0), "/", path, NULL), marker);
    }
    return query != NULL && sql_rows_ended(&failed, error) ? g_steal_pointer(&markers) : NULL;
}

/* The marker nearest above a file, or NULL. */
static const char *find_marker(GHashTable *markers, const char *share, const char *path)
{
    g_autofree char *folder = g_strdup(path);
    while (g_hash_table_size(markers) > 0) {
        char *slash = strrchr(folder, '/');
        *(slash != NULL ? slash : folder) = '\0';
        g_autofree char *key = g_strconcat(share, "/", folder, NULL);
        const char *marker = g_hash_table_lookup(markers, key);
        if (marker != NULL || *folder == '\0') {
            return marker;
        }
    }
    return NULL;
}

/* Some of them, by id, from the one after another on: there may be more than fit into memory. */
static GArray *load_waiting(DaichoCatalog *catalog, gint64 after, GError **error)
{
    enum { MOST_ITEMS = 1000 };
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Waiting));
    g_array_set_clear_func(all, waiting_clear);
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error,
        "SELECT i.id, s.name, i.path, i.type, COALESCE((SELECT"
        " group_concat(DISTINCT n.category) FROM finding_sums n WHERE n.item_id = i.id"
        " AND n.counted > 0), ''), i.purpose"
        " FROM items i CROSS JOIN shares s ON s.id = i.share_id WHERE i.id > ? ORDER BY i.id LIMIT "
        "?",
        "ii", after, (gint64)MOST_ITEMS);
    while (query != NULL && sql_query_next(query, &failed)) {
        const char *joined = sql_get_text(query, 4);
        const Waiting waiting = {
            .id = sql_get_int(query, 0),
            .share = sql_dup_text(query, 1),
            .path = sql_dup_bytes(query, 2),
            .type = sql_dup_text(query, 3),
            .categories = g_strsplit(joined, ",", -1),
            .purpose = sql_dup_text(query, 5),
        };
        g_array_append_val(all, waiting);
    }
    return query != NULL && sql_rows_ended(&failed, error) ? g_steal_pointer(&all) : NULL;
}

/* A finding of the policy itself. Its fingerprint is that of no value. */
static gboolean add_policy_finding(DaichoCatalog *catalog, gint64 item_id, const char *rule,
                                   const char *category, GError **error)
{
    static const guint8 none[DAICHO_FINGERPRINT_BYTES];
    return sql_run(catalog, error,
                   "INSERT INTO findings (item_id, rule, category, kind, confidence, record, start,"
                   " end, in_name, sample, fingerprint)"
                   " VALUES (?, ?, ?, 'policy', 100, 0, 0, 0, 0, '', ?)",
                   "ittb", item_id, rule, category, none, sizeof none);
}

static gboolean assign_one(DaichoCatalog *catalog, const DaichoPolicy *policy, GHashTable *markers,
                           const Waiting *item, GError **error)
{
    const char *id = daicho_policy_map(policy, item->share, item->path, item->type,
                                       (const char *const *)item->categories,
                                       find_marker(markers, item->share, item->path));
    const DaichoPurpose *purpose = id != NULL ? daicho_policy_find_purpose(policy, id) : NULL;
    id = id != NULL ? id : "";
    if (strcmp(id, item->purpose) != 0 &&
        !sql_run(catalog, error, "UPDATE items SET purpose = ?2 WHERE id = ?1", "it", item->id,
                 id)) {
        return FALSE;
    }
    for (char **category = item->categories; *category != NULL; category++) {
        gboolean is_unexpected = purpose != NULL && !daicho_purpose_expects(purpose, *category);
        const char *rule = purpose == NULL ? "policy.no-purpose" : "policy.unexpected-category";
        if ((purpose == NULL || is_unexpected) && **category != '\0' &&
            !add_policy_finding(catalog, item->id, rule, *category, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* A folder's purpose that the policy does not know must not fall back in silence. */
static gboolean note_unknown_markers(DaichoCatalog *catalog, const DaichoPolicy *policy,
                                     GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(GArray) unknown = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT id, marker FROM items WHERE marker IS NOT NULL", "");
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autofree char *marker = NULL;
        gint64 id = sql_get_int(query, 0);
        if (!sql_dup_sealed(query, 1, &marker, error)) {
            return FALSE;
        }
        if (daicho_policy_find_purpose(policy, marker) == NULL) {
            g_array_append_val(unknown, id);
        }
    }
    if (query == NULL || !sql_rows_ended(&failed, error)) {
        return FALSE;
    }
    for (guint i = 0; i < unknown->len; i++) {
        if (!add_policy_finding(catalog, g_array_index(unknown, gint64, i),
                                "policy.unknown-purpose", "none", error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* Goes on behind *last. */
static gboolean assign_some(DaichoCatalog *catalog, const DaichoPolicy *policy, GHashTable *markers,
                            gint64 *last, guint *assigned, GError **error)
{
    g_autoptr(GArray) items = load_waiting(catalog, *last, error);
    for (guint i = 0; items != NULL && i < items->len; i++) {
        const Waiting *item = &g_array_index(items, Waiting, i);
        if (!assign_one(catalog, policy, markers, item, error)) {
            return FALSE;
        }
        *last = item->id;
    }
    *assigned = items != NULL ? items->len : 0;
    return items != NULL;
}

static gboolean assign_all(DaichoCatalog *catalog, const DaichoPolicy *policy, GError **error)
{
    g_autoptr(GHashTable) markers = load_markers(catalog, error);
    if (markers == NULL ||
        !sql_run(catalog, error, "DELETE FROM findings WHERE " SQL_IS_POLICY("rule"), "")) {
        return FALSE;
    }
    guint assigned = 0;
    gint64 last = 0;
    do {
        if (!assign_some(catalog, policy, markers, &last, &assigned, error)) {
            return FALSE;
        }
    } while (assigned > 0);
    return note_unknown_markers(catalog, policy, error) && dismissals_cover_policy(catalog, error);
}

gboolean daicho_catalog_assign_purposes(DaichoCatalog *catalog, const DaichoPolicy *policy,
                                        GError **error)
{
    const char *digest = daicho_policy_get_digest(policy);
    gint64 is_assigned = 0;
    if (!sql_get_single(catalog, 0, &is_assigned, error,
                        "SELECT 1 FROM meta WHERE key = 'purposes-by' AND value = ?", "t",
                        digest)) {
        return FALSE;
    }
    if (is_assigned) {
        return TRUE;
    }
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    catalog->is_marked_stale = FALSE; /* what changes from here on must say so again */
    return transaction != NULL && assign_all(catalog, policy, error) &&
           sql_run(catalog, error,
                   "INSERT INTO meta (key, value) VALUES ('purposes-by', ?1)"
                   " ON CONFLICT (key) DO UPDATE SET value = ?1",
                   "t", digest) &&
           daicho_transaction_commit(transaction, error);
}

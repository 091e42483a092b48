#include "reports/facts.h"

static void unread_item_free(gpointer data)
{
    UnreadItem *item = data;
    g_free(item->share);
    g_free(item->path);
    g_free(item->part);
    g_free(item);
}

static void unread_reason_free(gpointer data)
{
    UnreadReason *reason = data;
    g_free(reason->reason);
    g_ptr_array_unref(reason->first);
    g_free(reason);
}

static UnreadReason *unread_reason_new(const char *reason)
{
    UnreadReason *made = g_new0(UnreadReason, 1);
    made->reason = g_strdup(reason);
    made->first = g_ptr_array_new_with_free_func(unread_item_free);
    return made;
}

typedef struct {
    GPtrArray *reasons;
    GHashTable *by_words; /* borrows from reasons */
} Loading;

static UnreadReason *find_reason(const Loading *loading, const char *words)
{
    UnreadReason *reason = g_hash_table_lookup(loading->by_words, words);
    if (reason == NULL) {
        reason = unread_reason_new(words);
        g_ptr_array_add(loading->reasons, reason);
        g_hash_table_insert(loading->by_words, reason->reason, reason);
    }
    return reason;
}

static gboolean each_item(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    UnreadReason *reason = find_reason(data, item->reason);
    reason->total++;
    if (reason->first->len < UNREAD_ITEMS_MAX) {
        UnreadItem *unread = g_new0(UnreadItem, 1);
        unread->share = g_strdup(item->share);
        unread->path = g_strdup(item->path);
        unread->part = g_strdup(item->part);
        unread->state = item->state;
        g_ptr_array_add(reason->first, unread);
    }
    return TRUE;
}

static gint compare_reasons(gconstpointer one, gconstpointer other)
{
    const UnreadReason *a = *(UnreadReason *const *)one, *b = *(UnreadReason *const *)other;
    if (a->total != b->total) {
        return a->total > b->total ? -1 : 1;
    }
    return g_strcmp0(a->reason, b->reason);
}

GPtrArray *unread_load(DaichoCatalog *catalog, GError **error)
{
    static const DaichoItemState states[] = {DAICHO_ITEM_UNREAD, DAICHO_ITEM_PARTLY_READ};
    g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func(unread_reason_free);
    g_autoptr(GHashTable) by_words = g_hash_table_new(g_str_hash, g_str_equal);
    Loading loading = {reasons, by_words};
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        const DaichoItemQuery query = {.state = &states[i]};
        if (!daicho_catalog_each_item(catalog, &query, each_item, &loading, error)) {
            return NULL;
        }
    }
    g_ptr_array_sort(reasons, compare_reasons);
    return g_steal_pointer(&reasons);
}

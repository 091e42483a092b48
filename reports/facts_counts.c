#include "reports/facts.h"

#include "rules/rules.h"

static void count_free(gpointer data)
{
    Count *count = data;
    g_free(count->key);
    g_free(count);
}

static gboolean each_count(const char *key, gint64 number, gpointer data, GError **error)
{
    (void)error;
    Count *count = g_new0(Count, 1);
    count->key = g_strdup(key);
    count->count = number;
    g_ptr_array_add(data, count);
    return TRUE;
}

GPtrArray *counts_load(DaichoCatalog *catalog, DaichoCountBy by, GError **error)
{
    g_autoptr(GPtrArray) counts = g_ptr_array_new_with_free_func(count_free);
    if (!daicho_catalog_count(catalog, by, DAICHO_CONFIDENCE_MEDIUM, each_count, counts, error)) {
        return NULL;
    }
    return g_steal_pointer(&counts);
}

static void share_free(gpointer data)
{
    Share *share = data;
    g_free(share->name);
    g_free(share->root);
    g_free(share);
}

static gboolean each_share(const DaichoShareRow *row, gpointer data, GError **error)
{
    (void)error;
    Share *share = g_new0(Share, 1);
    share->name = g_strdup(row->name);
    share->root = g_strdup(row->root);
    share->last_scan_s = row->last_scan_s;
    share->files = row->files;
    share->unread = row->unread;
    share->findings = row->findings;
    g_ptr_array_add(data, share);
    return TRUE;
}

GPtrArray *shares_load(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GPtrArray) shares = g_ptr_array_new_with_free_func(share_free);
    if (!daicho_catalog_each_share(catalog, each_share, shares, error)) {
        return NULL;
    }
    return g_steal_pointer(&shares);
}

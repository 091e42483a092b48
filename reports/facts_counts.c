#include "reports/facts.h"

#include <string.h>

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

GPtrArray *counts_load(DaichoCatalog *catalog, DaichoCountBy by, gint64 now_s, GError **error)
{
    g_autoptr(GPtrArray) counts = g_ptr_array_new_with_free_func(count_free);
    if (!daicho_catalog_count(catalog, by, DAICHO_CONFIDENCE_MEDIUM, DAICHO_DISMISSED_NOT, now_s,
                              each_count, counts, error)) {
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

static gboolean has_name(gconstpointer share, gconstpointer name)
{
    return strcmp(((const Share *)share)->name, name) == 0;
}

static void add_configured(GPtrArray *shares, const DaichoConfiguredShare *configured)
{
    if (!g_ptr_array_find_with_equal_func(shares, configured->name, has_name, NULL)) {
        Share *share = g_new0(Share, 1);
        share->name = g_strdup(configured->name);
        share->root = g_strdup(configured->root);
        g_ptr_array_add(shares, share);
    }
}

GPtrArray *shares_load(DaichoCatalog *catalog, const DaichoConfiguredShares *configured,
                       GError **error)
{
    g_autoptr(GPtrArray) shares = g_ptr_array_new_with_free_func(share_free);
    if (!daicho_catalog_each_share(catalog, each_share, shares, error)) {
        return NULL;
    }
    for (guint i = 0; i < configured->count; i++) {
        add_configured(shares, &configured->shares[i]);
    }
    return g_steal_pointer(&shares);
}

gboolean dismissals_count(DaichoCatalog *catalog, gint64 now_s, Dismissals *dismissals,
                          GError **error)
{
    enum { DAY_S = 24 * 60 * 60 };
    g_autoptr(GPtrArray) all = daicho_catalog_load_dismissals(catalog, FALSE, error);
    *dismissals = (Dismissals){0};
    for (guint i = 0; all != NULL && i < all->len; i++) {
        const DaichoDismissal *dismissal = g_ptr_array_index(all, i);
        if (daicho_dismissal_stands(dismissal, now_s)) {
            gboolean is_soon = dismissal->until_s != 0 &&
                               dismissal->until_s - now_s <= (gint64)DISMISSALS_SOON_DAYS * DAY_S;
            dismissals->findings += dismissal->findings;
            dismissals->dismissals++;
            dismissals->soon += is_soon ? 1 : 0;
        }
    }
    return all != NULL;
}

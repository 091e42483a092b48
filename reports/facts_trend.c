#include "reports/facts.h"

static void point_free(gpointer data)
{
    TrendPoint *point = data;
    g_free(point->share);
    g_free(point);
}

static gboolean each_scan(const DaichoScanSums *sums, gpointer data, GError **error)
{
    (void)error;
    TrendPoint *point = g_new0(TrendPoint, 1);
    point->share = g_strdup(sums->share);
    point->finished_s = sums->finished_s;
    point->is_full = sums->is_full;
    point->totals = sums->totals;
    g_ptr_array_add(data, point);
    return TRUE;
}

GPtrArray *trend_load(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GPtrArray) points = g_ptr_array_new_with_free_func(point_free);
    if (!daicho_catalog_each_scan(catalog, each_scan, points, error)) {
        return NULL;
    }
    return g_steal_pointer(&points);
}

gint64 trend_point_count(const TrendPoint *point)
{
    return point->totals.high + point->totals.medium;
}

#include "reports/facts.h"

static void point_free(gpointer data)
{
    TrendPoint *point = data;
    g_free(point->share);
    g_free(point);
}

static gboolean each_run(const DaichoRun *run, gpointer data, GError **error)
{
    (void)error;
    TrendPoint *point = g_new0(TrendPoint, 1);
    *point = (TrendPoint){
        .share = g_strdup(run->share),
        .ended_s = run->ended_s,
        .is_whole = run->result == DAICHO_RUN_DONE,
        .files = run->files,
        .unread = run->unread,
        .high = run->high,
        .medium = run->medium,
        .low = run->low,
        .dismissed = run->dismissed,
    };
    g_ptr_array_add(data, point);
    return TRUE;
}

GPtrArray *trend_load(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GPtrArray) points = g_ptr_array_new_with_free_func(point_free);
    if (!daicho_catalog_each_run(catalog, each_run, points, error)) {
        return NULL;
    }
    return g_steal_pointer(&points);
}

gint64 trend_point_count(const TrendPoint *point)
{
    return point->high + point->medium;
}

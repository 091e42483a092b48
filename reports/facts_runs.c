#include "reports/facts.h"

#include "base/language.h"

static void failed_run_free(gpointer data)
{
    FailedRun *failed = data;
    g_free(failed->share);
    g_free(failed->reason);
    g_free(failed);
}

typedef struct {
    DaichoCatalog *catalog;
    GPtrArray *all;
} Loading;

static gboolean is_worth_telling(DaichoCatalog *catalog, const DaichoRun *run)
{
    gboolean is_whole = run->result == DAICHO_RUN_DONE || run->result == DAICHO_RUN_PARTIAL;
    gboolean is_running = run->result == DAICHO_RUN_RUNNING &&
                          daicho_catalog_is_share_locked(catalog, run->share);
    return !is_whole && !is_running;
}

static gboolean add(const DaichoRun *run, gpointer data, GError **error)
{
    const Loading *loading = data;
    g_autoptr(DaichoRun) whole = NULL;
    if (!is_worth_telling(loading->catalog, run)) {
        return TRUE;
    }
    if (!daicho_catalog_find_run(loading->catalog, run->share, G_MAXINT64, TRUE, &whole, error)) {
        return FALSE;
    }
    FailedRun *failed = g_new0(FailedRun, 1);
    failed->share = g_strdup(run->share);
    failed->started_s = run->started_s;
    failed->result = run->result == DAICHO_RUN_FAILED ? N_("failed") : N_("interrupted");
    failed->reason = g_strdup(run->result == DAICHO_RUN_RUNNING ? "it was killed" : run->reason);
    failed->figures_s = whole != NULL ? whole->ended_s : 0;
    g_ptr_array_add(loading->all, failed);
    return TRUE;
}

GPtrArray *failed_runs_load(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(failed_run_free);
    Loading loading = {catalog, all};
    return daicho_catalog_each_last_run(catalog, add, &loading, error) ? g_steal_pointer(&all)
                                                                       : NULL;
}

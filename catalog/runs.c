#include "catalog/runs.h"

#include "base/error.h"
#include "catalog/sql.h"

static const char *const result_names[] = {
    [DAICHO_RUN_RUNNING] = "running", [DAICHO_RUN_DONE] = "done",
    [DAICHO_RUN_PARTIAL] = "partial", [DAICHO_RUN_INTERRUPTED] = "interrupted",
    [DAICHO_RUN_FAILED] = "failed",
};

const char *daicho_run_result_name(DaichoRunResult result)
{
    return result_names[result];
}

DaichoRun *daicho_run_new(const char *share, gint64 now_s)
{
    DaichoRun *run = g_new0(DaichoRun, 1);
    run->share = g_strdup(share);
    run->reason = g_strdup("");
    run->started_s = now_s;
    return run;
}

void daicho_run_free(DaichoRun *run)
{
    if (run != NULL) {
        g_free(run->share);
        g_free(run->reason);
        g_free(run);
    }
}

gboolean daicho_catalog_begin_run(DaichoCatalog *catalog, DaichoRun *run, GError **error)
{
    run->result = DAICHO_RUN_RUNNING;
    if (!sql_run(
            catalog, error,
            "UPDATE runs SET result = 3, reason = 'it was killed' WHERE share = ? AND result = 0",
            "t", run->share) ||
        !sql_run(catalog, error,
                 "INSERT INTO runs (share, is_scheduled, started_s) VALUES (?, ?, ?)", "tii",
                 run->share, (gint64)run->is_scheduled, run->started_s)) {
        return FALSE;
    }
    run->number = sqlite3_last_insert_rowid(catalog->db);
    return TRUE;
}

gboolean daicho_catalog_end_run(DaichoCatalog *catalog, const DaichoRun *run, GError **error)
{
    return sql_run(catalog, error,
                   "UPDATE runs SET ended_s = ?, result = ?, reason = ?, files = ?, unread = ?,"
                   " high = ?, medium = ?, low = ?, dismissed = ? WHERE number = ?",
                   "iitiiiiiii", run->ended_s, (gint64)run->result, run->reason, run->files,
                   run->unread, run->high, run->medium, run->low, run->dismissed, run->number);
}

#define RUN_COLUMNS                                                                                \
    "number, share, is_scheduled, started_s, ended_s, result, reason, files, unread, high,"        \
    " medium, low, dismissed"

static DaichoRun *get_run(const SqlQuery *query)
{
    DaichoRun *run = daicho_run_new(sql_get_text(query, 1), sql_get_int(query, 3));
    run->number = sql_get_int(query, 0);
    run->is_scheduled = sql_get_int(query, 2) != 0;
    run->ended_s = sql_get_int(query, 4);
    run->result = (DaichoRunResult)CLAMP(sql_get_int(query, 5), 0, DAICHO_RUN_FAILED);
    sql_take_text(&run->reason, sql_dup_text(query, 6));
    run->files = sql_get_int(query, 7);
    run->unread = sql_get_int(query, 8);
    run->high = sql_get_int(query, 9);
    run->medium = sql_get_int(query, 10);
    run->low = sql_get_int(query, 11);
    run->dismissed = sql_get_int(query, 12);
    return run;
}

gboolean daicho_catalog_find_run(DaichoCatalog *catalog, const char *share, gint64 before,
                                 gboolean whole_only, DaichoRun **run, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(catalog, error,
                                          "SELECT " RUN_COLUMNS " FROM runs WHERE share = ?1"
                                          " AND number < ?2 AND (NOT ?3 OR result IN (1, 2))"
                                          " ORDER BY number DESC LIMIT 1",
                                          "tii", share, before, (gint64)whole_only);
    *run = NULL;
    if (query == NULL) {
        return FALSE;
    }
    if (sql_query_next(query, &failed)) {
        *run = get_run(query);
    }
    return sql_rows_ended(&failed, error);
}

static gboolean each_run(DaichoCatalog *catalog, const char *sql, DaichoRunFunc each, gpointer data,
                         GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(catalog, error, sql, "");
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autoptr(DaichoRun) run = get_run(query);
        if (!each(run, data, error)) {
            return FALSE;
        }
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

gboolean daicho_catalog_each_last_run(DaichoCatalog *catalog, DaichoRunFunc each, gpointer data,
                                      GError **error)
{
    return each_run(catalog,
                    "SELECT " RUN_COLUMNS " FROM runs WHERE number IN"
                    " (SELECT MAX(number) FROM runs GROUP BY share) ORDER BY share",
                    each, data, error);
}

gboolean daicho_catalog_each_run(DaichoCatalog *catalog, DaichoRunFunc each, gpointer data,
                                 GError **error)
{
    return each_run(
        catalog, "SELECT " RUN_COLUMNS " FROM runs WHERE result IN (1, 2) ORDER BY ended_s, number",
        each, data, error);
}

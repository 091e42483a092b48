#include "catalog/scans.h"

#include "catalog/sql.h"

static DaichoScanTotals totals_of(const SqlQuery *rows, int first)
{
    DaichoScanTotals totals = {
        .read = sql_get_int(rows, first),
        .partly_read = sql_get_int(rows, first + 1),
        .unread = sql_get_int(rows, first + 2),
        .high = sql_get_int(rows, first + 3),
        .medium = sql_get_int(rows, first + 4),
        .low = sql_get_int(rows, first + 5),
        .dismissed = sql_get_int(rows, first + 6),
    };
    totals.findings = totals.high + totals.medium + totals.low + totals.dismissed;
    return totals;
}

gboolean daicho_catalog_each_scan(DaichoCatalog *catalog, DaichoScanSumsFunc each, gpointer data,
                                  GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error,
        "SELECT s.name, c.id, c.started_s, c.finished_s, c.is_full, c.items_read,"
        " c.items_partly_read, c.items_unread, c.high, c.medium, c.low, c.dismissed"
        " FROM scans c JOIN shares s ON s.id = c.share_id"
        " WHERE c.finished_s IS NOT NULL AND c.items_read IS NOT NULL"
        " ORDER BY c.finished_s, c.id",
        "");
    while (rows != NULL && sql_query_next(rows, &failed)) {
        const DaichoScanSums sums = {
            .share = sql_get_text(rows, 0),
            .number = sql_get_int(rows, 1),
            .started_s = sql_get_int(rows, 2),
            .finished_s = sql_get_int(rows, 3),
            .is_full = sql_get_int(rows, 4) != 0,
            .totals = totals_of(rows, 5),
        };
        if (!each(&sums, data, error)) {
            return FALSE;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

gboolean scans_finish(DaichoCatalog *catalog, gint64 scan_id, gint64 now_s,
                      const DaichoScanTotals *totals, GError **error)
{
    return sql_run(catalog, error,
                   "UPDATE scans SET finished_s = ?, items_read = ?, items_partly_read = ?,"
                   " items_unread = ?, high = ?, medium = ?, low = ?, dismissed = ? WHERE id = ?",
                   "iiiiiiiii", now_s, totals->read, totals->partly_read, totals->unread,
                   totals->high, totals->medium, totals->low, totals->dismissed, scan_id);
}

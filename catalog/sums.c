#include "catalog/sums.h"

#include "catalog/sql.h"

#define RECORDS                                                                                    \
    "SELECT dismissal, COUNT(*) AS records FROM"                                                   \
    " (SELECT f.dismissal, MIN(CASE WHEN x.number IS NULL THEN -1"                                 \
    "   WHEN x.until_s = 0 THEN 9223372036854775807 ELSE x.until_s END)"                           \
    "  FROM findings f LEFT JOIN dismissals x ON x.number = f.dismissal"                           \
    "  WHERE f.item_id = ?1 AND f.confidence >= 40 AND NOT (" SQL_IS_POLICY(                       \
        "f.rule") ")"                                                                              \
                  "  AND f.category IN ('name', 'contact', 'address', 'birth-date', "              \
                  "'government-id')"                                                               \
                  "  GROUP BY f.record) GROUP BY dismissal"

gboolean sums_refresh_item(DaichoCatalog *catalog, gint64 item_id, GError **error)
{
    return sql_run(catalog, error, "DELETE FROM finding_sums WHERE item_id = ?", "i", item_id) &&
           sql_run(catalog, error, "DELETE FROM item_sums WHERE item_id = ?", "i", item_id) &&
           sql_run(
               catalog, error,
               "INSERT INTO finding_sums (item_id, rule, category, dismissal, findings, counted,"
               " high)"
               " SELECT item_id, rule, category, dismissal, COUNT(*), SUM(confidence >= 40),"
               " SUM(confidence >= 75)"
               " FROM findings WHERE item_id = ? AND NOT (" SQL_IS_POLICY(
                   "rule") ")"
                           " GROUP BY rule, category, dismissal",
               "i", item_id) &&
           sql_run(catalog, error,
                   "INSERT INTO item_sums (item_id, dismissal, findings, counted, high, records,"
                   " categories)"
                   " SELECT n.item_id, n.dismissal, SUM(n.findings), SUM(n.counted), SUM(n.high),"
                   "  COALESCE(r.records, 0),"
                   "  COALESCE(group_concat(DISTINCT CASE WHEN n.counted > 0 THEN n.category END),"
                   "   '')"
                   " FROM finding_sums n LEFT JOIN (" RECORDS ") r ON r.dismissal = n.dismissal"
                   " WHERE n.item_id = ?1 GROUP BY n.dismissal",
                   "i", item_id);
}

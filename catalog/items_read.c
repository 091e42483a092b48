#include "catalog/items.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/sql.h"

#define ITEM_COLUMNS                                                                               \
    "i.id, s.name, i.path, i.part, i.type, i.charset, i.state, i.reason, i.purpose, i.device,"     \
    " i.inode, i.size_bytes, i.mtime_ns, i.ctime_ns, i.mode, i.uid, i.gid, i.acl, i.digest,"       \
    " i.content_bytes, i.records, i.has_refuted"
enum { ITEM_COLUMN_COUNT = 22 };

/* Strings are the query's but the path's; clear with clear_item. */
static void get_item(const SqlQuery *query, DaichoItem *item)
{
    item->id = sql_get_int(query, 0);
    item->share = (char *)(guintptr)sql_get_text(query, 1);
    item->path = sql_dup_bytes(query, 2);
    item->part = (char *)(guintptr)sql_get_text(query, 3);
    item->type = (char *)(guintptr)sql_get_text(query, 4);
    item->charset = (char *)(guintptr)sql_get_text(query, 5);
    item->state = (DaichoItemState)sql_get_int(query, 6);
    item->reason = (char *)(guintptr)sql_get_text(query, 7);
    item->purpose = (char *)(guintptr)sql_get_text(query, 8);
    item->identity.device = (guint64)sql_get_int(query, 9);
    item->identity.inode = (guint64)sql_get_int(query, 10);
    item->identity.size_bytes = sql_get_int(query, 11);
    item->identity.mtime_ns = sql_get_int(query, 12);
    item->identity.ctime_ns = sql_get_int(query, 13);
    item->mode = (guint32)sql_get_int(query, 14);
    item->uid = (guint32)sql_get_int(query, 15);
    item->gid = (guint32)sql_get_int(query, 16);
    item->acl = (char *)(guintptr)sql_get_text(query, 17);
    item->digest = (char *)(guintptr)sql_get_text(query, 18);
    item->size_bytes = sql_get_int(query, 19);
    item->records = sql_get_int(query, 20);
    item->has_refuted = sql_get_int(query, 21) != 0;
}

static void get_finding(const SqlQuery *query, int column, DaichoFinding *finding)
{
    gsize length = 0;
    finding->rule = (char *)(guintptr)sql_get_text(query, column);
    finding->category = (char *)(guintptr)sql_get_text(query, column + 1);
    finding->kind = (char *)(guintptr)sql_get_text(query, column + 2);
    finding->confidence = (guint)sql_get_int(query, column + 3);
    finding->record = sql_get_int(query, column + 4);
    finding->start = sql_get_int(query, column + 5);
    finding->end = sql_get_int(query, column + 6);
    finding->in_name = sql_get_int(query, column + 7) != 0;
    finding->sample = (char *)(guintptr)sql_get_text(query, column + 8);
    finding->record_start = finding->record_end = -1;
    const void *bytes = sql_get_bytes(query, column + 9, &length);
    if (length == DAICHO_FINGERPRINT_BYTES) {
        memcpy(finding->fingerprint, bytes, length);
    }
    finding->locator = (char *)(guintptr)sql_get_text(query, column + 10);
    finding->dismissal = sql_get_int(query, column + 11);
    finding->table = sql_get_int(query, column + 12);
    finding->column = sql_get_int(query, column + 13);
}

/* The index of paths is of files alone; their members are found through them. */
#define ITEMS_OF_FILE(path)                                                                        \
    "WITH file AS (SELECT id FROM items WHERE path = " path " AND file_id IS NULL"                 \
    " AND share_id IN (SELECT id FROM shares WHERE ?1 IS NULL OR name = ?1)) "

/* now is a parameter's name. */
#define FINDING_COLUMNS(now)                                                                       \
    "f.rule, f.category, f.kind, f.confidence, f.record, f.start, f.end, f.in_name, f.sample,"     \
    " f.fingerprint, f.locator, CASE WHEN " SQL_IS_DISMISSED(now) " THEN f.dismissal ELSE 0 END,"  \
                                                                  " f.table_no, f.column_no"

#define FINDING_FILTER                                                                             \
    " (?1 IS NULL OR s.name = ?1) AND (?2 IS NULL OR f.rule = ?2)"                                 \
    " AND (?3 IS NULL OR f.category = ?3) AND (?4 IS NULL OR i.purpose = ?4)"                      \
    " AND (?10 IS NULL OR path_matches(?10, i.path))"                                              \
    " AND f.confidence >= ?5 AND (?7 IS NULL OR f.kind = ?7) AND "

#define SELECT_FINDINGS                                                                            \
    "SELECT " ITEM_COLUMNS                                                                         \
    ", " FINDING_COLUMNS("?9") " FROM findings f"                                                  \
                               " JOIN items i ON i.id = f.item_id JOIN shares s ON s.id = "        \
                               "i.share_id WHERE" FINDING_FILTER

/* Not by the index of fingerprints: one person may stand in every file. */
static const char findings_of_file[] = ITEMS_OF_FILE("?8") SELECT_FINDINGS
    "(?6 IS NULL OR f.fingerprint = ?6) AND f.item_id IN (SELECT id FROM file UNION ALL"
    " SELECT m.id FROM items m WHERE m.file_id IN (SELECT id FROM file))";

/* File by file in order of their paths, so that the first comes at once and only the findings of one
 * file are ever sorted. An item that has none of the rule or category is passed over. */
static const char findings_by_file[] = "SELECT " ITEM_COLUMNS ", " FINDING_COLUMNS(
    "?9") " FROM shares s CROSS JOIN items file"
          " CROSS JOIN items i CROSS JOIN findings f INDEXED BY findings_item ON f.item_id = i.id"
          " WHERE file.share_id = s.id AND file.file_id IS NULL"
          " AND i.id IN (SELECT file.id UNION ALL SELECT m.id FROM items m WHERE m.file_id = "
          "file.id)"
          " AND ((?2 IS NULL AND ?3 IS NULL) OR EXISTS (SELECT 1 FROM finding_sums n"
          "  WHERE n.item_id = i.id AND (?2 IS NULL OR n.rule = ?2) AND (?3 IS NULL OR n.category "
          "= ?3))"
          "  OR EXISTS (SELECT 1 FROM findings n WHERE n.item_id = i.id AND " SQL_IS_POLICY(
              "n.rule") "))"
                        " AND" FINDING_FILTER "?6 IS NULL AND ?8 IS NULL";

/* By the index of what is the policy's own. */
static const char findings_of_policy[] = SELECT_FINDINGS
    "?6 IS NULL AND ?8 IS NULL AND " SQL_IS_POLICY("f.rule");

static const char findings_with_value[] = SELECT_FINDINGS SQL_HAS_PRINT(
    "(VALUES (?6))") " AND ?8 IS NULL";

static const char findings_dismissed[] = SELECT_FINDINGS "?6 IS NULL AND ?8 IS NULL";

/* "?6 IS NULL OR f.fingerprint = ?6" would not let SQLite use the index. */
static char *dup_findings_sql(const DaichoFindingQuery *query)
{
    static const char *const by_dismissal[] = SQL_BY_DISMISSAL("?9");
    gboolean is_policy = query->rule != NULL && g_str_has_prefix(query->rule, "policy.");
    gboolean is_dismissed = query->dismissed == DAICHO_DISMISSED_ONLY;
    const char *select = query->path != NULL          ? findings_of_file
                         : query->fingerprint != NULL ? findings_with_value
                         : is_dismissed               ? findings_dismissed
                         : is_policy                  ? findings_of_policy
                                                      : findings_by_file;
    const char *path = select == findings_by_file ? "file.path" : "i.path";
    return g_strconcat(select, by_dismissal[query->dismissed], " ORDER BY s.name, ", path,
                       ", i.part, i.id, f.start, f.id", NULL);
}

gboolean daicho_catalog_each_finding(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                     DaichoFindingFunc each, gpointer data, GError **error)
{
    gsize path_length = query->path != NULL ? strlen(query->path) : 0;
    g_autofree char *sql = dup_findings_sql(query);
    g_autoptr(SqlQuery)
        rows = sql_query(catalog, error, sql, "ttttibtbit", query->share, query->rule,
                         query->category, query->purpose, (gint64)query->minimum_confidence,
                         query->fingerprint, (gsize)DAICHO_FINGERPRINT_BYTES, query->kind,
                         query->path, path_length, query->now_s, query->path_glob);
    g_autoptr(GError) failed = NULL;
    while (rows != NULL && sql_query_next(rows, &failed)) {
        DaichoItem item = {0};
        DaichoFinding finding = {0};
        get_item(rows, &item);
        get_finding(rows, ITEM_COLUMN_COUNT, &finding);
        g_autofree char *path = item.path;
        gboolean wanted = query->wants == NULL || query->wants(&item, &finding, query->wants_data);
        if (wanted && !each(&item, &finding, data, error)) {
            return FALSE;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

#define ITEMS(path)                                                                                \
    "SELECT " ITEM_COLUMNS ", COALESCE((SELECT SUM(n.findings) FROM item_sums n"                   \
    "  WHERE n.item_id = i.id), 0) AS n"                                                           \
    " FROM items i JOIN shares s ON s.id = i.share_id"                                             \
    " WHERE (?1 IS NULL OR s.name = ?1) AND " path                                                 \
    " AND (?3 IS NULL OR i.purpose = ?3) AND (?4 IS NULL OR i.type = ?4)"                          \
    " AND (?5 < 0 OR i.state = ?5) AND (NOT ?6 OR i.file_id IS NULL) AND (NOT ?7 OR n > 0)"        \
    " AND (NOT ?8 OR i.state > 0)"                                                                 \
    " ORDER BY s.name, i.path, i.part, i.id"

/* What is unread is few among many, and has an index. */
static const char *get_items_sql(const DaichoItemQuery *query)
{
    gboolean is_unread = query->unread_only ||
                         (query->state != NULL && *query->state != DAICHO_ITEM_READ);
    return query->path != NULL ? ITEMS_OF_FILE("?2") ITEMS("(i.id IN file OR i.file_id IN file)")
           : is_unread         ? ITEMS("?2 IS NULL AND i.state > 0")
                               : ITEMS("?2 IS NULL");
}

gboolean daicho_catalog_each_item(DaichoCatalog *catalog, const DaichoItemQuery *query,
                                  DaichoItemFunc each, gpointer data, GError **error)
{
    gint64 path_length = query->path != NULL ? (gint64)strlen(query->path) : 0;
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error, get_items_sql(query), "tbttiiii", query->share, query->path,
        (gsize)path_length, query->purpose, query->type,
        query->state != NULL ? (gint64)*query->state : (gint64)-1, (gint64)query->files_only,
        (gint64)query->with_findings_only, (gint64)query->unread_only);
    g_autoptr(GError) failed = NULL;
    while (rows != NULL && sql_query_next(rows, &failed)) {
        DaichoItem item = {0};
        get_item(rows, &item);
        item.n_findings = sql_get_int(rows, ITEM_COLUMN_COUNT);
        g_autofree char *path = item.path;
        gboolean wanted = query->path_glob == NULL || daicho_text_glob(query->path_glob, item.path);
        if (wanted && !each(&item, data, error)) {
            return FALSE;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

char *daicho_catalog_dup_share_root(DaichoCatalog *catalog, const char *share, GError **error)
{
    g_autoptr(SqlQuery)
        rows = sql_query(catalog, error, "SELECT root FROM shares WHERE name = ?", "t", share);
    g_autoptr(GError) failed = NULL;
    if (rows == NULL) {
        return NULL;
    }
    if (sql_query_next(rows, &failed)) {
        return sql_dup_bytes(rows, 0);
    }
    if (sql_rows_ended(&failed, error)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the catalog knows no share \"%s\": scan it first", share);
    }
    return NULL;
}

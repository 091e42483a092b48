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

#define SELECT_FINDINGS                                                                            \
    "SELECT " ITEM_COLUMNS ", f.rule, f.category, f.kind, f.confidence, f.record, f.start,"        \
    " f.end, f.in_name, f.sample, f.fingerprint, f.locator, CASE WHEN " SQL_IS_DISMISSED(          \
        "?9") " THEN f.dismissal ELSE 0 END, f.table_no, f.column_no"                              \
              " FROM findings f JOIN items i ON i.id = f.item_id JOIN shares s ON s.id = "         \
              "i.share_id"                                                                         \
              " WHERE (?1 IS NULL OR s.name = ?1) AND (?2 IS NULL OR f.rule = ?2)"                 \
              " AND (?3 IS NULL OR f.category = ?3) AND (?4 IS NULL OR i.purpose = ?4)"            \
              " AND f.confidence >= ?5 AND (?7 IS NULL OR f.kind = ?7) AND "

/* The + keeps SQLite from the index of fingerprints: one person may stand in every file. */
static const char findings_of_file[] = ITEMS_OF_FILE("?8") SELECT_FINDINGS
    "(?6 IS NULL OR +f.fingerprint = ?6) AND f.item_id IN (SELECT id FROM file UNION ALL"
    " SELECT m.id FROM items m WHERE m.file_id IN (SELECT id FROM file))";

#define BY_DISMISSAL(now)                                                                          \
    {                                                                                              \
        [DAICHO_DISMISSED_EITHER] = "",                                                            \
        [DAICHO_DISMISSED_NOT] = " AND NOT (" SQL_IS_DISMISSED(now) ")",                           \
        [DAICHO_DISMISSED_ONLY] = " AND " SQL_IS_DISMISSED(now),                                   \
    }

/* "?6 IS NULL OR f.fingerprint = ?6" would not let SQLite use the index. */
static char *dup_findings_sql(const DaichoFindingQuery *query)
{
    static const char *const by_dismissal[] = BY_DISMISSAL("?9");
    const char *select = query->path != NULL          ? findings_of_file
                         : query->fingerprint != NULL ? SELECT_FINDINGS "f.fingerprint = ?6"
                                                      : SELECT_FINDINGS "?6 IS NULL";
    return g_strconcat(select, by_dismissal[query->dismissed],
                       " ORDER BY s.name, i.path, i.part, i.id, f.start, f.id", NULL);
}

gboolean daicho_catalog_each_finding(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                     DaichoFindingFunc each, gpointer data, GError **error)
{
    gsize path_length = query->path != NULL ? strlen(query->path) : 0;
    g_autofree char *sql = dup_findings_sql(query);
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error, sql, "ttttibtbi", query->share, query->rule, query->category,
        query->purpose, (gint64)query->minimum_confidence, query->fingerprint,
        (gsize)DAICHO_FINGERPRINT_BYTES, query->kind, query->path, path_length, query->now_s);
    g_autoptr(GError) failed = NULL;
    while (rows != NULL && sql_query_next(rows, &failed)) {
        DaichoItem item = {0};
        DaichoFinding finding = {0};
        get_item(rows, &item);
        get_finding(rows, ITEM_COLUMN_COUNT, &finding);
        g_autofree char *path = item.path;
        gboolean wanted = query->path_glob == NULL || daicho_text_glob(query->path_glob, item.path);
        wanted = wanted &&
                 (query->wants == NULL || query->wants(&item, &finding, query->wants_data));
        if (wanted && !each(&item, &finding, data, error)) {
            return FALSE;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

#define ITEMS(path)                                                                                \
    "SELECT " ITEM_COLUMNS ", (SELECT COUNT(*) FROM findings f WHERE f.item_id = i.id"             \
    " AND f.rule NOT LIKE 'policy.%') AS n"                                                        \
    " FROM items i JOIN shares s ON s.id = i.share_id"                                             \
    " WHERE (?1 IS NULL OR s.name = ?1) AND " path                                                 \
    " AND (?3 IS NULL OR i.purpose = ?3) AND (?4 IS NULL OR i.type = ?4)"                          \
    " AND (?5 < 0 OR i.state = ?5) AND (NOT ?6 OR i.file_id IS NULL) AND (NOT ?7 OR n > 0)"        \
    " AND (NOT ?8 OR i.state > 0)"                                                                 \
    " ORDER BY s.name, i.path, i.part, i.id"

gboolean daicho_catalog_each_item(DaichoCatalog *catalog, const DaichoItemQuery *query,
                                  DaichoItemFunc each, gpointer data, GError **error)
{
    gint64 path_length = query->path != NULL ? (gint64)strlen(query->path) : 0;
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error,
        query->path != NULL ? ITEMS_OF_FILE("?2") ITEMS("(i.id IN file OR i.file_id IN file)")
                            : ITEMS("?2 IS NULL"),
        "tbttiiii", query->share, query->path, (gsize)path_length, query->purpose, query->type,
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

/* name, root, last_scan_s and what else is in columns. */
#define SHARES(columns)                                                                            \
    "SELECT s.name, s.root, COALESCE((SELECT MAX(finished_s) FROM scans c"                         \
    " WHERE c.share_id = s.id), 0), " columns " FROM shares s ORDER BY s.name"

static gboolean each_share(DaichoCatalog *catalog, const char *sql, DaichoShareFunc each,
                           gpointer data, GError **error)
{
    g_autoptr(SqlQuery) rows = sql_query(catalog, error, sql, "");
    g_autoptr(GError) failed = NULL;
    while (rows != NULL && sql_query_next(rows, &failed)) {
        g_autofree char *root = sql_dup_bytes(rows, 1);
        const DaichoShareRow share = {
            .name = sql_get_text(rows, 0),
            .root = root,
            .last_scan_s = sql_get_int(rows, 2),
            .files = sql_get_int(rows, 3),
            .unread = sql_get_int(rows, 4),
            .findings = sql_get_int(rows, 5),
        };
        if (!each(&share, data, error)) {
            return FALSE;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

gboolean daicho_catalog_each_share(DaichoCatalog *catalog, DaichoShareFunc each, gpointer data,
                                   GError **error)
{
    return each_share(catalog,
                      SHARES("(SELECT COUNT(*) FROM items i WHERE i.share_id = s.id"
                             " AND i.file_id IS NULL), (SELECT COUNT(*) FROM items i"
                             " WHERE i.share_id = s.id AND i.state > 0), (SELECT COUNT(*)"
                             " FROM findings f JOIN items i ON i.id = f.item_id"
                             " WHERE i.share_id = s.id AND f.rule NOT LIKE 'policy.%')"),
                      each, data, error);
}

gboolean daicho_catalog_each_share_uncounted(DaichoCatalog *catalog, DaichoShareFunc each,
                                             gpointer data, GError **error)
{
    return each_share(catalog, SHARES("0, 0, 0"), each, data, error);
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

/* Counted findings: of medium confidence or more, and not the policy's own. */
#define COUNTED_FINDINGS                                                                           \
    "(SELECT f.item_id, f.record, f.category, NOT (" SQL_IS_DISMISSED(                             \
        "?1") ") AS counts"                                                                        \
              " FROM findings f WHERE f.confidence >= 40 AND f.rule NOT LIKE 'policy.%')"
#define FOLDER                                                                                     \
    "CASE WHEN instr(i.path, x'2f') > 0 THEN substr(i.path, 1, instr(i.path, x'2f') - 1)"          \
    " ELSE x'' END"

/* A data set's counts are of what is not dismissed, but for the count of what is. */
#define DATA_SETS                                                                                  \
    "SELECT s.name, " FOLDER " AS folder, i.purpose,"                                              \
    " COUNT(DISTINCT CASE WHEN f.counts THEN COALESCE(i.file_id, i.id) END), SUM(f.counts),"       \
    " COUNT(DISTINCT CASE WHEN f.counts AND f.category IN ('name', 'contact', 'address',"          \
    " 'birth-date', 'government-id') THEN i.id || ':' || f.record END),"                           \
    " (SELECT COUNT(*) FROM items u WHERE u.share_id = s.id AND u.state > 0"                       \
    "  AND u.purpose = i.purpose AND CASE WHEN instr(u.path, x'2f') > 0"                           \
    "  THEN substr(u.path, 1, instr(u.path, x'2f') - 1) ELSE x'' END = " FOLDER "),"               \
    " COALESCE(group_concat(DISTINCT CASE WHEN f.counts THEN f.category END), ''),"                \
    " MIN(i.mtime_ns) / 1000000000, MAX(i.mtime_ns) / 1000000000,"                                 \
    " COALESCE((SELECT MAX(finished_s) FROM scans c WHERE c.share_id = s.id), 0),"                 \
    " SUM(NOT f.counts)"                                                                           \
    " FROM " COUNTED_FINDINGS " f JOIN items i ON i.id = f.item_id"                                \
    " JOIN shares s ON s.id = i.share_id"                                                          \
    " GROUP BY s.name, folder, i.purpose ORDER BY s.name, folder, i.purpose"

static gint compare_texts(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* SQLite joins them in any order. */
static char *dup_sorted(const char *joined)
{
    g_auto(GStrv) all = g_strsplit(joined, ",", -1);
    qsort(all, g_strv_length(all), sizeof *all, compare_texts);
    return g_strjoinv(",", all);
}

gboolean daicho_catalog_each_data_set(DaichoCatalog *catalog, gint64 now_s, DaichoDataSetFunc each,
                                      gpointer data, GError **error)
{
    g_autoptr(SqlQuery) rows = sql_query(catalog, error, DATA_SETS, "i", now_s);
    g_autoptr(GError) failed = NULL;
    while (rows != NULL && sql_query_next(rows, &failed)) {
        g_autofree char *folder = sql_dup_bytes(rows, 1);
        g_autofree char *categories = dup_sorted(sql_get_text(rows, 7));
        const DaichoDataSetRow row = {
            .share = sql_get_text(rows, 0),
            .folder = folder,
            .purpose = sql_get_text(rows, 2),
            .files = sql_get_int(rows, 3),
            .findings = sql_get_int(rows, 4),
            .persons = sql_get_int(rows, 5),
            .unread = sql_get_int(rows, 6),
            .categories = categories,
            .oldest_s = sql_get_int(rows, 8),
            .newest_s = sql_get_int(rows, 9),
            .last_scan_s = sql_get_int(rows, 10),
            .dismissed = sql_get_int(rows, 11),
        };
        if (!each(&row, data, error)) {
            return FALSE;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

gboolean daicho_catalog_count(DaichoCatalog *catalog, DaichoCountBy by, guint minimum_confidence,
                              DaichoDismissed dismissed, gint64 now_s, DaichoCountFunc each,
                              gpointer data, GError **error)
{
#define COUNT_FINDINGS(key)                                                                        \
    "SELECT " key " AS k, COUNT(*) AS n FROM findings f JOIN items i ON i.id = f.item_id"          \
    " JOIN shares s ON s.id = i.share_id WHERE f.rule NOT LIKE 'policy.%'"                         \
    " AND f.confidence >= ?1 AND ?2 IS NOT NULL"
#define COUNT_ITEMS(key, condition)                                                                \
    "SELECT " key " AS k, COUNT(*) AS n FROM items i WHERE " condition                             \
    " AND ?1 >= 0 AND ?2 IS NOT NULL"
    static const char *const queries[] = {
        [DAICHO_COUNT_BY_CATEGORY] = COUNT_FINDINGS("f.category"),
        [DAICHO_COUNT_BY_RULE] = COUNT_FINDINGS("f.rule"),
        [DAICHO_COUNT_BY_PURPOSE] = COUNT_FINDINGS("i.purpose"),
        [DAICHO_COUNT_BY_SHARE] = COUNT_FINDINGS("s.name"),
        [DAICHO_COUNT_BY_YEAR] = COUNT_FINDINGS(
            "strftime('%Y', i.mtime_ns / 1000000000, 'unixepoch')"),
        [DAICHO_COUNT_BY_REASON] = COUNT_ITEMS("i.reason", "i.state > 0"),
        [DAICHO_COUNT_BY_STATE] = COUNT_ITEMS(
            "CASE i.state WHEN 0 THEN 'read' WHEN 1 THEN 'partly-read'"
            " ELSE 'unread' END",
            "1"),
    };
    static const char *const by_dismissal[] = BY_DISMISSAL("?2");
    gboolean is_of_items = by == DAICHO_COUNT_BY_REASON || by == DAICHO_COUNT_BY_STATE;
    g_autofree char *sql = g_strconcat(queries[by], is_of_items ? "" : by_dismissal[dismissed],
                                       " GROUP BY k ORDER BY n DESC, k", NULL);
    g_autoptr(SqlQuery)
        rows = sql_query(catalog, error, sql, "ii", (gint64)minimum_confidence, now_s);
    g_autoptr(GError) failed = NULL;
    while (rows != NULL && sql_query_next(rows, &failed)) {
        if (!each(sql_get_text(rows, 0), sql_get_int(rows, 1), data, error)) {
            return FALSE;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

#include "catalog/items.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"

/* Reports about all items, which read the sums of what was found (sums.h) and no finding. */

#define FOLDER                                                                                     \
    "CASE WHEN instr(i.path, x'2f') > 0 THEN substr(i.path, 1, instr(i.path, x'2f') - 1)"          \
    " ELSE x'' END"

/* A file's rows come one after another: they were written so. */
#define COUNTED_ITEMS                                                                              \
    "SELECT s.name, " FOLDER ", i.purpose, COALESCE(i.file_id, i.id), " SQL_IS_DISMISSED(          \
        "?1") ", f.counted, f.records, f.categories, i.mtime_ns / 1000000000"                      \
              " FROM item_sums f CROSS JOIN items i ON i.id = f.item_id"                           \
              " CROSS JOIN shares s ON s.id = i.share_id WHERE f.counted > 0 ORDER BY f.item_id"

#define UNREAD_ITEMS                                                                               \
    "SELECT s.name, " FOLDER ", i.purpose FROM items i JOIN shares s ON s.id = i.share_id"         \
    " WHERE i.state > 0"

/* A data set as it is added up. */
typedef struct {
    DaichoDataSetRow row;
    char *share, *folder, *purpose;
    GHashTable *categories; /* as they stand in the sums: joined by "," */
    gint64 file;            /* the last one with a finding that counts */
} DataSet;

static void data_set_free(gpointer data)
{
    DataSet *set = data;
    g_free(set->share);
    g_free(set->folder);
    g_free(set->purpose);
    g_hash_table_unref(set->categories);
    g_free(set);
}

static guint data_set_hash(gconstpointer data)
{
    const DataSet *set = data;
    return (g_str_hash(set->share) * 31 + g_str_hash(set->folder)) * 31 + g_str_hash(set->purpose);
}

static gboolean data_set_equal(gconstpointer one, gconstpointer other)
{
    const DataSet *a = one, *b = other;
    return strcmp(a->folder, b->folder) == 0 && strcmp(a->purpose, b->purpose) == 0 &&
           strcmp(a->share, b->share) == 0;
}

static gint data_set_compare(gconstpointer one, gconstpointer other)
{
    const DataSet *a = *(const DataSet *const *)one, *b = *(const DataSet *const *)other;
    gint by_share = strcmp(a->share, b->share), by_folder = strcmp(a->folder, b->folder);
    return by_share != 0 ? by_share : by_folder != 0 ? by_folder : strcmp(a->purpose, b->purpose);
}

/* The data set of a row that begins with share, folder and purpose; NULL when it is not there and may
 * not be made. */
static DataSet *find_data_set(GHashTable *sets, const SqlQuery *rows, gboolean make)
{
    g_autofree char *folder = sql_dup_bytes(rows, 1);
    const DataSet wanted = {.share = (char *)(guintptr)sql_get_text(rows, 0),
                            .folder = folder,
                            .purpose = (char *)(guintptr)sql_get_text(rows, 2)};
    DataSet *set = g_hash_table_lookup(sets, &wanted);
    if (set == NULL && make) {
        set = g_new0(DataSet, 1);
        set->share = g_strdup(wanted.share);
        set->folder = g_steal_pointer(&folder);
        set->purpose = g_strdup(wanted.purpose);
        set->categories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        set->row.oldest_s = G_MAXINT64;
        set->row.newest_s = G_MININT64;
        g_hash_table_add(sets, set);
    }
    return set;
}

/* Counts are of what is not dismissed, but for the count of what is. */
static void add_item(DataSet *set, const SqlQuery *rows)
{
    gint64 file = sql_get_int(rows, 3), mtime_s = sql_get_int(rows, 8);
    const char *categories = sql_get_text(rows, 7);
    gboolean is_dismissed = sql_get_int(rows, 4) != 0;
    gint64 counted = sql_get_int(rows, 5);
    set->row.oldest_s = MIN(set->row.oldest_s, mtime_s);
    set->row.newest_s = MAX(set->row.newest_s, mtime_s);
    set->row.dismissed += is_dismissed ? counted : 0;
    if (is_dismissed) {
        return;
    }
    set->row.findings += counted;
    set->row.persons += sql_get_int(rows, 6);
    set->row.files += file != set->file ? 1 : 0;
    set->file = file;
    if (!g_hash_table_contains(set->categories, categories)) {
        g_hash_table_add(set->categories, g_strdup(categories));
    }
}

static gboolean add_items(DaichoCatalog *catalog, GHashTable *sets, gint64 now_s, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) rows = sql_query(catalog, error, COUNTED_ITEMS, "i", now_s);
    while (rows != NULL && sql_query_next(rows, &failed)) {
        add_item(find_data_set(sets, rows, TRUE), rows);
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

static gboolean add_unread(DaichoCatalog *catalog, GHashTable *sets, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) rows = sql_query(catalog, error, UNREAD_ITEMS, "");
    while (rows != NULL && sql_query_next(rows, &failed)) {
        DataSet *set = find_data_set(sets, rows, FALSE);
        if (set != NULL) {
            set->row.unread++;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

static gboolean find_last_scan(DaichoCatalog *catalog, DataSet *set, GError **error)
{
    return sql_get_single(catalog, 0, &set->row.last_scan_s, error,
                          "SELECT MAX(c.finished_s) FROM scans c JOIN shares s ON s.id = c.share_id"
                          " WHERE s.name = ?",
                          "t", set->share);
}

static gint compare_texts(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* Each once, sorted (g_free). */
static char *join_categories(GHashTable *joined)
{
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter at;
    gpointer key = NULL;
    guint length = 0;
    g_hash_table_iter_init(&at, joined);
    while (g_hash_table_iter_next(&at, &key, NULL)) {
        g_auto(GStrv) words = g_strsplit(key, ",", -1);
        for (guint i = 0; words[i] != NULL; i++) {
            g_hash_table_add(known, g_strdup(words[i]));
        }
    }
    g_autofree char **all = (char **)g_hash_table_get_keys_as_array(known, &length);
    qsort(all, length, sizeof *all, compare_texts);
    return g_strjoinv(",", all);
}

gboolean daicho_catalog_each_data_set(DaichoCatalog *catalog, gint64 now_s, DaichoDataSetFunc each,
                                      gpointer data, GError **error)
{
    g_autoptr(GHashTable)
        sets = g_hash_table_new_full(data_set_hash, data_set_equal, data_set_free, NULL);
    if (!add_items(catalog, sets, now_s, error) || !add_unread(catalog, sets, error)) {
        return FALSE;
    }
    guint length = 0;
    g_autofree DataSet **sorted = (DataSet **)g_hash_table_get_keys_as_array(sets, &length);
    qsort(sorted, length, sizeof(gpointer), data_set_compare);
    for (guint i = 0; i < length; i++) {
        DataSet *set = sorted[i];
        g_autofree char *categories = join_categories(set->categories);
        set->row.share = set->share;
        set->row.folder = set->folder;
        set->row.purpose = set->purpose;
        set->row.categories = categories;
        if (!find_last_scan(catalog, set, error) || !each(&set->row, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_catalog_each_exposed_file(DaichoCatalog *catalog, gint64 now_s,
                                          DaichoExposedFileFunc each, gpointer data, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error,
        "WITH counted (file, findings, dismissed) AS (SELECT COALESCE(i.file_id, i.id),"
        "  SUM(CASE WHEN " SQL_IS_DISMISSED(
            "?1") " THEN 0 ELSE f.counted END),"
                  "  SUM(CASE WHEN " SQL_IS_DISMISSED(
                      "?1") " THEN f.counted ELSE 0 END)"
                            "  FROM item_sums f CROSS JOIN items i ON i.id = f.item_id WHERE "
                            "f.counted > 0 GROUP BY 1)"
                            " SELECT s.name, i.path, i.mode, i.uid, i.gid, i.acl, c.findings, "
                            "c.dismissed"
                            " FROM counted c CROSS JOIN items i ON i.id = c.file JOIN shares s ON "
                            "s.id = i.share_id",
        "i", now_s);
    while (rows != NULL && sql_query_next(rows, &failed)) {
        g_autofree char *path = sql_dup_bytes(rows, 1);
        const DaichoExposedFile file = {
            .share = sql_get_text(rows, 0),
            .path = path,
            .mode = (guint32)sql_get_int(rows, 2),
            .uid = (guint32)sql_get_int(rows, 3),
            .gid = (guint32)sql_get_int(rows, 4),
            .acl = sql_get_text(rows, 5),
            .findings = sql_get_int(rows, 6),
            .dismissed = sql_get_int(rows, 7),
        };
        if (!each(&file, data, error)) {
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
                             " WHERE i.share_id = s.id AND i.state > 0), COALESCE((SELECT"
                             " SUM(n.findings) FROM item_sums n CROSS JOIN items i"
                             " ON i.id = n.item_id WHERE i.share_id = s.id), 0)"),
                      each, data, error);
}

gboolean daicho_catalog_each_share_uncounted(DaichoCatalog *catalog, DaichoShareFunc each,
                                             gpointer data, GError **error)
{
    return each_share(catalog, SHARES("0, 0, 0"), each, data, error);
}

#define OF_ITEM " CROSS JOIN items i ON i.id = f.item_id CROSS JOIN shares s ON s.id = i.share_id"

/* By what findings are counted, and the sums that know it. */
static const struct {
    const char *key, *sums;
} countings[] = {
    [DAICHO_COUNT_BY_CATEGORY] = {"f.category", "finding_sums f"},
    [DAICHO_COUNT_BY_RULE] = {"f.rule", "finding_sums f"},
    [DAICHO_COUNT_BY_PURPOSE] = {"i.purpose", "item_sums f" OF_ITEM},
    [DAICHO_COUNT_BY_SHARE] = {"s.name", "item_sums f" OF_ITEM},
    [DAICHO_COUNT_BY_YEAR] = {"strftime('%Y', i.mtime_ns / 1000000000, 'unixepoch')",
                              "item_sums f" OF_ITEM},
};

/* Sums answer for any confidence and for a medium one; for others findings are counted (g_free). */
static char *dup_count_sql(DaichoCountBy by, guint minimum_confidence, DaichoDismissed dismissed)
{
    enum { MEDIUM = 40 };
    static const char *const by_dismissal[] = SQL_BY_DISMISSAL("?2");
    const char *key = countings[by].key;
    gboolean has_sums = minimum_confidence == 0 || minimum_confidence == MEDIUM;
    return g_strconcat(
        "SELECT ", key, " AS k, ",
        !has_sums                 ? "COUNT(*)"
        : minimum_confidence == 0 ? "SUM(f.findings)"
                                  : "SUM(f.counted)",
        " AS n FROM ", has_sums ? countings[by].sums : "findings f" OF_ITEM,
        " WHERE ?1 >= 0 AND ?2 IS NOT NULL",
        has_sums ? "" : " AND f.confidence >= ?1 AND NOT (" SQL_IS_POLICY("f.rule") ")",
        by_dismissal[dismissed], " GROUP BY k HAVING n > 0 ORDER BY n DESC, k", NULL);
}

#define COUNT_ITEMS(key, condition)                                                                \
    "SELECT " key " AS k, COUNT(*) AS n FROM items i WHERE " condition                             \
    " AND ?1 >= 0 AND ?2 IS NOT NULL GROUP BY k ORDER BY n DESC, k"

gboolean daicho_catalog_count(DaichoCatalog *catalog, DaichoCountBy by, guint minimum_confidence,
                              DaichoDismissed dismissed, gint64 now_s, DaichoCountFunc each,
                              gpointer data, GError **error)
{
    static const char by_reason[] = COUNT_ITEMS("i.reason", "i.state > 0");
    static const char by_state[] = COUNT_ITEMS(
        "CASE i.state WHEN 0 THEN 'read' WHEN 1 THEN 'partly-read' ELSE 'unread' END", "1");
    g_autofree char *counted = (gsize)by < G_N_ELEMENTS(countings)
                                   ? dup_count_sql(by, minimum_confidence, dismissed)
                                   : NULL;
    const char *sql = counted != NULL                ? counted
                      : by == DAICHO_COUNT_BY_REASON ? by_reason
                                                     : by_state;
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

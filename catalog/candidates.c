#include "catalog/candidates.h"

#include "catalog/sql.h"

static gboolean tell_names(SqlQuery *rows, DaichoNameFunc each, gpointer data, GError **error)
{
    g_autoptr(GError) failed = NULL;
    while (rows != NULL && sql_query_next(rows, &failed)) {
        g_autofree char *path = sql_dup_bytes(rows, 1);
        if (!each(sql_get_text(rows, 0), path, sql_get_text(rows, 2), data, error)) {
            return FALSE;
        }
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

gboolean daicho_catalog_each_name(DaichoCatalog *catalog, DaichoNameFunc each, gpointer data,
                                  GError **error)
{
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error,
        "SELECT s.name, i.path, i.part FROM items i JOIN shares s ON s.id = i.share_id", "");
    return tell_names(rows, each, data, error);
}

gboolean daicho_catalog_each_file_with(DaichoCatalog *catalog, const char *const *categories,
                                       DaichoNameFunc each, gpointer data, GError **error)
{
    g_autofree char *joined = g_strjoinv(",", (char **)(guintptr)categories);
    g_autofree char *list = g_strconcat(",", joined, ",", NULL);
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error,
        "SELECT s.name, f.path, '' FROM items f JOIN shares s ON s.id = f.share_id WHERE f.id IN"
        " (SELECT COALESCE(i.file_id, i.id) FROM finding_sums n CROSS JOIN items i"
        "  ON i.id = n.item_id WHERE instr(?1, ',' || n.category || ',') > 0)",
        "t", list);
    return tell_names(rows, each, data, error);
}

gboolean daicho_catalog_each_file_of(DaichoCatalog *catalog, const char *kind,
                                     const guint8 fingerprint[DAICHO_FINGERPRINT_BYTES],
                                     DaichoNameFunc each, gpointer data, GError **error)
{
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error,
        "SELECT s.name, f.path, '' FROM items f JOIN shares s ON s.id = f.share_id WHERE f.id IN"
        " (SELECT COALESCE(i.file_id, i.id) FROM findings f JOIN items i ON i.id = f.item_id"
        "  WHERE " SQL_HAS_PRINT("(VALUES (?1))") " AND f.kind = ?2)",
        "bt", fingerprint, (gsize)DAICHO_FINGERPRINT_BYTES, kind);
    return tell_names(rows, each, data, error);
}

gboolean daicho_catalog_each_file_refuted(DaichoCatalog *catalog, DaichoNameFunc each,
                                          gpointer data, GError **error)
{
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error,
        "SELECT s.name, f.path, '' FROM items f JOIN shares s ON s.id = f.share_id WHERE f.id IN"
        " (SELECT COALESCE(i.file_id, i.id) FROM items i WHERE i.has_refuted)",
        "");
    return tell_names(rows, each, data, error);
}

gboolean daicho_catalog_count_unread(DaichoCatalog *catalog, gint64 *count, GError **error)
{
    return sql_get_single(catalog, 0, count, error, "SELECT COUNT(*) FROM items WHERE state > 0",
                          "");
}

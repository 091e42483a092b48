#include "catalog/retention.h"

#include <string.h>

#include "catalog/sql.h"

void daicho_retention_file_free(DaichoRetentionFile *file)
{
    if (file == NULL) {
        return;
    }
    g_free(file->share);
    g_free(file->path);
    g_strfreev(file->purposes);
    g_free(file);
}

GPtrArray *daicho_catalog_load_retention(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GPtrArray)
        files = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_retention_file_free);
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error,
        "WITH counted AS (SELECT COALESCE(i.file_id, i.id) AS file, i.file_id, i.purpose, i.state,"
        "  COALESCE((SELECT SUM(n.counted) FROM item_sums n WHERE n.item_id = i.id), 0) AS found"
        "  FROM items i)"
        " SELECT s.name, f.path, f.mtime_ns, f.size_bytes, f.found_s,"
        "  group_concat(DISTINCT CASE WHEN c.found > 0 OR (c.file_id IS NULL AND c.purpose != '') "
        "THEN c.purpose END),"
        "  SUM(c.found) AS n, MAX(c.state) AS worst"
        " FROM counted c JOIN items f ON f.id = c.file JOIN shares s ON s.id = f.share_id"
        " GROUP BY f.id HAVING n > 0 OR worst > 0 ORDER BY s.name, f.path",
        "");
    while (rows != NULL && sql_query_next(rows, &failed)) {
        DaichoRetentionFile *file = g_new0(DaichoRetentionFile, 1);
        file->share = sql_dup_text(rows, 0);
        file->path = sql_dup_bytes(rows, 1);
        file->mtime_ns = sql_get_int(rows, 2);
        file->size_bytes = sql_get_int(rows, 3);
        file->found_s = sql_get_int(rows, 4);
        file->purposes = g_strsplit(sql_get_text(rows, 5), ",", -1);
        file->findings = sql_get_int(rows, 6);
        file->is_unread = sql_get_int(rows, 7) > 0;
        g_ptr_array_add(files, file);
    }
    return rows != NULL && sql_rows_ended(&failed, error) ? g_steal_pointer(&files) : NULL;
}

DaichoDisposition *daicho_disposition_new(void)
{
    DaichoDisposition *disposition = g_new0(DaichoDisposition, 1);
    disposition->purpose = g_strdup("");
    disposition->decision = g_strdup("");
    disposition->until = g_strdup("");
    disposition->reason = g_strdup("");
    disposition->made_by = g_strdup("");
    return disposition;
}

void daicho_disposition_free(DaichoDisposition *disposition)
{
    if (disposition == NULL) {
        return;
    }
    g_free(disposition->purpose);
    g_free(disposition->decision);
    g_free(disposition->until);
    g_free(disposition->reason);
    g_free(disposition->made_by);
    g_free(disposition);
}

/* A name of a share has no colon. */
static void print_file(DaichoCatalog *catalog, const char *share, const char *path,
                       guint8 print[DAICHO_FINGERPRINT_BYTES])
{
    g_autofree char *place = g_strconcat(share, ":", path, NULL);
    daicho_key_fingerprint(catalog->key, "place", place, print);
}

gboolean daicho_catalog_put_disposition(DaichoCatalog *catalog, const char *share, const char *path,
                                        DaichoDisposition *disposition, GError **error)
{
    guint8 print[DAICHO_FINGERPRINT_BYTES];
    print_file(catalog, share, path, print);
    if (!sql_run(catalog, error,
                 "INSERT INTO dispositions (file, purpose, decision, until, reason, mtime_ns,"
                 " size_bytes, made_by, made_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 "bttttiiti", print, sizeof print, disposition->purpose, disposition->decision,
                 disposition->until, disposition->reason, disposition->mtime_ns,
                 disposition->size_bytes, disposition->made_by, disposition->made_s)) {
        return FALSE;
    }
    disposition->number = sqlite3_last_insert_rowid(catalog->db);
    return TRUE;
}

DaichoDisposition *daicho_catalog_get_disposition(DaichoCatalog *catalog, const char *share,
                                                  const char *path, GError **error)
{
    guint8 print[DAICHO_FINGERPRINT_BYTES];
    g_autoptr(GError) failed = NULL;
    print_file(catalog, share, path, print);
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error,
                          "SELECT number, purpose, decision, until, reason, mtime_ns, size_bytes,"
                          " made_by, made_s FROM dispositions WHERE file = ?"
                          " ORDER BY number DESC LIMIT 1",
                          "b", print, sizeof print);
    if (query == NULL || !sql_query_next(query, &failed)) {
        if (query != NULL) {
            sql_rows_ended(&failed, error);
        }
        return NULL;
    }
    DaichoDisposition *disposition = daicho_disposition_new();
    disposition->number = sql_get_int(query, 0);
    sql_take_text(&disposition->purpose, sql_dup_text(query, 1));
    sql_take_text(&disposition->decision, sql_dup_text(query, 2));
    sql_take_text(&disposition->until, sql_dup_text(query, 3));
    sql_take_text(&disposition->reason, sql_dup_text(query, 4));
    disposition->mtime_ns = sql_get_int(query, 5);
    disposition->size_bytes = sql_get_int(query, 6);
    sql_take_text(&disposition->made_by, sql_dup_text(query, 7));
    disposition->made_s = sql_get_int(query, 8);
    return disposition;
}

gboolean daicho_catalog_shred_retention(DaichoCatalog *catalog, gint64 before_s, gint64 *shredded,
                                        GError **error)
{
    gboolean done = sql_run(catalog, error,
                            "UPDATE plans SET text = NULL WHERE text IS NOT NULL AND request = 0"
                            " AND made_s < ? AND state IN ('applied', 'partly', 'superseded')"
                            " AND number NOT IN (SELECT plan FROM vault WHERE state = 'stored')",
                            "i", before_s);
    *shredded = done ? sqlite3_changes64(catalog->db) : 0;
    return done;
}

#include "catalog/items.h"

#include <string.h>

#include "base/error.h"
#include "catalog/dismissals_cover.h"
#include "catalog/sql.h"
#include "catalog/sums.h"

gboolean daicho_catalog_put_share(DaichoCatalog *catalog, const char *name, const char *root,
                                  GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error, "SELECT root FROM shares WHERE name = ?", "t", name);
    if (query == NULL) {
        return FALSE;
    }
    if (!sql_query_next(query, &failed)) {
        if (!sql_rows_ended(&failed, error)) {
            return FALSE;
        }
        return sql_run(catalog, error, "INSERT INTO shares (name, root) VALUES (?, ?)", "tb", name,
                       root, strlen(root));
    }
    gsize length = 0;
    const void *bytes = sql_get_bytes(query, 0, &length);
    g_autofree char *known = g_strndup(bytes, length);
    if (strcmp(known, root) == 0) {
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "the share \"%s\" is the folder %s in this catalog, not %s: give one of them "
                "another name in daicho.yaml, or use another catalog",
                name, known, root);
    return FALSE;
}

static gboolean find_unfinished(DaichoCatalog *catalog, const char *rules_digest,
                                DaichoScanRow *scan, gboolean *found, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error,
        "SELECT id, started_s, rules_digest, is_full, finished_s IS NULL FROM scans"
        " WHERE share_id = ? ORDER BY id DESC LIMIT 1",
        "i", scan->share_id);
    if (query == NULL) {
        return FALSE;
    }
    *found = FALSE;
    if (sql_query_next(query, &failed)) {
        *found = sql_get_int(query, 4) != 0 && sql_get_int(query, 3) == scan->full &&
                 strcmp(sql_get_text(query, 2), rules_digest) == 0;
        scan->id = sql_get_int(query, 0);
        scan->started_s = sql_get_int(query, 1);
    }
    return sql_rows_ended(&failed, error);
}

gboolean daicho_catalog_begin_scan(DaichoCatalog *catalog, const char *share,
                                   const char *rules_digest, gboolean full, gint64 now_s,
                                   DaichoScanRow *scan, GError **error)
{
    *scan = (DaichoScanRow){.full = full};
    if (!sql_get_single(catalog, 0, &scan->share_id, error, "SELECT id FROM shares WHERE name = ?",
                        "t", share) ||
        !find_unfinished(catalog, rules_digest, scan, &scan->resumed, error)) {
        return FALSE;
    }
    g_strlcpy(scan->rules_digest, rules_digest, sizeof scan->rules_digest);
    if (scan->resumed) {
        return TRUE;
    }
    scan->started_s = now_s;
    if (!sql_run(catalog, error,
                 "INSERT INTO scans (share_id, rules_digest, is_full, started_s)"
                 " VALUES (?, ?, ?, ?)",
                 "itii", scan->share_id, rules_digest, (gint64)full, now_s)) {
        return FALSE;
    }
    scan->id = sqlite3_last_insert_rowid(catalog->db);
    return TRUE;
}

/* Purposes are to be assigned again: said once in a transaction. Remembering it longer would be wrong
 * after a rollback, or after another process assigned them. */
static gboolean mark_stale(DaichoCatalog *catalog, GError **error)
{
    g_assert(catalog->depth > 0);
    catalog->is_marked_stale = catalog->is_marked_stale ||
                               sql_run(catalog, error, "DELETE FROM meta WHERE key = 'purposes-by'",
                                       "");
    return catalog->is_marked_stale;
}

/* The row of a file; *id is 0 when there is none. Reading a file again does not change when a scan
 * first saw one under this path. */
static gboolean find_old(DaichoCatalog *catalog, const DaichoScanRow *scan, const char *path,
                         gint64 *id, gint64 *found_s, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error,
                          "SELECT id, found_s FROM items WHERE share_id = ? AND path = ?"
                          " AND file_id IS NULL",
                          "ib", scan->share_id, path, strlen(path));
    *id = 0;
    *found_s = scan->started_s;
    if (query != NULL && sql_query_next(query, &failed)) {
        *id = sql_get_int(query, 0);
        *found_s = sql_get_int(query, 1) > 0 ? sql_get_int(query, 1) : *found_s;
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

/* Makes way for new rows of a file. */
static gboolean delete_old(DaichoCatalog *catalog, const DaichoScanRow *scan, const char *path,
                           gint64 *found_s, GError **error)
{
    gint64 id = 0;
    return find_old(catalog, scan, path, &id, found_s, error) &&
           (id == 0 || sql_run(catalog, error, "DELETE FROM items WHERE id = ?", "i", id));
}

/* Leaves out a file's row whose path has one already: *id is 0 then. */
static gboolean insert_item(DaichoCatalog *catalog, const DaichoScanRow *scan,
                            const DaichoItem *item, gint64 found_s, gint64 file_id,
                            const char *marker, gint64 *id, GError **error)
{
    gsize length = 0;
    g_autoptr(GBytes) sealed = sql_seal(catalog, marker);
    const void *sealed_marker = sealed != NULL ? g_bytes_get_data(sealed, &length) : NULL;
    g_autofree char *file = file_id != 0 ? g_strdup_printf("%" G_GINT64_FORMAT, file_id) : NULL;
    gboolean is_run = sql_run(
        catalog, error,
        "INSERT INTO items (share_id, file_id, path, part, type, charset, state, reason, marker,"
        " device, inode, size_bytes, mtime_ns, ctime_ns, mode, uid, gid, acl, digest,"
        " content_bytes, records, has_refuted, rules_digest, seen_scan, read_scan, found_s)"
        " VALUES (?, CAST(? AS INTEGER), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        "itbtttitbiiiiiiiittiiitiii", scan->share_id, file, item->path, strlen(item->path),
        item->part, item->type, item->charset, (gint64)item->state, item->reason, sealed_marker,
        length, (gint64)item->identity.device, (gint64)item->identity.inode,
        item->identity.size_bytes, item->identity.mtime_ns, item->identity.ctime_ns,
        (gint64)item->mode, (gint64)item->uid, (gint64)item->gid, item->acl, item->digest,
        item->size_bytes, item->records, (gint64)item->has_refuted, scan->rules_digest, scan->id,
        scan->id, found_s);
    *id = is_run && sqlite3_changes(catalog->db) > 0 ? sqlite3_last_insert_rowid(catalog->db) : 0;
    return is_run;
}

/* Most files have no row yet: whether there is one is asked only of what cannot be inserted. */
static gboolean replace_item(DaichoCatalog *catalog, const DaichoScanRow *scan,
                             const DaichoItem *file, const char *marker, gint64 *id,
                             gint64 *found_s, GError **error)
{
    *found_s = scan->started_s;
    if (!mark_stale(catalog, error) ||
        !insert_item(catalog, scan, file, *found_s, 0, marker, id, error)) {
        return FALSE;
    }
    if (*id == 0 && (!delete_old(catalog, scan, file->path, found_s, error) ||
                     !insert_item(catalog, scan, file, *found_s, 0, marker, id, error))) {
        return FALSE;
    }
    if (*id == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "catalog: a row is in the way of that of %s and cannot be found: run daicho "
                    "catalog check",
                    file->path);
    }
    return *id != 0;
}

static gboolean insert_findings(DaichoCatalog *catalog, gint64 item_id, const GPtrArray *findings,
                                GError **error)
{
    for (guint i = 0; i < findings->len; i++) {
        const DaichoFinding *finding = g_ptr_array_index(findings, i);
        if (!sql_run(catalog, error,
                     "INSERT INTO findings (item_id, rule, category, kind, confidence, record,"
                     " start, end, in_name, sample, fingerprint, locator, table_no, column_no)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     "itttiiiiitbtii", item_id, finding->rule, finding->category, finding->kind,
                     (gint64)finding->confidence, finding->record, finding->start, finding->end,
                     (gint64)finding->in_name, finding->sample, finding->fingerprint,
                     (gsize)DAICHO_FINGERPRINT_BYTES, finding->locator, finding->table,
                     finding->column)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The findings of an item that was written just now, and what they add up to. */
static gboolean put_findings(DaichoCatalog *catalog, gint64 item_id, const GPtrArray *findings,
                             GError **error)
{
    gboolean may_be_covered = FALSE;
    if (findings->len == 0) {
        return TRUE;
    }
    if (!insert_findings(catalog, item_id, findings, error) ||
        !dismissals_may_cover(catalog, &may_be_covered, error)) {
        return FALSE;
    }
    return may_be_covered ? dismissals_cover_item(catalog, item_id, error) &&
                                sums_refresh_item(catalog, item_id, error)
                          : sums_add_item(catalog, item_id, findings, error);
}

gboolean daicho_catalog_put_file(DaichoCatalog *catalog, const DaichoScanRow *scan,
                                 GPtrArray *items, const char *marker, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_join(catalog, error);
    const DaichoItem *file = g_ptr_array_index(items, 0);
    gint64 file_id = 0;
    gint64 found_s = 0;
    if (transaction == NULL ||
        !replace_item(catalog, scan, file, marker, &file_id, &found_s, error) ||
        !put_findings(catalog, file_id, file->findings, error)) {
        return FALSE;
    }
    for (guint i = 1; i < items->len; i++) {
        const DaichoItem *item = g_ptr_array_index(items, i);
        gint64 id = 0;
        if (!insert_item(catalog, scan, item, found_s, file_id, NULL, &id, error) ||
            !put_findings(catalog, id, item->findings, error)) {
            return FALSE;
        }
    }
    return daicho_transaction_commit(transaction, error);
}

gboolean daicho_catalog_replace_file(DaichoCatalog *catalog, GPtrArray *items, GError **error)
{
    const DaichoItem *file = g_ptr_array_index(items, 0);
    DaichoScanRow scan = {0};
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error,
                          "SELECT i.share_id, i.seen_scan, i.rules_digest FROM items i"
                          " JOIN shares s ON s.id = i.share_id"
                          " WHERE s.name = ? AND i.path = ? AND i.file_id IS NULL",
                          "tb", file->share, file->path, strlen(file->path));
    if (query == NULL) {
        return FALSE;
    }
    if (!sql_query_next(query, &failed)) {
        return sql_rows_ended(&failed, error); /* not catalogued: nothing to bring up to date */
    }
    scan.share_id = sql_get_int(query, 0);
    scan.id = sql_get_int(query, 1);
    g_strlcpy(scan.rules_digest, sql_get_text(query, 2), sizeof scan.rules_digest);
    g_clear_pointer(&query, sql_query_free);
    return daicho_catalog_put_file(catalog, &scan, items, NULL, error);
}

static const char *get_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* What a text is told by besides its content; a marker is told by its whole name. */
static const char *get_ending(const char *path)
{
    const char *name = get_base(path);
    const char *dot = strrchr(name, '.');
    return strcmp(name, ".daicho.yaml") == 0 ? name : dot != NULL ? dot : "";
}

/* The folder's name is context to the rules. */
static gboolean are_folders_alike(const char *path, const char *other)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *other_folder = g_path_get_dirname(other);
    return strcmp(get_base(folder), get_base(other_folder)) == 0;
}

/* Whether what was read from content at one path would be read from it at another: what a
 * compressed file holds is called by that file's name. */
static gboolean is_read_alike(DaichoCatalog *catalog, gint64 id, const char *from, const char *to,
                              gboolean *alike, GError **error)
{
    *alike = FALSE;
    if (g_ascii_strcasecmp(get_ending(from), get_ending(to)) != 0 || !are_folders_alike(from, to)) {
        return TRUE;
    }
    const char *base = get_base(from);
    gint64 n_named_after = 0;
    if (strcmp(base, get_base(to)) != 0 &&
        !sql_get_single(catalog, 0, &n_named_after, error,
                        "SELECT COUNT(*) FROM items WHERE file_id = ?1"
                        " AND substr(?2, 1, length(part)) = part AND length(part) > 0",
                        "it", id, base)) {
        return FALSE;
    }
    *alike = n_named_after == 0;
    return TRUE;
}

/* The row of another file with the same content that would be read alike, read in full by the same
 * rules; 0 when there is none. */
static gboolean find_same_content(DaichoCatalog *catalog, const DaichoScanRow *scan,
                                  const DaichoItem *file, gint64 *id, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error,
                          "SELECT id, path FROM items WHERE digest = ?1 AND digest != ''"
                          " AND file_id IS NULL AND rules_digest = ?2 AND content_bytes = ?3"
                          " AND state = 0 AND (read_scan >= ?4 OR NOT ?5)"
                          " AND NOT (share_id = ?6 AND path = ?7) AND NOT EXISTS"
                          " (SELECT 1 FROM items m WHERE m.file_id = items.id AND m.state != 0)",
                          "ttiiiib", file->digest, scan->rules_digest, file->size_bytes, scan->id,
                          (gint64)scan->full, scan->share_id, file->path, strlen(file->path));
    *id = 0;
    while (query != NULL && *id == 0 && sql_query_next(query, &failed)) {
        gsize length = 0;
        gint64 row = sql_get_int(query, 0);
        const void *bytes = sql_get_bytes(query, 1, &length);
        g_autofree char *path = g_strndup(bytes != NULL ? bytes : "", length);
        gboolean alike = FALSE;
        if (!is_read_alike(catalog, row, path, file->path, &alike, error)) {
            return FALSE;
        }
        *id = alike ? row : 0;
    }
    return sql_rows_ended(&failed, error) && query != NULL;
}

#define COPIED_COLUMNS                                                                             \
    "share_id, file_id, path, part, type, charset, state, reason, device, inode, size_bytes,"      \
    " mtime_ns, ctime_ns, mode, uid, gid, acl, digest, content_bytes, records, has_refuted, "      \
    "rules_digest,"                                                                                \
    " seen_scan, read_scan, found_s"

static gboolean copy_findings(DaichoCatalog *catalog, gint64 from, gint64 to, GError **error)
{
    /* Findings in the old name stay with the old name. */
    return sql_run(
               catalog, error,
               "INSERT INTO findings (item_id, rule, category, kind, confidence, record, start,"
               " end, in_name, sample, fingerprint, locator, table_no, column_no) SELECT ?, rule,"
               " category, kind,"
               " confidence, record, start, end, in_name, sample, fingerprint, locator,"
               " table_no, column_no"
               " FROM findings"
               " WHERE item_id = ?2 AND NOT (" SQL_IS_POLICY(
                   "rule") ")"
                           " AND NOT (in_name AND EXISTS (SELECT 1 FROM items WHERE id = ?2"
                           " AND file_id IS NULL))",
               "ii", to, from) &&
           dismissals_cover_item(catalog, to, error) && sums_refresh_item(catalog, to, error);
}

/* Copies the rows below from to below to: the file's own row is there already. */
static gboolean copy_members(DaichoCatalog *catalog, gint64 from, gint64 to, GError **error)
{
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT id FROM items WHERE file_id = ? ORDER BY id", "i", from);
    g_autoptr(GError) failed = NULL;
    g_autoptr(GArray) members = g_array_new(FALSE, FALSE, sizeof(gint64));
    while (query != NULL && sql_query_next(query, &failed)) {
        gint64 id = sql_get_int(query, 0);
        g_array_append_val(members, id);
    }
    if (query == NULL || failed != NULL) {
        if (failed != NULL) {
            g_propagate_error(error, g_steal_pointer(&failed));
        }
        return FALSE;
    }
    for (guint i = 0; i < members->len; i++) {
        gint64 member = g_array_index(members, gint64, i);
        if (!sql_run(
                catalog, error,
                "INSERT INTO items (" COPIED_COLUMNS ") SELECT f.share_id, f.id, f.path,"
                " m.part, m.type, m.charset, m.state, m.reason, f.device, f.inode,"
                " f.size_bytes, f.mtime_ns, f.ctime_ns, f.mode, f.uid, f.gid, f.acl,"
                " m.digest, m.content_bytes, m.records, m.has_refuted, f.rules_digest, f.seen_scan,"
                " f.read_scan, f.found_s FROM items m, items f WHERE m.id = ? AND f.id = ?",
                "ii", member, to) ||
            !copy_findings(catalog, member, sqlite3_last_insert_rowid(catalog->db), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_catalog_copy_file(DaichoCatalog *catalog, const DaichoScanRow *scan,
                                  const DaichoItem *file, gboolean *copied, GError **error)
{
    gint64 from = 0;
    gint64 found_s = 0;
    *copied = FALSE;
    /* Under its own path the old row is about to go: that file is read again instead. */
    if (!find_same_content(catalog, scan, file, &from, error)) {
        return FALSE;
    }
    if (from == 0) {
        return TRUE;
    }
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_join(catalog, error);
    gint64 to = 0;
    if (transaction == NULL || !replace_item(catalog, scan, file, NULL, &to, &found_s, error)) {
        return FALSE;
    }
    *copied = sql_run(
                  catalog, error,
                  "UPDATE items SET (type, charset, state, reason, records, has_refuted, marker) ="
                  " (SELECT type, charset, state, reason, records, has_refuted, marker FROM items"
                  "  WHERE id = ?2)"
                  " WHERE id = ?1",
                  "ii", to, from) &&
              copy_findings(catalog, from, to, error) && copy_members(catalog, from, to, error) &&
              daicho_transaction_commit(transaction, error);
    return *copied;
}

static gboolean count_items(DaichoCatalog *catalog, gint64 share_id, DaichoScanTotals *totals,
                            GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error,
                          "SELECT SUM(state = 0), SUM(state = 1), SUM(state = 2) FROM items"
                          " WHERE share_id = ?",
                          "i", share_id);
    if (query != NULL && sql_query_next(query, &failed)) {
        totals->read = sql_get_int(query, 0);
        totals->partly_read = sql_get_int(query, 1);
        totals->unread = sql_get_int(query, 2);
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

/* By confidence: high, medium, low. */
#define COUNT_FINDINGS                                                                             \
    "SELECT SUM(f.high), SUM(f.counted - f.high), SUM(f.findings - f.counted) FROM item_sums f"    \
    " CROSS JOIN items i ON i.id = f.item_id WHERE i.share_id = ?1 AND ?2 IS NOT NULL"

static gboolean sum_findings(DaichoCatalog *catalog, const char *sql, gint64 share_id, gint64 now_s,
                             gint64 sums[3], GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(catalog, error, sql, "ii", share_id, now_s);
    if (query != NULL && sql_query_next(query, &failed)) {
        for (int i = 0; i < 3; i++) {
            sums[i] = sql_get_int(query, i);
        }
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

/* Those that are dismissed have an index. */
static gboolean count_findings(DaichoCatalog *catalog, gint64 share_id, gint64 now_s,
                               DaichoScanTotals *totals, GError **error)
{
    gint64 all[3] = {0}, dismissed[3] = {0};
    if (!sum_findings(catalog, COUNT_FINDINGS, share_id, now_s, all, error) ||
        !sum_findings(catalog, COUNT_FINDINGS " AND " SQL_IS_DISMISSED("?2"), share_id, now_s,
                      dismissed, error)) {
        return FALSE;
    }
    totals->high = all[0] - dismissed[0];
    totals->medium = all[1] - dismissed[1];
    totals->low = all[2] - dismissed[2];
    totals->dismissed = dismissed[0] + dismissed[1] + dismissed[2];
    totals->findings = all[0] + all[1] + all[2];
    return TRUE;
}

static gboolean delete_gone(DaichoCatalog *catalog, const GArray *gone, gint64 *removed,
                            GError **error)
{
    for (guint i = 0; i < gone->len; i++) {
        if (!sql_run(catalog, error, "DELETE FROM items WHERE id = ? AND file_id IS NULL", "i",
                     g_array_index(gone, gint64, i))) {
            return FALSE;
        }
        *removed += sqlite3_changes64(catalog->db);
    }
    return gone->len == 0 || mark_stale(catalog, error);
}

gboolean daicho_catalog_finish_scan(DaichoCatalog *catalog, const DaichoScanRow *scan,
                                    const GArray *gone, gint64 now_s, DaichoScanTotals *totals,
                                    GError **error)
{
    *totals = (DaichoScanTotals){0};
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    return transaction != NULL &&
           (gone == NULL || delete_gone(catalog, gone, &totals->removed, error)) &&
           sql_run(catalog, error, "UPDATE scans SET finished_s = ? WHERE id = ?", "ii", now_s,
                   scan->id) &&
           count_items(catalog, scan->share_id, totals, error) &&
           count_findings(catalog, scan->share_id, now_s, totals, error) &&
           daicho_transaction_commit(transaction, error);
}

gboolean daicho_catalog_forget_file(DaichoCatalog *catalog, const char *share, const char *path,
                                    GError **error)
{
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    daicho_key_fingerprint(catalog->key, "path", path, fingerprint);
    g_autofree char *hex = daicho_hex_encode(fingerprint, sizeof fingerprint);
    g_autofree char *erased = g_strconcat("erased:", hex, NULL);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    /* The rows of what was found go; the vault's index and the plan keep the fingerprint. */
    return transaction != NULL && mark_stale(catalog, error) &&
           sql_run(catalog, error,
                   "DELETE FROM items WHERE file_id IS NULL AND path = ?2"
                   " AND share_id = (SELECT id FROM shares WHERE name = ?1)",
                   "tb", share, path, strlen(path)) &&
           sql_run(catalog, error,
                   "UPDATE vault SET path = ?3 WHERE share = ?1 AND path = ?2"
                   " AND state = 'purged'",
                   "tbb", share, path, strlen(path), erased, strlen(erased)) &&
           dismissals_forget_path(catalog, share, path, erased, error) &&
           daicho_transaction_commit(transaction, error);
}

#include "catalog/plans.h"

#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"

static void get_signature(const SqlQuery *query, int column,
                          guint8 signature[DAICHO_SIGNATURE_BYTES])
{
    gsize length = 0;
    const void *bytes = sql_get_bytes(query, column, &length);
    memset(signature, 0, DAICHO_SIGNATURE_BYTES);
    if (length == DAICHO_SIGNATURE_BYTES) {
        memcpy(signature, bytes, length);
    }
}

DaichoPlanRow *daicho_plan_row_new(void)
{
    DaichoPlanRow *row = g_new0(DaichoPlanRow, 1);
    row->text = g_strdup("");
    row->hash = g_strdup("");
    row->state = g_strdup("planned");
    row->made_by = g_strdup("");
    row->approved_by = g_strdup("");
    return row;
}

void daicho_plan_row_free(DaichoPlanRow *row)
{
    if (row == NULL) {
        return;
    }
    g_free(row->text);
    g_free(row->hash);
    g_free(row->state);
    g_free(row->made_by);
    g_free(row->approved_by);
    g_free(row);
}

char *daicho_plan_row_dup_statement(const DaichoPlanRow *row)
{
    return g_strdup_printf("daicho approval of plan %" G_GINT64_FORMAT
                           " with hash %s by %s at %" G_GINT64_FORMAT,
                           row->number, row->hash, row->approved_by, row->approved_s);
}

gboolean daicho_catalog_put_plan(DaichoCatalog *catalog, DaichoPlanRow *row, GError **error)
{
    /* The number is taken and used in one step: two at a time must not get the same. */
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    if (transaction == NULL) {
        return FALSE;
    }
    if (row->number == 0 && !sql_get_single(catalog, 1, &row->number, error,
                                            "SELECT COALESCE(MAX(number), 0) + 1 FROM plans", "")) {
        return FALSE;
    }
    g_autoptr(GBytes) sealed = sql_seal(catalog, row->text);
    gsize length = 0;
    const void *text = sealed != NULL ? g_bytes_get_data(sealed, &length) : NULL;
    return sql_run(catalog, error,
                   "INSERT INTO plans (number, request, text, hash, state, made_by, made_s,"
                   " approved_by, approved_s, signature)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
                   " ON CONFLICT (number) DO UPDATE SET state = ?5, approved_by = ?8,"
                   " approved_s = ?9, signature = ?10",
                   "iibtttitib", row->number, row->request, text, length, row->hash, row->state,
                   row->made_by, row->made_s, row->approved_by, row->approved_s, row->signature,
                   (gsize)DAICHO_SIGNATURE_BYTES) &&
           daicho_transaction_commit(transaction, error);
}

#define PLAN_COLUMNS(text)                                                                         \
    "number, request, " text ", hash, state, made_by, made_s, approved_by, approved_s, signature"

static DaichoPlanRow *get_plan(const SqlQuery *query, GError **error)
{
    g_autofree char *text = NULL;
    if (!sql_dup_sealed(query, 2, &text, error)) {
        return NULL;
    }
    DaichoPlanRow *row = daicho_plan_row_new();
    row->number = sql_get_int(query, 0);
    row->request = sql_get_int(query, 1);
    sql_take_text(&row->text, g_steal_pointer(&text));
    sql_take_text(&row->hash, sql_dup_text(query, 3));
    sql_take_text(&row->state, sql_dup_text(query, 4));
    sql_take_text(&row->made_by, sql_dup_text(query, 5));
    row->made_s = sql_get_int(query, 6);
    sql_take_text(&row->approved_by, sql_dup_text(query, 7));
    row->approved_s = sql_get_int(query, 8);
    get_signature(query, 9, row->signature);
    return row;
}

DaichoPlanRow *daicho_catalog_get_plan(DaichoCatalog *catalog, gint64 number, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT " PLAN_COLUMNS("text") " FROM plans WHERE number = ?", "i", number);
    if (query == NULL) {
        return NULL;
    }
    if (sql_query_next(query, &failed)) {
        return get_plan(query, error);
    }
    if (sql_rows_ended(&failed, error)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no plan %" G_GINT64_FORMAT " (see daicho plan list)", number);
    }
    return NULL;
}

gboolean daicho_catalog_each_plan(DaichoCatalog *catalog, gint64 request, DaichoPlanFunc each,
                                  gpointer data, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error,
                          "SELECT " PLAN_COLUMNS("NULL") " FROM plans WHERE ?1 = 0 OR request = ?1"
                                                         " ORDER BY number",
                          "i", request);
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autoptr(DaichoPlanRow) row = get_plan(query, error);
        if (row == NULL || !each(row, data, error)) {
            return FALSE;
        }
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

DaichoJournalRow *daicho_journal_row_new(void)
{
    DaichoJournalRow *row = g_new0(DaichoJournalRow, 1);
    row->step = g_strdup("");
    row->staged_name = g_strdup("");
    row->result_digest = g_strdup("");
    row->note = g_strdup("");
    return row;
}

void daicho_journal_row_free(DaichoJournalRow *row)
{
    if (row == NULL) {
        return;
    }
    g_free(row->step);
    g_free(row->staged_name);
    g_free(row->result_digest);
    g_free(row->note);
    g_free(row);
}

gboolean daicho_catalog_put_journal(DaichoCatalog *catalog, const DaichoJournalRow *row,
                                    GError **error)
{
    return sql_run(catalog, error,
                   "INSERT INTO journal (plan, target, step, staged_name, result_digest, vault,"
                   " note, at_s) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                   " ON CONFLICT (plan, target) DO UPDATE SET step = ?3, staged_name = ?4,"
                   " result_digest = ?5, vault = ?6, note = ?7, at_s = ?8",
                   "iitttiti", row->plan, row->target, row->step, row->staged_name,
                   row->result_digest, row->vault, row->note, row->at_s);
}

DaichoJournalRow *daicho_catalog_get_journal(DaichoCatalog *catalog, gint64 plan, gint64 target,
                                             GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error,
                          "SELECT step, staged_name, result_digest, vault, note, at_s FROM journal"
                          " WHERE plan = ? AND target = ?",
                          "ii", plan, target);
    if (query == NULL) {
        return NULL;
    }
    if (!sql_query_next(query, &failed)) {
        sql_rows_ended(&failed, error);
        return NULL;
    }
    DaichoJournalRow *row = daicho_journal_row_new();
    row->plan = plan;
    row->target = target;
    sql_take_text(&row->step, sql_dup_text(query, 0));
    sql_take_text(&row->staged_name, sql_dup_text(query, 1));
    sql_take_text(&row->result_digest, sql_dup_text(query, 2));
    row->vault = sql_get_int(query, 3);
    sql_take_text(&row->note, sql_dup_text(query, 4));
    row->at_s = sql_get_int(query, 5);
    return row;
}

/* --- tombstones and certificates --- */

gboolean daicho_catalog_put_tombstone(DaichoCatalog *catalog, gint64 request, const char *kind,
                                      const guint8 fingerprint[DAICHO_FINGERPRINT_BYTES],
                                      gint64 now_s, GError **error)
{
    return sql_run(catalog, error,
                   "INSERT OR IGNORE INTO tombstones (request, kind, fingerprint, at_s)"
                   " VALUES (?, ?, ?, ?)",
                   "itbi", request, kind, fingerprint, (gsize)DAICHO_FINGERPRINT_BYTES, now_s);
}

gboolean daicho_catalog_each_tombstone(DaichoCatalog *catalog, DaichoTombstoneFunc each,
                                       gpointer data, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT request, kind, fingerprint FROM tombstones ORDER BY request, kind",
        "");
    while (query != NULL && sql_query_next(query, &failed)) {
        gsize length = 0;
        const guint8 *fingerprint = sql_get_bytes(query, 2, &length);
        if (length == DAICHO_FINGERPRINT_BYTES &&
            !each(sql_get_int(query, 0), sql_get_text(query, 1), fingerprint, data, error)) {
            return FALSE;
        }
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

gboolean daicho_catalog_put_certificate(DaichoCatalog *catalog, gint64 plan, const char *text,
                                        const guint8 signature[DAICHO_SIGNATURE_BYTES],
                                        gint64 now_s, gint64 *number, GError **error)
{
    if (!sql_run(catalog, error,
                 "INSERT INTO certificates (plan, text, signature, at_s) VALUES (?, ?, ?, ?)",
                 "itbi", plan, text, signature, (gsize)DAICHO_SIGNATURE_BYTES, now_s)) {
        return FALSE;
    }
    *number = sqlite3_last_insert_rowid(catalog->db);
    return TRUE;
}

char *daicho_catalog_dup_certificate(DaichoCatalog *catalog, gint64 number,
                                     guint8 signature[DAICHO_SIGNATURE_BYTES], GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT text, signature FROM certificates WHERE number = ?", "i", number);
    if (query == NULL) {
        return NULL;
    }
    if (sql_query_next(query, &failed)) {
        get_signature(query, 1, signature);
        return sql_dup_text(query, 0);
    }
    if (sql_rows_ended(&failed, error)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no certificate %" G_GINT64_FORMAT, number);
    }
    return NULL;
}

gboolean daicho_catalog_find_certificate(DaichoCatalog *catalog, gint64 plan, gint64 *number,
                                         GError **error)
{
    return sql_get_single(catalog, 0, number, error,
                          "SELECT COALESCE(MAX(number), 0) FROM certificates WHERE plan = ?", "i",
                          plan);
}

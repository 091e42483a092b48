#include "catalog/namesakes.h"

#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"

DaichoNamesake *daicho_namesake_alloc(void)
{
    DaichoNamesake *namesake = g_new0(DaichoNamesake, 1);
    namesake->told = g_strdup("");
    namesake->reason = g_strdup("");
    namesake->made_by = g_strdup("");
    namesake->ended_by = g_strdup("");
    namesake->prints = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_print_free);
    return namesake;
}

void daicho_namesake_free(DaichoNamesake *namesake)
{
    if (namesake == NULL) {
        return;
    }
    g_free(namesake->told);
    g_free(namesake->reason);
    g_free(namesake->made_by);
    g_free(namesake->ended_by);
    g_ptr_array_unref(namesake->prints);
    g_free(namesake);
}

static gboolean put_prints(DaichoCatalog *catalog, const DaichoNamesake *namesake, GError **error)
{
    for (guint i = 0; i < namesake->prints->len; i++) {
        const DaichoPrint *print = g_ptr_array_index(namesake->prints, i);
        if (!sql_run(catalog, error,
                     "INSERT OR IGNORE INTO namesake_prints (namesake, kind, fingerprint)"
                     " VALUES (?, ?, ?)",
                     "itb", namesake->number, print->kind, print->fingerprint,
                     (gsize)DAICHO_FINGERPRINT_BYTES)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_catalog_put_namesake(DaichoCatalog *catalog, DaichoNamesake *namesake,
                                     GError **error)
{
    gsize length = 0;
    g_autoptr(GBytes) sealed = sql_seal(catalog, namesake->told);
    const void *told = sealed != NULL ? g_bytes_get_data(sealed, &length) : NULL;
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    if (transaction == NULL ||
        !sql_run(catalog, error,
                 "INSERT INTO namesakes (request, record, place, content, told, reason, made_by,"
                 " made_s, ended_by, ended_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', 0)",
                 "iibbbtti", namesake->request, namesake->record, namesake->place,
                 sizeof namesake->place, namesake->content, sizeof namesake->content, told, length,
                 namesake->reason, namesake->made_by, namesake->made_s)) {
        return FALSE;
    }
    namesake->number = sqlite3_last_insert_rowid(catalog->db);
    return put_prints(catalog, namesake, error) && daicho_transaction_commit(transaction, error);
}

static void get_print(const SqlQuery *query, int column, guint8 print[DAICHO_FINGERPRINT_BYTES])
{
    gsize length = 0;
    const void *bytes = sql_get_bytes(query, column, &length);
    if (length == DAICHO_FINGERPRINT_BYTES) {
        memcpy(print, bytes, length);
    }
}

static DaichoNamesake *get_namesake(const SqlQuery *query, GError **error)
{
    g_autoptr(DaichoNamesake) namesake = daicho_namesake_alloc();
    char *told = NULL;
    if (!sql_dup_sealed(query, 5, &told, error)) {
        return NULL;
    }
    namesake->number = sql_get_int(query, 0);
    namesake->request = sql_get_int(query, 1);
    namesake->record = sql_get_int(query, 2);
    get_print(query, 3, namesake->place);
    get_print(query, 4, namesake->content);
    sql_take_text(&namesake->told, told);
    sql_take_text(&namesake->reason, sql_dup_text(query, 6));
    sql_take_text(&namesake->made_by, sql_dup_text(query, 7));
    namesake->made_s = sql_get_int(query, 8);
    sql_take_text(&namesake->ended_by, sql_dup_text(query, 9));
    namesake->ended_s = sql_get_int(query, 10);
    return g_steal_pointer(&namesake);
}

static gboolean load_prints(DaichoCatalog *catalog, DaichoNamesake *namesake, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error,
        "SELECT kind, fingerprint FROM namesake_prints WHERE namesake = ? ORDER BY kind,"
        " fingerprint",
        "i", namesake->number);
    while (rows != NULL && sql_query_next(rows, &failed)) {
        guint8 print[DAICHO_FINGERPRINT_BYTES] = {0};
        get_print(rows, 1, print);
        g_ptr_array_add(namesake->prints, daicho_print_new(sql_get_text(rows, 0), print));
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

#define NAMESAKES                                                                                  \
    "SELECT number, request, record, place, content, told, reason, made_by, made_s, ended_by,"     \
    " ended_s FROM namesakes "

/* Adds the rows; the caller frees query. */
static gboolean take_rows(SqlQuery *rows, GPtrArray *namesakes, GError **error)
{
    g_autoptr(GError) failed = NULL;
    while (rows != NULL && sql_query_next(rows, &failed)) {
        DaichoNamesake *namesake = get_namesake(rows, error);
        if (namesake == NULL) {
            return FALSE;
        }
        g_ptr_array_add(namesakes, namesake);
    }
    return rows != NULL && sql_rows_ended(&failed, error);
}

static gboolean load_all_prints(DaichoCatalog *catalog, const GPtrArray *namesakes, GError **error)
{
    for (guint i = 0; i < namesakes->len; i++) {
        if (!load_prints(catalog, g_ptr_array_index(namesakes, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

GPtrArray *daicho_catalog_load_namesakes(DaichoCatalog *catalog, gboolean with_ended,
                                         GError **error)
{
    g_autoptr(GPtrArray)
        namesakes = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_namesake_free);
    g_autoptr(SqlQuery)
        rows = sql_query(catalog, error, NAMESAKES "WHERE ended_s = 0 OR ?1 ORDER BY number", "i",
                         (gint64)with_ended);
    return take_rows(rows, namesakes, error) && load_all_prints(catalog, namesakes, error)
               ? g_steal_pointer(&namesakes)
               : NULL;
}

static gint compare_numbers(gconstpointer one, gconstpointer other)
{
    const DaichoNamesake *a = *(const DaichoNamesake *const *)one;
    const DaichoNamesake *b = *(const DaichoNamesake *const *)other;
    return a->number < b->number ? -1 : a->number > b->number;
}

static void sort_once(GPtrArray *namesakes)
{
    g_ptr_array_sort(namesakes, compare_numbers);
    for (guint i = namesakes->len; i > 1; i--) {
        if (compare_numbers(&g_ptr_array_index(namesakes, i - 1),
                            &g_ptr_array_index(namesakes, i - 2)) == 0) {
            g_ptr_array_remove_index(namesakes, i - 1);
        }
    }
}

GPtrArray *daicho_catalog_load_namesakes_of(DaichoCatalog *catalog, gint64 request,
                                            const GPtrArray *prints, GError **error)
{
    g_autoptr(GPtrArray)
        namesakes = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_namesake_free);
    g_autoptr(SqlQuery) rows = sql_query(
        catalog, error, NAMESAKES "WHERE ended_s = 0 AND request = ? AND request != 0", "i",
        request);
    if (!take_rows(rows, namesakes, error)) {
        return NULL;
    }
    for (guint i = 0; i < prints->len; i++) {
        const DaichoPrint *print = g_ptr_array_index(prints, i);
        g_autoptr(SqlQuery) shared = sql_query(
            catalog, error,
            NAMESAKES "WHERE ended_s = 0 AND number IN (SELECT namesake FROM namesake_prints"
                      " WHERE fingerprint = ? AND kind = ?)",
            "bt", print->fingerprint, (gsize)DAICHO_FINGERPRINT_BYTES, print->kind);
        if (!take_rows(shared, namesakes, error)) {
            return NULL;
        }
    }
    sort_once(namesakes);
    return load_all_prints(catalog, namesakes, error) ? g_steal_pointer(&namesakes) : NULL;
}

gboolean daicho_catalog_end_namesake(DaichoCatalog *catalog, gint64 number, const char *user,
                                     gint64 now_s, GError **error)
{
    if (!sql_run(catalog, error,
                 "UPDATE namesakes SET ended_by = ?2, ended_s = ?3 WHERE number = ?1"
                 " AND ended_s = 0",
                 "iti", number, user, now_s)) {
        return FALSE;
    }
    if (sqlite3_changes64(catalog->db) == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "no decision %" G_GINT64_FORMAT " stands (see daicho subject decisions)",
                    number);
        return FALSE;
    }
    return TRUE;
}

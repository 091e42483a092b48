#include "catalog/plans.h"

#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"

DaichoVaultRow *daicho_vault_row_new(void)
{
    DaichoVaultRow *row = g_new0(DaichoVaultRow, 1);
    char **const texts[] = {&row->share, &row->path,   &row->what,
                            &row->blob,  &row->detail, &row->state};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        *texts[i] = g_strdup("");
    }
    return row;
}

void daicho_vault_row_free(DaichoVaultRow *row)
{
    if (row == NULL) {
        return;
    }
    char *const texts[] = {row->share, row->path, row->what, row->blob, row->detail, row->state};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(texts[i]);
    }
    g_clear_pointer(&row->key, g_bytes_unref);
    g_free(row);
}

static GBytes *seal_key(DaichoCatalog *catalog, GBytes *key)
{
    gsize length = 0;
    const void *bytes = key != NULL ? g_bytes_get_data(key, &length) : NULL;
    return bytes != NULL ? daicho_key_seal(catalog->key, bytes, length) : NULL;
}

gboolean daicho_catalog_put_vault(DaichoCatalog *catalog, DaichoVaultRow *row, GError **error)
{
    g_autoptr(GBytes) sealed = seal_key(catalog, row->key);
    gsize length = 0;
    const void *bytes = sealed != NULL ? g_bytes_get_data(sealed, &length) : NULL;
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    if (transaction == NULL) {
        return FALSE;
    }
    if (row->number == 0 && !sql_get_single(catalog, 1, &row->number, error,
                                            "SELECT COALESCE(MAX(number), 0) + 1 FROM vault", "")) {
        return FALSE;
    }
    return sql_run(catalog, error,
                   "INSERT INTO vault (number, plan, target, share, path, what, blob, key, detail,"
                   " state, stored_s) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
                   " ON CONFLICT (number) DO UPDATE SET path = ?5, key = ?8, detail = ?9,"
                   " state = ?10",
                   "iiitbttbtti", row->number, row->plan, row->target, row->share, row->path,
                   strlen(row->path), row->what, row->blob, bytes, length, row->detail, row->state,
                   row->stored_s) &&
           daicho_transaction_commit(transaction, error);
}

#define VAULT_COLUMNS "number, plan, target, share, path, what, blob, key, detail, state, stored_s"

static DaichoVaultRow *get_vault(const SqlQuery *query, GError **error)
{
    g_autoptr(DaichoVaultRow) row = daicho_vault_row_new();
    gsize length = 0;
    row->number = sql_get_int(query, 0);
    row->plan = sql_get_int(query, 1);
    row->target = sql_get_int(query, 2);
    sql_take_text(&row->share, sql_dup_text(query, 3));
    sql_take_text(&row->path, sql_dup_bytes(query, 4));
    sql_take_text(&row->what, sql_dup_text(query, 5));
    sql_take_text(&row->blob, sql_dup_text(query, 6));
    const void *sealed = sql_get_bytes(query, 7, &length);
    if (sealed != NULL) {
        row->key = daicho_key_unseal(query->catalog->key, sealed, length, error);
        if (row->key == NULL) {
            return NULL;
        }
    }
    sql_take_text(&row->detail, sql_dup_text(query, 8));
    sql_take_text(&row->state, sql_dup_text(query, 9));
    row->stored_s = sql_get_int(query, 10);
    return g_steal_pointer(&row);
}

DaichoVaultRow *daicho_catalog_get_vault(DaichoCatalog *catalog, gint64 number, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT " VAULT_COLUMNS " FROM vault WHERE number = ?", "i", number);
    if (query == NULL) {
        return NULL;
    }
    if (sql_query_next(query, &failed)) {
        return get_vault(query, error);
    }
    if (sql_rows_ended(&failed, error)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no vault entry %" G_GINT64_FORMAT " (see daicho vault list)", number);
    }
    return NULL;
}

gboolean daicho_catalog_each_vault(DaichoCatalog *catalog, DaichoVaultFunc each, gpointer data,
                                   GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT " VAULT_COLUMNS " FROM vault ORDER BY number", "");
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autoptr(DaichoVaultRow) row = get_vault(query, error);
        if (row == NULL || !each(row, data, error)) {
            return FALSE;
        }
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

enum { HOLD_TEXTS = 9 };

/* In the order of the columns below. */
static void list_hold_texts(DaichoHoldRow *row, char **texts[HOLD_TEXTS])
{
    char **const fields[HOLD_TEXTS] = {&row->reason,  &row->share,          &row->path_glob,
                                       &row->purpose, &row->since,          &row->until,
                                       &row->owner,   &row->release_reason, &row->released_by};
    memcpy(texts, fields, sizeof fields);
}

DaichoHoldRow *daicho_hold_row_new(void)
{
    DaichoHoldRow *row = g_new0(DaichoHoldRow, 1);
    char **texts[HOLD_TEXTS];
    list_hold_texts(row, texts);
    for (gsize i = 0; i < HOLD_TEXTS; i++) {
        *texts[i] = g_strdup("");
    }
    row->placed_by = g_strdup("");
    row->fingerprints = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    return row;
}

void daicho_hold_row_free(DaichoHoldRow *row)
{
    if (row == NULL) {
        return;
    }
    char **texts[HOLD_TEXTS];
    list_hold_texts(row, texts);
    for (gsize i = 0; i < HOLD_TEXTS; i++) {
        g_free(*texts[i]);
    }
    g_free(row->placed_by);
    g_ptr_array_unref(row->fingerprints);
    g_free(row);
}

gboolean daicho_catalog_put_hold(DaichoCatalog *catalog, DaichoHoldRow *row, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    if (transaction == NULL) {
        return FALSE;
    }
    if (row->number == 0 && !sql_get_single(catalog, 1, &row->number, error,
                                            "SELECT COALESCE(MAX(number), 0) + 1 FROM holds", "")) {
        return FALSE;
    }
    g_autoptr(GByteArray) all = g_byte_array_new();
    for (guint i = 0; i < row->fingerprints->len; i++) {
        g_byte_array_append(all, g_bytes_get_data(g_ptr_array_index(row->fingerprints, i), NULL),
                            DAICHO_FINGERPRINT_BYTES);
    }
    return sql_run(catalog, error,
                   "INSERT INTO holds (number, reason, share, path_glob, fingerprints, placed_by,"
                   " placed_s, released_s, purpose, since, until, owner, release_reason,"
                   " released_by)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
                   " ON CONFLICT (number) DO UPDATE SET released_s = ?8, release_reason = ?13,"
                   " released_by = ?14",
                   "itttbtiitttttt", row->number, row->reason, row->share, row->path_glob,
                   all->len > 0 ? (const void *)all->data : "", (gsize)all->len, row->placed_by,
                   row->placed_s, row->released_s, row->purpose, row->since, row->until, row->owner,
                   row->release_reason, row->released_by) &&
           daicho_transaction_commit(transaction, error);
}

gboolean daicho_catalog_each_hold(DaichoCatalog *catalog, DaichoHoldFunc each, gpointer data,
                                  GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error,
        "SELECT number, fingerprints, placed_by, placed_s, released_s, reason, share, path_glob,"
        " purpose, since, until, owner, release_reason, released_by FROM holds ORDER BY number",
        "");
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autoptr(DaichoHoldRow) row = daicho_hold_row_new();
        char **texts[HOLD_TEXTS];
        gsize length = 0;
        row->number = sql_get_int(query, 0);
        const guint8 *bytes = sql_get_bytes(query, 1, &length);
        for (gsize i = 0; i + DAICHO_FINGERPRINT_BYTES <= length; i += DAICHO_FINGERPRINT_BYTES) {
            g_ptr_array_add(row->fingerprints, g_bytes_new(bytes + i, DAICHO_FINGERPRINT_BYTES));
        }
        sql_take_text(&row->placed_by, sql_dup_text(query, 2));
        row->placed_s = sql_get_int(query, 3);
        row->released_s = sql_get_int(query, 4);
        list_hold_texts(row, texts);
        for (gsize i = 0; i < HOLD_TEXTS; i++) {
            sql_take_text(texts[i], sql_dup_text(query, 5 + (int)i));
        }
        if (!each(row, data, error)) {
            return FALSE;
        }
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

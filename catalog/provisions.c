#include "catalog/provisions.h"

#include <string.h>

#include "catalog/sql.h"

DaichoPrint *daicho_print_new(const char *kind, const guint8 fingerprint[DAICHO_FINGERPRINT_BYTES])
{
    DaichoPrint *print = g_new0(DaichoPrint, 1);
    print->kind = g_strdup(kind);
    memcpy(print->fingerprint, fingerprint, DAICHO_FINGERPRINT_BYTES);
    return print;
}

void daicho_print_free(DaichoPrint *print)
{
    if (print != NULL) {
        g_free(print->kind);
        g_free(print);
    }
}

guint daicho_print_hash(gconstpointer print)
{
    guint hash = 0;
    memcpy(&hash, ((const DaichoPrint *)print)->fingerprint, sizeof hash);
    return hash;
}

gboolean daicho_print_equal(gconstpointer one, gconstpointer other)
{
    const DaichoPrint *a = one;
    const DaichoPrint *b = other;
    return memcmp(a->fingerprint, b->fingerprint, DAICHO_FINGERPRINT_BYTES) == 0 &&
           strcmp(a->kind, b->kind) == 0;
}

DaichoProvision *daicho_provision_alloc(void)
{
    DaichoProvision *provision = g_new0(DaichoProvision, 1);
    char **const texts[] = {&provision->recipient, &provision->ground, &provision->basis,
                            &provision->provided,  &provision->items,  &provision->made_by};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        *texts[i] = g_strdup("");
    }
    provision->categories = g_new0(char *, 1);
    return provision;
}

void daicho_provision_free(DaichoProvision *provision)
{
    if (provision == NULL) {
        return;
    }
    char *const texts[] = {provision->recipient, provision->ground, provision->basis,
                           provision->provided,  provision->items,  provision->made_by};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(texts[i]);
    }
    g_strfreev(provision->categories);
    g_free(provision);
}

static gboolean put_prints(DaichoCatalog *catalog, gint64 provision, const GPtrArray *prints,
                           GError **error)
{
    for (guint i = 0; i < prints->len; i++) {
        const DaichoPrint *print = g_ptr_array_index(prints, i);
        if (!sql_run(catalog, error,
                     "INSERT OR IGNORE INTO provision_subjects (provision, kind, fingerprint)"
                     " VALUES (?, ?, ?)",
                     "itb", provision, print->kind, print->fingerprint,
                     (gsize)DAICHO_FINGERPRINT_BYTES)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_catalog_put_provision(DaichoCatalog *catalog, DaichoProvision *provision,
                                      const GPtrArray *prints, GError **error)
{
    guint8 party[DAICHO_FINGERPRINT_BYTES];
    gsize length = 0;
    g_autoptr(GBytes) sealed = sql_seal(catalog, provision->recipient);
    const void *recipient = sealed != NULL ? g_bytes_get_data(sealed, &length) : NULL;
    g_autofree char *categories = g_strjoinv(",", provision->categories);
    sql_print_party(catalog, provision->recipient, party);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    if (transaction == NULL ||
        !sql_run(catalog, error,
                 "INSERT INTO provisions (print, recipient, consignee, ground, basis, provided,"
                 " categories, items, persons, is_partly, made_by, made_s)"
                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 "bbitttttiiti", party, sizeof party, recipient, length, provision->consignee,
                 provision->ground, provision->basis, provision->provided, categories,
                 provision->items, provision->persons, (gint64)provision->is_partly,
                 provision->made_by, provision->made_s)) {
        return FALSE;
    }
    provision->number = sqlite3_last_insert_rowid(catalog->db);
    return put_prints(catalog, provision->number, prints, error) &&
           daicho_transaction_commit(transaction, error);
}

static DaichoProvision *get_provision(const SqlQuery *query, GError **error)
{
    g_autofree char *recipient = NULL;
    if (!sql_dup_sealed(query, 1, &recipient, error)) {
        return NULL;
    }
    DaichoProvision *provision = daicho_provision_alloc();
    provision->number = sql_get_int(query, 0);
    sql_take_text(&provision->recipient, g_steal_pointer(&recipient));
    provision->consignee = sql_get_int(query, 2);
    sql_take_text(&provision->ground, sql_dup_text(query, 3));
    sql_take_text(&provision->basis, sql_dup_text(query, 4));
    sql_take_text(&provision->provided, sql_dup_text(query, 5));
    g_strfreev(provision->categories);
    provision->categories = g_strsplit(sql_get_text(query, 6), ",", -1);
    sql_take_text(&provision->items, sql_dup_text(query, 7));
    provision->persons = sql_get_int(query, 8);
    provision->is_partly = sql_get_int(query, 9) != 0;
    sql_take_text(&provision->made_by, sql_dup_text(query, 10));
    provision->made_s = sql_get_int(query, 11);
    return provision;
}

gboolean daicho_catalog_each_provision(DaichoCatalog *catalog, const char *recipient,
                                       DaichoProvisionFunc each, gpointer data, GError **error)
{
    guint8 party[DAICHO_FINGERPRINT_BYTES];
    g_autoptr(GError) failed = NULL;
    if (recipient != NULL) {
        sql_print_party(catalog, recipient, party);
    }
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error,
        "SELECT number, recipient, consignee, ground, basis, provided, categories, items, persons,"
        " is_partly, made_by, made_s FROM provisions WHERE ?1 IS NULL OR print = ?1"
        " ORDER BY number",
        "b", recipient != NULL ? party : NULL, sizeof party);
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autoptr(DaichoProvision) provision = get_provision(query, error);
        if (provision == NULL || !each(provision, data, error)) {
            return FALSE;
        }
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

/* The print in two columns; NULL when it is damaged. */
static DaichoPrint *get_print(const SqlQuery *query, int column)
{
    gsize length = 0;
    const guint8 *bytes = sql_get_bytes(query, column + 1, &length);
    return length == DAICHO_FINGERPRINT_BYTES ? daicho_print_new(sql_get_text(query, column), bytes)
                                              : NULL;
}

GHashTable *daicho_catalog_load_provided(DaichoCatalog *catalog, gint64 provision, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(GHashTable) prints = g_hash_table_new_full(daicho_print_hash, daicho_print_equal,
                                                         (GDestroyNotify)daicho_print_free, NULL);
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT kind, fingerprint FROM provision_subjects WHERE provision = ?", "i",
        provision);
    while (query != NULL && sql_query_next(query, &failed)) {
        DaichoPrint *print = get_print(query, 0);
        if (print != NULL) {
            g_hash_table_add(prints, print);
        }
    }
    return query != NULL && sql_rows_ended(&failed, error) ? g_steal_pointer(&prints) : NULL;
}

/* --- the list --- */

gboolean daicho_catalog_put_suspension(DaichoCatalog *catalog, gint64 request,
                                       const DaichoPrint *print, gint64 now_s, GError **error)
{
    return sql_run(catalog, error,
                   "INSERT OR REPLACE INTO suspensions (request, kind, fingerprint, at_s, lifted_s)"
                   " VALUES (?, ?, ?, ?, 0)",
                   "itbi", request, print->kind, print->fingerprint,
                   (gsize)DAICHO_FINGERPRINT_BYTES, now_s);
}

gboolean daicho_catalog_lift_suspension(DaichoCatalog *catalog, gint64 request, gint64 now_s,
                                        gint64 *lifted, GError **error)
{
    gboolean done = sql_run(catalog, error,
                            "UPDATE suspensions SET lifted_s = ? WHERE request = ?"
                            " AND lifted_s = 0",
                            "ii", now_s, request);
    *lifted = done ? sqlite3_changes64(catalog->db) : 0;
    return done;
}

GHashTable *daicho_catalog_load_suspensions(DaichoCatalog *catalog, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(GHashTable) listed = g_hash_table_new_full(daicho_print_hash, daicho_print_equal,
                                                         (GDestroyNotify)daicho_print_free, g_free);
    g_autoptr(SqlQuery)
        query = sql_query(catalog, error,
                          "SELECT request, kind, fingerprint FROM suspensions WHERE lifted_s = 0"
                          " ORDER BY request",
                          "");
    while (query != NULL && sql_query_next(query, &failed)) {
        DaichoPrint *print = get_print(query, 1);
        gint64 request = sql_get_int(query, 0);
        if (print != NULL) {
            g_hash_table_replace(listed, print, g_memdup2(&request, sizeof request));
        }
    }
    return query != NULL && sql_rows_ended(&failed, error) ? g_steal_pointer(&listed) : NULL;
}

#include "catalog/consignees.h"

#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"

/* Fields in the order of their columns, but for the numbers. */
static char **const *list_texts(DaichoConsignee *consignee, char **texts[8])
{
    char **const fields[] = {&consignee->name,          &consignee->contact,
                             &consignee->task,          &consignee->agreement,
                             &consignee->reconsignment, &consignee->reviewed,
                             &consignee->next_review,   &consignee->made_by};
    memcpy(texts, fields, sizeof fields);
    return texts;
}

DaichoConsignee *daicho_consignee_alloc(void)
{
    DaichoConsignee *consignee = g_new0(DaichoConsignee, 1);
    char **texts[8];
    list_texts(consignee, texts);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        *texts[i] = g_strdup("");
    }
    consignee->categories = g_new0(char *, 1);
    consignee->folders = g_new0(char *, 1);
    return consignee;
}

void daicho_consignee_free(DaichoConsignee *consignee)
{
    if (consignee == NULL) {
        return;
    }
    char **texts[8];
    list_texts(consignee, texts);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(*texts[i]);
    }
    g_strfreev(consignee->categories);
    g_strfreev(consignee->folders);
    g_free(consignee);
}

static gboolean take_number(DaichoCatalog *catalog, DaichoConsignee *consignee, GError **error)
{
    return consignee->number != 0 ||
           sql_get_single(catalog, 1, &consignee->number, error,
                          "SELECT COALESCE(MAX(number), 0) + 1 FROM consignees", "");
}

gboolean daicho_catalog_put_consignee(DaichoCatalog *catalog, DaichoConsignee *consignee,
                                      GError **error)
{
    guint8 print[DAICHO_FINGERPRINT_BYTES];
    gsize name_length = 0;
    gsize contact_length = 0;
    g_autoptr(GBytes) name = sql_seal(catalog, consignee->name);
    g_autoptr(GBytes) contact = sql_seal(catalog, consignee->contact);
    const void *name_bytes = name != NULL ? g_bytes_get_data(name, &name_length) : NULL;
    const void *contact_bytes = contact != NULL ? g_bytes_get_data(contact, &contact_length) : NULL;
    g_autofree char *categories = g_strjoinv(",", consignee->categories);
    g_autofree char *folders = g_strjoinv("\n", consignee->folders);
    sql_print_party(catalog, consignee->name, print);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    return transaction != NULL && take_number(catalog, consignee, error) &&
           sql_run(catalog, error,
                   "INSERT INTO consignees (number, print, name, contact, task, agreement,"
                   " is_confidential, reconsignment, categories, folders, reviewed, next_review,"
                   " ended_s, made_by, made_s)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
                   " ON CONFLICT (number) DO UPDATE SET print = ?2, name = ?3, contact = ?4,"
                   " task = ?5, agreement = ?6, is_confidential = ?7, reconsignment = ?8,"
                   " categories = ?9, folders = ?10, reviewed = ?11, next_review = ?12,"
                   " ended_s = ?13",
                   "ibbbttittttt"
                   "iti",
                   consignee->number, print, sizeof print, name_bytes, name_length, contact_bytes,
                   contact_length, consignee->task, consignee->agreement,
                   (gint64)consignee->is_confidential, consignee->reconsignment, categories,
                   folders, consignee->reviewed, consignee->next_review, consignee->ended_s,
                   consignee->made_by, consignee->made_s) &&
           daicho_transaction_commit(transaction, error);
}

#define CONSIGNEE_COLUMNS                                                                          \
    "number, name, contact, task, agreement, is_confidential, reconsignment, categories, folders," \
    " reviewed, next_review, ended_s, made_by, made_s"

/* "a,b" as a list; "" is an empty one. */
static void take_list(char ***list, const char *text, const char *separator)
{
    g_strfreev(*list);
    *list = g_strsplit(text, separator, -1);
}

static DaichoConsignee *get_consignee(const SqlQuery *query, GError **error)
{
    g_autofree char *name = NULL;
    g_autofree char *contact = NULL;
    if (!sql_dup_sealed(query, 1, &name, error) || !sql_dup_sealed(query, 2, &contact, error)) {
        return NULL;
    }
    DaichoConsignee *consignee = daicho_consignee_alloc();
    consignee->number = sql_get_int(query, 0);
    sql_take_text(&consignee->name, g_steal_pointer(&name));
    sql_take_text(&consignee->contact, g_steal_pointer(&contact));
    sql_take_text(&consignee->task, sql_dup_text(query, 3));
    sql_take_text(&consignee->agreement, sql_dup_text(query, 4));
    consignee->is_confidential = sql_get_int(query, 5) != 0;
    sql_take_text(&consignee->reconsignment, sql_dup_text(query, 6));
    take_list(&consignee->categories, sql_get_text(query, 7), ",");
    take_list(&consignee->folders, sql_get_text(query, 8), "\n");
    sql_take_text(&consignee->reviewed, sql_dup_text(query, 9));
    sql_take_text(&consignee->next_review, sql_dup_text(query, 10));
    consignee->ended_s = sql_get_int(query, 11);
    sql_take_text(&consignee->made_by, sql_dup_text(query, 12));
    consignee->made_s = sql_get_int(query, 13);
    return consignee;
}

/* The only row of a query, which it takes; NULL with or without error. */
static DaichoConsignee *get_only(SqlQuery *owned, GError **error)
{
    g_autoptr(SqlQuery) query = owned;
    g_autoptr(GError) failed = NULL;
    if (query == NULL) {
        return NULL;
    }
    if (sql_query_next(query, &failed)) {
        return get_consignee(query, error);
    }
    sql_rows_ended(&failed, error);
    return NULL;
}

DaichoConsignee *daicho_catalog_find_consignee(DaichoCatalog *catalog, const char *name,
                                               GError **error)
{
    guint8 print[DAICHO_FINGERPRINT_BYTES];
    sql_print_party(catalog, name, print);
    return get_only(sql_query(catalog, error,
                              "SELECT " CONSIGNEE_COLUMNS " FROM consignees WHERE print = ?", "b",
                              print, sizeof print),
                    error);
}

DaichoConsignee *daicho_catalog_get_consignee(DaichoCatalog *catalog, gint64 number, GError **error)
{
    g_autoptr(GError) failed = NULL;
    DaichoConsignee *consignee = get_only(
        sql_query(catalog, &failed, "SELECT " CONSIGNEE_COLUMNS " FROM consignees WHERE number = ?",
                  "i", number),
        &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
    } else if (consignee == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no consignee %" G_GINT64_FORMAT " (see daicho consignee list)",
                    number);
    }
    return consignee;
}

gboolean daicho_catalog_each_consignee(DaichoCatalog *catalog, DaichoConsigneeFunc each,
                                       gpointer data, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT " CONSIGNEE_COLUMNS " FROM consignees ORDER BY number", "");
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autoptr(DaichoConsignee) consignee = get_consignee(query, error);
        if (consignee == NULL || !each(consignee, data, error)) {
            return FALSE;
        }
    }
    return query != NULL && sql_rows_ended(&failed, error);
}

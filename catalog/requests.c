#include "catalog/requests.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"

static void identifier_free(gpointer data)
{
    DaichoIdentifier *identifier = data;
    g_free(identifier->kind);
    g_free(identifier->value);
    g_free(identifier);
}

DaichoSubject *daicho_subject_new(void)
{
    DaichoSubject *subject = g_new0(DaichoSubject, 1);
    subject->identifiers = g_ptr_array_new_with_free_func(identifier_free);
    return subject;
}

void daicho_subject_add(DaichoSubject *subject, const char *kind, const char *value)
{
    DaichoIdentifier *identifier = g_new0(DaichoIdentifier, 1);
    identifier->kind = g_strdup(kind);
    identifier->value = g_strdup(value);
    g_ptr_array_add(subject->identifiers, identifier);
}

const char *daicho_subject_get(const DaichoSubject *subject, const char *kind)
{
    for (guint i = 0; i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        if (strcmp(identifier->kind, kind) == 0) {
            return identifier->value;
        }
    }
    return NULL;
}

void daicho_subject_free(DaichoSubject *subject)
{
    if (subject != NULL) {
        g_ptr_array_unref(subject->identifiers);
        g_free(subject);
    }
}

/* [["email", "hanako@example.com"], …] */
static char *subject_to_json(const DaichoSubject *subject)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();
    json_builder_begin_array(builder);
    for (guint i = 0; i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        json_builder_begin_array(builder);
        json_builder_add_string_value(builder, identifier->kind);
        json_builder_add_string_value(builder, identifier->value);
        json_builder_end_array(builder);
    }
    json_builder_end_array(builder);
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    return json_to_string(root, FALSE);
}

/* Adds ["kind", "value"]; FALSE when it is something else. */
static gboolean add_pair(DaichoSubject *subject, JsonNode *node)
{
    JsonArray *pair = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
    if (pair == NULL || json_array_get_length(pair) != 2) {
        return FALSE;
    }
    const char *kind = json_node_get_string(json_array_get_element(pair, 0));
    const char *value = json_node_get_string(json_array_get_element(pair, 1));
    if (kind == NULL || value == NULL) {
        return FALSE;
    }
    daicho_subject_add(subject, kind, value);
    return TRUE;
}

static DaichoSubject *subject_from_json(const char *text, GError **error)
{
    g_autoptr(JsonNode) root = json_from_string(text, NULL);
    gboolean is_good = root != NULL && JSON_NODE_HOLDS_ARRAY(root);
    JsonArray *list = is_good ? json_node_get_array(root) : NULL;
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    for (guint i = 0; is_good && i < json_array_get_length(list); i++) {
        is_good = add_pair(subject, json_array_get_element(list, i));
    }
    if (!is_good) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "the catalog was changed: what it holds as a request's subject is none");
        return NULL;
    }
    return g_steal_pointer(&subject);
}

DaichoRequest *daicho_request_alloc(void)
{
    DaichoRequest *request = g_new0(DaichoRequest, 1);
    char **const texts[] = {&request->kind,      &request->state,    &request->agent,
                            &request->authority, &request->evidence, &request->check_code,
                            &request->decision,  &request->ground,   &request->reason,
                            &request->response,  &request->made_by};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        *texts[i] = g_strdup("");
    }
    return request;
}

void daicho_request_free(DaichoRequest *request)
{
    if (request == NULL) {
        return;
    }
    char *const texts[] = {request->kind,      request->state,    request->agent,
                           request->authority, request->evidence, request->check_code,
                           request->decision,  request->ground,   request->reason,
                           request->response,  request->made_by};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(texts[i]);
    }
    daicho_subject_free(request->subject);
    g_free(request);
}

static gboolean set_sealed(DaichoCatalog *catalog, gint64 number, const char *sql, const char *text,
                           GError **error)
{
    g_autoptr(GBytes) sealed = sql_seal(catalog, text);
    gsize length = 0;
    const void *bytes = sealed != NULL ? g_bytes_get_data(sealed, &length) : NULL;
    return sql_run(catalog, error, sql, "bi", bytes, length, number);
}

static gboolean put_sealed_columns(DaichoCatalog *catalog, const DaichoRequest *request,
                                   GError **error)
{
    gint64 number = request->number;
    g_autofree char *subject = request->subject != NULL ? subject_to_json(request->subject) : NULL;
    return set_sealed(catalog, number, "UPDATE requests SET subject = ? WHERE number = ?", subject,
                      error) &&
           set_sealed(catalog, number, "UPDATE requests SET agent = ? WHERE number = ?",
                      request->agent, error) &&
           set_sealed(catalog, number, "UPDATE requests SET authority = ? WHERE number = ?",
                      request->authority, error) &&
           set_sealed(catalog, number, "UPDATE requests SET evidence = ? WHERE number = ?",
                      request->evidence, error) &&
           set_sealed(catalog, number, "UPDATE requests SET reason = ? WHERE number = ?",
                      request->reason, error) &&
           set_sealed(catalog, number, "UPDATE requests SET response = ? WHERE number = ?",
                      request->response, error);
}

gboolean daicho_catalog_put_request(DaichoCatalog *catalog, DaichoRequest *request, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    if (transaction == NULL) {
        return FALSE;
    }
    if (request->number == 0) {
        if (!sql_get_single(catalog, 1, &request->number, error,
                            "SELECT COALESCE(MAX(number), 0) + 1 FROM requests", "")) {
            return FALSE;
        }
    }
    return sql_run(catalog, error,
                   "INSERT INTO requests (number, kind, state, check_code, decision, ground,"
                   " received_s, returned_s, due_s, closed_s, made_by)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
                   " ON CONFLICT (number) DO UPDATE SET kind = ?2, state = ?3, check_code = ?4,"
                   " decision = ?5, ground = ?6, received_s = ?7, returned_s = ?8, due_s = ?9,"
                   " closed_s = ?10, made_by = ?11",
                   "itttttiiiit", request->number, request->kind, request->state,
                   request->check_code, request->decision, request->ground, request->received_s,
                   request->returned_s, request->due_s, request->closed_s, request->made_by) &&
           put_sealed_columns(catalog, request, error) &&
           daicho_transaction_commit(transaction, error);
}

#define REQUEST_COLUMNS                                                                            \
    "number, kind, state, check_code, decision, ground, received_s, returned_s, due_s, closed_s,"  \
    " made_by, subject, agent, authority, evidence, reason, response"

static gboolean take_subject(const SqlQuery *query, int column, DaichoSubject **subject,
                             GError **error)
{
    g_autofree char *text = NULL;
    if (!sql_dup_sealed(query, column, &text, error)) {
        return FALSE;
    }
    *subject = *text != '\0' ? subject_from_json(text, error) : NULL;
    return *text == '\0' || *subject != NULL;
}

static gboolean take_sealed(const SqlQuery *query, int column, char **target, GError **error)
{
    char *text = NULL;
    if (!sql_dup_sealed(query, column, &text, error)) {
        return FALSE;
    }
    sql_take_text(target, text);
    return TRUE;
}

static DaichoRequest *get_request(const SqlQuery *query, GError **error)
{
    g_autoptr(DaichoRequest) request = daicho_request_alloc();
    request->number = sql_get_int(query, 0);
    sql_take_text(&request->kind, sql_dup_text(query, 1));
    sql_take_text(&request->state, sql_dup_text(query, 2));
    sql_take_text(&request->check_code, sql_dup_text(query, 3));
    sql_take_text(&request->decision, sql_dup_text(query, 4));
    sql_take_text(&request->ground, sql_dup_text(query, 5));
    request->received_s = sql_get_int(query, 6);
    request->returned_s = sql_get_int(query, 7);
    request->due_s = sql_get_int(query, 8);
    request->closed_s = sql_get_int(query, 9);
    sql_take_text(&request->made_by, sql_dup_text(query, 10));
    gboolean unsealed = take_subject(query, 11, &request->subject, error) &&
                        take_sealed(query, 12, &request->agent, error) &&
                        take_sealed(query, 13, &request->authority, error) &&
                        take_sealed(query, 14, &request->evidence, error) &&
                        take_sealed(query, 15, &request->reason, error) &&
                        take_sealed(query, 16, &request->response, error);
    if (request->subject != NULL) {
        request->subject->request = request->number;
    }
    return unsealed ? g_steal_pointer(&request) : NULL;
}

DaichoRequest *daicho_catalog_get_request(DaichoCatalog *catalog, gint64 number, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT " REQUEST_COLUMNS " FROM requests WHERE number = ?", "i", number);
    if (query == NULL) {
        return NULL;
    }
    if (sql_query_next(query, &failed)) {
        return get_request(query, error);
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
    } else {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no request %" G_GINT64_FORMAT " (see daicho request list)", number);
    }
    return NULL;
}

gboolean daicho_catalog_each_request(DaichoCatalog *catalog, DaichoRequestFunc each, gpointer data,
                                     GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, error, "SELECT " REQUEST_COLUMNS " FROM requests ORDER BY number", "");
    while (query != NULL && sql_query_next(query, &failed)) {
        g_autoptr(DaichoRequest) request = get_request(query, error);
        if (request == NULL || !each(request, data, error)) {
            return FALSE;
        }
    }
    return sql_rows_ended(&failed, error) && query != NULL;
}

/* Requests whose person is known for long enough. While something of theirs lies in the vault, a
 * hold on the person must still find it. */
#define CLOSED_BEFORE                                                                              \
    "closed_s > 0 AND closed_s < ? AND number NOT IN (SELECT plans.request FROM vault"             \
    " JOIN plans ON plans.number = vault.plan WHERE vault.state = 'stored')"

/* The certificates live on without the texts, by the plans' hashes. A plan that is being carried out
 * keeps its text, without which nobody could finish it. */
static gboolean shred_plans(DaichoCatalog *catalog, gint64 before_s, GError **error)
{
    return sql_run(catalog, error,
                   "UPDATE plans SET text = NULL WHERE text IS NOT NULL AND state != 'applying'"
                   " AND request IN (SELECT number FROM requests WHERE " CLOSED_BEFORE ")",
                   "i", before_s);
}

static gboolean shred_rows(DaichoCatalog *catalog, gint64 before_s, gint64 *shredded,
                           GError **error)
{
    if (!sql_run(catalog, error,
                 "UPDATE requests SET subject = NULL, agent = NULL, authority = NULL,"
                 " evidence = NULL, reason = NULL, response = NULL"
                 " WHERE " CLOSED_BEFORE " AND COALESCE(subject, agent, authority, evidence,"
                 " reason, response) IS NOT NULL",
                 "i", before_s)) {
        return FALSE;
    }
    *shredded = sqlite3_changes64(catalog->db);
    return TRUE;
}

gboolean daicho_catalog_shred_requests(DaichoCatalog *catalog, gint64 before_s, gint64 *shredded,
                                       GError **error)
{
    *shredded = 0;
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(catalog, error);
    gboolean done = transaction != NULL && shred_plans(catalog, before_s, error) &&
                    shred_rows(catalog, before_s, shredded, error) &&
                    daicho_transaction_commit(transaction, error);
    /* In a caller's transaction the log is the caller's to empty. */
    return done && (catalog->depth > 0 || daicho_catalog_flush(catalog, error));
}

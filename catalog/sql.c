#include "catalog/sql.h"

#include <stdarg.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

/* What a person can do about it. */
static const struct {
    int code;
    const char *words;
} remedies[] = {
    {SQLITE_FULL, ": make room where it lies, and run the command again"},
    {SQLITE_READONLY, ": it, its folder or its file system does not let you write"},
    {SQLITE_CANTOPEN, ": it, its -wal or its folder does not let you in"},
    {SQLITE_BUSY, ": another daicho is writing to it, wait for that to end"},
};

gboolean sql_set_damaged(const DaichoCatalog *catalog, GError **error, const char *what)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_DAMAGED, "catalog %s is damaged (%s)%s",
                catalog->path, what,
                catalog->is_copy ? ""
                                 : ": daicho catalog check tells more, and daicho catalog restore "
                                   "FILE puts a backup in its place");
    return FALSE;
}

gboolean sql_set_error(DaichoCatalog *catalog, GError **error)
{
    int code = sqlite3_errcode(catalog->db) & 0xff;
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        return sql_set_damaged(catalog, error, sqlite3_errmsg(catalog->db));
    }
    const char *remedy = "";
    for (gsize i = 0; i < G_N_ELEMENTS(remedies); i++) {
        remedy = remedies[i].code == code ? remedies[i].words : remedy;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "catalog %s: %s%s", catalog->path,
                sqlite3_errmsg(catalog->db), remedy);
    return FALSE;
}

static void path_matches(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    const char *glob = (const char *)sqlite3_value_text(values[0]);
    const char *path = (const char *)sqlite3_value_text(values[1]);
    sqlite3_result_int(context,
                       daicho_text_glob(glob != NULL ? glob : "", path != NULL ? path : ""));
}

gboolean sql_add_functions(DaichoCatalog *catalog, GError **error)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    return sqlite3_create_function_v2(catalog->db, "path_matches", 2, flags, NULL, path_matches,
                                      NULL, NULL, NULL) == SQLITE_OK ||
           sql_set_error(catalog, error);
}

gboolean sql_execute(DaichoCatalog *catalog, const char *sql, GError **error)
{
    return sqlite3_exec(catalog->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           sql_set_error(catalog, error);
}

/* SQLITE_STATIC where the arguments outlive the binding, else SQLITE_TRANSIENT: copies. */
static int bind_all(sqlite3_stmt *statement, sqlite3_destructor_type lasting, const char *types,
                    va_list arguments)
{
    int status = SQLITE_OK;
    for (int i = 0; types[i] != '\0' && status == SQLITE_OK; i++) {
        if (types[i] == 'i') {
            status = sqlite3_bind_int64(statement, i + 1, va_arg(arguments, gint64));
        } else if (types[i] == 't') {
            status = sqlite3_bind_text(statement, i + 1, va_arg(arguments, const char *), -1,
                                       lasting);
        } else {
            const void *bytes = va_arg(arguments, const void *);
            gsize length = va_arg(arguments, gsize);
            status = bytes == NULL ? sqlite3_bind_null(statement, i + 1)
                                   : sqlite3_bind_blob64(statement, i + 1, bytes, length, lasting);
        }
    }
    return status;
}

/* Statements that write are kept: a scan runs each of them thousands of times. */
static sqlite3_stmt *get_statement(DaichoCatalog *catalog, const char *sql)
{
    sqlite3_stmt *statement = g_hash_table_lookup(catalog->statements, sql);
    if (statement == NULL && sqlite3_prepare_v3(catalog->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                                &statement, NULL) == SQLITE_OK) {
        g_hash_table_insert(catalog->statements, g_strdup(sql), statement);
    }
    return statement;
}

gboolean sql_run(DaichoCatalog *catalog, GError **error, const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement = get_statement(catalog, sql);
    if (statement == NULL) {
        return sql_set_error(catalog, error);
    }
    va_list arguments;
    va_start(arguments, types);
    int status = bind_all(statement, SQLITE_STATIC, types, arguments);
    va_end(arguments);
    status = status == SQLITE_OK ? sqlite3_step(statement) : status;
    while (status == SQLITE_ROW) {
        status = sqlite3_step(statement);
    }
    gboolean done = status == SQLITE_DONE || sql_set_error(catalog, error);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return done;
}

/* An open query has its statement for itself: the same text may be asked again before it ends. */
static sqlite3_stmt *take_idle(DaichoCatalog *catalog, const char *sql)
{
    gpointer statement = NULL;
    g_hash_table_steal_extended(catalog->idle, sql, NULL, &statement);
    return statement;
}

/* Nothing of what was asked or read stays bound to it. */
static void give_idle(DaichoCatalog *catalog, sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    char *sql = (char *)(guintptr)sqlite3_sql(statement);
    if (g_hash_table_contains(catalog->idle, sql)) {
        sqlite3_finalize(statement);
    } else {
        g_hash_table_insert(catalog->idle, sql, statement);
    }
}

static SqlQuery *query_new(DaichoCatalog *catalog, GError **error, const char *sql,
                           const char *types, va_list arguments)
{
    g_autoptr(SqlQuery) query = g_new0(SqlQuery, 1);
    query->catalog = catalog;
    query->statement = take_idle(catalog, sql);
    if ((query->statement == NULL &&
         sqlite3_prepare_v3(catalog->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->statement,
                            NULL) != SQLITE_OK) ||
        bind_all(query->statement, SQLITE_TRANSIENT, types, arguments) != SQLITE_OK) {
        sql_set_error(catalog, error);
        return NULL;
    }
    return g_steal_pointer(&query);
}

SqlQuery *sql_query(DaichoCatalog *catalog, GError **error, const char *sql, const char *types, ...)
{
    va_list arguments;
    va_start(arguments, types);
    SqlQuery *query = query_new(catalog, error, sql, types, arguments);
    va_end(arguments);
    return query;
}

void sql_query_free(SqlQuery *query)
{
    if (query != NULL && query->statement != NULL) {
        give_idle(query->catalog, query->statement);
    }
    if (query != NULL) {
        g_free(query);
    }
}

gboolean sql_query_next(SqlQuery *query, GError **error)
{
    int status = sqlite3_step(query->statement);
    if (status != SQLITE_ROW && status != SQLITE_DONE) {
        return sql_set_error(query->catalog, error);
    }
    return status == SQLITE_ROW;
}

gboolean sql_rows_ended(GError **failed, GError **error)
{
    if (*failed != NULL) {
        g_propagate_error(error, g_steal_pointer(failed));
        return FALSE;
    }
    return TRUE;
}

gint64 sql_get_int(const SqlQuery *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

const char *sql_get_text(const SqlQuery *query, int column)
{
    const unsigned char *text = sqlite3_column_text(query->statement, column);
    return text != NULL ? (const char *)text : "";
}

char *sql_dup_text(const SqlQuery *query, int column)
{
    return g_strdup(sql_get_text(query, column));
}

void sql_take_text(char **target, char *text)
{
    g_free(*target);
    *target = text;
}

char *sql_dup_bytes(const SqlQuery *query, int column)
{
    gsize length = 0;
    const void *bytes = sql_get_bytes(query, column, &length);
    return g_strndup(bytes != NULL ? bytes : "", length);
}

const void *sql_get_bytes(const SqlQuery *query, int column, gsize *length)
{
    const void *bytes = sqlite3_column_blob(query->statement, column);
    *length = (gsize)sqlite3_column_bytes(query->statement, column);
    return bytes;
}

gboolean sql_get_single(DaichoCatalog *catalog, gint64 fallback, gint64 *value, GError **error,
                        const char *sql, const char *types, ...)
{
    va_list arguments;
    va_start(arguments, types);
    g_autoptr(SqlQuery) query = query_new(catalog, error, sql, types, arguments);
    va_end(arguments);
    g_autoptr(GError) failed = NULL;
    if (query == NULL) {
        return FALSE;
    }
    gboolean has_row = sql_query_next(query, &failed);
    if (!sql_rows_ended(&failed, error)) {
        return FALSE;
    }
    *value = has_row ? sql_get_int(query, 0) : fallback;
    return TRUE;
}

GBytes *sql_seal(DaichoCatalog *catalog, const char *text)
{
    return text != NULL && *text != '\0' ? daicho_key_seal(catalog->key, text, strlen(text)) : NULL;
}

gboolean sql_dup_sealed(const SqlQuery *query, int column, char **text, GError **error)
{
    gsize length = 0;
    const void *sealed = sql_get_bytes(query, column, &length);
    if (sealed == NULL) {
        *text = g_strdup("");
        return TRUE;
    }
    g_autoptr(GBytes) plain = daicho_key_unseal(query->catalog->key, sealed, length, error);
    if (plain == NULL) {
        return FALSE;
    }
    gsize size = 0;
    const char *bytes = g_bytes_get_data(plain, &size);
    *text = g_strndup(bytes != NULL ? bytes : "", size);
    return TRUE;
}

void sql_print_party(DaichoCatalog *catalog, const char *name,
                     guint8 print[DAICHO_FINGERPRINT_BYTES])
{
    g_autofree char *normal = g_utf8_normalize(name, -1, G_NORMALIZE_NFKC);
    g_autofree char *folded = g_utf8_casefold(normal != NULL ? normal : name, -1);
    daicho_key_fingerprint(catalog->key, "consignee", g_strstrip(folded), print);
}

#include "enforcer/edits/sqlite.h"

#include <string.h>

#include "base/digest.h"
#include "base/error.h"

enum { ANSWER_BYTES = 16 << 20 };

/* sqlite.org/fileformat2.html, 1.3: the versions of the format for writing and reading. */
enum { VERSIONS_AT = 18, HEADER_BYTES = 100, VERSION_ROLLBACK = 1, VERSION_LOG = 2 };

typedef sqlite3_stmt SqliteStatement;
static void statement_free(SqliteStatement *statement)
{
    sqlite3_finalize(statement);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SqliteStatement, statement_free)

gboolean sqlite_copy_refuse(const SqliteCopy *copy, const char *what, GError **error)
{
    int code = copy != NULL && copy->database != NULL ? sqlite3_errcode(copy->database) : SQLITE_OK;
    gboolean has_words = code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE;
    if (error == NULL || *error == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "%s%s%s%s: delete the row with the program that keeps the database", what,
                    has_words ? " (" : "", has_words ? sqlite3_errmsg(copy->database) : "",
                    has_words ? ")" : "");
    }
    return FALSE;
}

/* sqlite.org/security.html, "Untrusted SQLite Database Files". */
static void harden(sqlite3 *database)
{
    static const struct {
        int what, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 0},    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(switches); i++) {
        sqlite3_db_config(database, switches[i].what, switches[i].value, NULL);
    }
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM writes to another one */
    sqlite3_limit(database, SQLITE_LIMIT_WORKER_THREADS, 0);
}

/* A log has no place in memory. */
static guint8 *copy_bytes(SqliteCopy *copy, const guint8 *bytes, gsize length)
{
    guint8 *memory = sqlite3_malloc64(length);
    if (memory == NULL) {
        return NULL;
    }
    memcpy(memory, bytes, length);
    copy->has_log = memory[VERSIONS_AT] == VERSION_LOG && memory[VERSIONS_AT + 1] == VERSION_LOG;
    if (copy->has_log) {
        memset(memory + VERSIONS_AT, VERSION_ROLLBACK, 2);
    }
    return memory;
}

static gboolean load(SqliteCopy *copy, GBytes *bytes)
{
    gsize length = 0;
    const guint8 *original = g_bytes_get_data(bytes, &length);
    guint8 *memory = length >= HEADER_BYTES ? copy_bytes(copy, original, length) : NULL;
    /* Takes the memory, whatever comes. */
    return memory != NULL && sqlite3_deserialize(copy->database, "main", memory,
                                                 (sqlite3_int64)length, (sqlite3_int64)length,
                                                 SQLITE_DESERIALIZE_FREEONCLOSE |
                                                     SQLITE_DESERIALIZE_RESIZEABLE) == SQLITE_OK;
}

gboolean sqlite_copy_open(SqliteCopy *copy, GBytes *bytes, GError **error)
{
    int status = sqlite3_open_v2(":memory:", &copy->database,
                                 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI,
                                 NULL);
    if (status != SQLITE_OK) {
        return sqlite_copy_refuse(copy, "it cannot be opened", error);
    }
    harden(copy->database);
    if (!load(copy, bytes)) {
        return sqlite_copy_refuse(copy, "it cannot be opened", error);
    }
    return sqlite_copy_run(copy,
                           "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;"
                           " PRAGMA secure_delete=ON",
                           error);
}

void sqlite_copy_clear(SqliteCopy *copy)
{
    g_clear_pointer(&copy->database, sqlite3_close);
}

gboolean sqlite_copy_run(SqliteCopy *copy, const char *sql, GError **error)
{
    return sqlite3_exec(copy->database, sql, NULL, NULL, NULL) == SQLITE_OK ||
           sqlite_copy_refuse(copy, "SQLite cannot change it", error);
}

static SqliteStatement *prepare(const SqliteCopy *copy, const char *sql)
{
    SqliteStatement *statement = NULL;
    sqlite3_prepare_v2(copy->database, sql, -1, &statement, NULL);
    return statement;
}

char *sqlite_copy_query(const SqliteCopy *copy, const char *sql)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    g_autoptr(SqliteStatement) statement = prepare(copy, sql);
    int status = statement != NULL ? sqlite3_step(statement) : SQLITE_ERROR;
    for (; status == SQLITE_ROW && rows->len < ANSWER_BYTES; status = sqlite3_step(statement)) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            g_string_append_printf(rows, "%s|", text != NULL ? text : "");
        }
        g_string_append_c(rows, '\n');
    }
    return status == SQLITE_DONE ? g_string_free(g_steal_pointer(&rows), FALSE) : NULL;
}

gboolean sqlite_copy_is_sound(SqliteCopy *copy, GError **error)
{
    g_autofree char *found = sqlite_copy_query(copy, "PRAGMA integrity_check(1)");
    return g_strcmp0(found, "ok|\n") == 0 ||
           sqlite_copy_refuse(copy, "SQLite finds damage in it", error);
}

char *sqlite_copy_describe(const SqliteCopy *copy)
{
    static const char *const queries[] = {
        /* First, as the size of pages is known once something was read. */
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name",
        "PRAGMA page_size",
        "PRAGMA encoding",
        "PRAGMA user_version",
        "PRAGMA application_id",
        "PRAGMA auto_vacuum",
    };
    g_autoptr(GString) form = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(queries); i++) {
        g_autofree char *answer = sqlite_copy_query(copy, queries[i]);
        if (answer == NULL) {
            return NULL;
        }
        g_string_append(form, answer);
    }
    return g_string_free(g_steal_pointer(&form), FALSE);
}

char *sqlite_copy_quote(const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name, "\"", -1);
    g_autofree char *doubled = g_strjoinv("\"\"", parts);
    return g_strdup_printf("\"%s\"", doubled);
}

const char *sqlite_copy_find_rowid(const SqliteCopy *copy, const char *quoted)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    g_autofree char *all = g_strdup_printf("SELECT * FROM %s", quoted);
    g_autoptr(SqliteStatement) columns = prepare(copy, all);
    for (gsize i = 0; i < G_N_ELEMENTS(names) && columns != NULL; i++) {
        gboolean is_taken = FALSE;
        for (int column = 0; column < sqlite3_column_count(columns); column++) {
            is_taken |= g_ascii_strcasecmp(sqlite3_column_name(columns, column), names[i]) == 0;
        }
        g_autofree char *sql = g_strdup_printf("SELECT %s FROM %s", names[i], quoted);
        g_autoptr(SqliteStatement) statement = is_taken ? NULL : prepare(copy, sql);
        if (statement != NULL) {
            return names[i];
        }
    }
    return NULL;
}

static char *digest_numbers(const SqliteCopy *copy, const char *quoted, const char *rowid)
{
    g_autofree char *sql = g_strdup_printf("SELECT %1$s FROM %2$s ORDER BY %1$s", rowid, quoted);
    g_autoptr(SqliteStatement) statement = prepare(copy, sql);
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    guint8 digest[DAICHO_DIGEST_BYTES];
    while (statement != NULL && sqlite3_step(statement) == SQLITE_ROW) {
        gint64 number = sqlite3_column_int64(statement, 0);
        daicho_digester_update(digester, &number, sizeof number);
    }
    daicho_digester_finish(digester, digest);
    return daicho_hex_encode(digest, sizeof digest);
}

char *sqlite_copy_list_rows(const SqliteCopy *copy)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    g_autoptr(SqliteStatement)
        tables = prepare(copy, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    while (tables != NULL && sqlite3_step(tables) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(tables, 0);
        g_autofree char *quoted = sqlite_copy_quote(name != NULL ? name : "");
        const char *rowid = sqlite_copy_find_rowid(copy, quoted);
        g_autofree char *digest = rowid != NULL ? digest_numbers(copy, quoted, rowid)
                                                : g_strdup("");
        g_string_append_printf(rows, "%s %s\n", quoted, digest);
    }
    return g_string_free(g_steal_pointer(&rows), FALSE);
}

gboolean sqlite_copy_compact(SqliteCopy *copy, SqliteCopy *compact, GError **error)
{
    static const char name[] = "file:/daicho-compact?vfs=memdb";
    int status = sqlite3_open_v2(
        name, &compact->database,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL);
    if (status != SQLITE_OK) {
        return sqlite_copy_refuse(compact, "it cannot be written anew", error);
    }
    harden(compact->database);
    compact->has_log = copy->has_log;
    g_autofree char *sql = g_strdup_printf("VACUUM INTO '%s'", name);
    return sqlite_copy_run(copy, sql, error);
}

GBytes *sqlite_copy_write(SqliteCopy *copy, GError **error)
{
    sqlite3_int64 size = 0;
    guint8 *bytes = sqlite3_serialize(copy->database, "main", &size, 0);
    if (bytes == NULL || size <= 0) {
        sqlite_copy_refuse(copy, "SQLite cannot write it", error);
        return NULL;
    }
    if (copy->has_log) {
        memset(bytes + VERSIONS_AT, VERSION_LOG, 2);
    }
    return g_bytes_new_with_free_func(bytes, (gsize)size, sqlite3_free, bytes);
}

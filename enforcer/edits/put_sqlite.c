#include "enforcer/edits/put.h"

#include <string.h>

#include "enforcer/edits/sqlite.h"

/* Rows of a database: SQLite changes their columns. */

/* The columns of one row that are text. */
typedef struct {
    GPtrArray *names; /* of char * */
    GPtrArray *texts; /* of GString; NULL for what is no text */
    guint8 *changed;
} Row;

static void text_free(gpointer text)
{
    if (text != NULL) {
        g_string_free(text, TRUE);
    }
}

static void row_clear(Row *row)
{
    g_clear_pointer(&row->names, g_ptr_array_unref);
    g_clear_pointer(&row->texts, g_ptr_array_unref);
    g_clear_pointer(&row->changed, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Row, row_clear)

typedef sqlite3_stmt SqliteStatement;
static void statement_free(SqliteStatement *statement)
{
    sqlite3_finalize(statement);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SqliteStatement, statement_free)

static SqliteStatement *prepare(const SqliteCopy *copy, const char *sql)
{
    SqliteStatement *statement = NULL;
    return sqlite3_prepare_v2(copy->database, sql, -1, &statement, NULL) == SQLITE_OK ? statement
                                                                                      : NULL;
}

static gboolean take_row(const SqliteCopy *copy, const char *table, const char *rowid,
                         gint64 number, Row *row, GError **error)
{
    g_autofree char *sql = g_strdup_printf("SELECT * FROM %s WHERE %s = %" G_GINT64_FORMAT, table,
                                           rowid, number);
    g_autoptr(SqliteStatement) statement = prepare(copy, sql);
    if (statement == NULL || sqlite3_step(statement) != SQLITE_ROW) {
        sqlite_copy_refuse(copy, "a row is not there", error);
        return FALSE;
    }
    int n_columns = sqlite3_column_count(statement);
    row->names = g_ptr_array_new_with_free_func(g_free);
    row->texts = g_ptr_array_new_with_free_func(text_free);
    row->changed = g_malloc0((gsize)n_columns + 1);
    for (int i = 0; i < n_columns; i++) {
        gboolean is_text = sqlite3_column_type(statement, i) == SQLITE_TEXT;
        const char *text = is_text ? (const char *)sqlite3_column_text(statement, i) : NULL;
        gboolean is_whole = text != NULL &&
                            strlen(text) == (gsize)sqlite3_column_bytes(statement, i);
        g_ptr_array_add(row->names, g_strdup(sqlite3_column_name(statement, i)));
        g_ptr_array_add(row->texts, is_whole ? g_string_new(text) : NULL);
    }
    return TRUE;
}

/* From the last value on, so that the places of those before it stay. */
static gboolean change_text(Row *row, const EditPutValue *value)
{
    guint times = 0;
    gsize length = strlen(value->spelling);
    GString *found = NULL;
    gssize place = 0;
    guint column = 0;
    for (guint i = 0; i < row->texts->len && length > 0; i++) {
        GString *text = g_ptr_array_index(row->texts, i);
        for (const char *at = text != NULL ? strstr(text->str, value->spelling) : NULL; at != NULL;
             at = strstr(at + length, value->spelling)) {
            if (times++ == value->nth) {
                found = text;
                place = at - text->str;
                column = i;
            }
        }
    }
    /* Those behind it may have changed already. */
    if (found == NULL || times > value->times) {
        return FALSE;
    }
    g_string_erase(found, place, (gssize)length);
    g_string_insert(found, place, value->text);
    row->changed[column] = 1;
    return TRUE;
}

static gboolean write_column(const SqliteCopy *copy, const char *table, const char *rowid,
                             gint64 number, const Row *row, guint column, GError **error)
{
    g_autofree char *name = sqlite_copy_quote(g_ptr_array_index(row->names, column));
    g_autofree char *sql = g_strdup_printf("UPDATE %s SET %s = ?1 WHERE %s = %" G_GINT64_FORMAT,
                                           table, name, rowid, number);
    const GString *text = g_ptr_array_index(row->texts, column);
    g_autoptr(SqliteStatement) statement = prepare(copy, sql);
    gboolean done = statement != NULL &&
                    sqlite3_bind_text(statement, 1, text->str, (int)text->len, SQLITE_TRANSIENT) ==
                        SQLITE_OK &&
                    sqlite3_step(statement) == SQLITE_DONE && sqlite3_changes(copy->database) == 1;
    return done || sqlite_copy_refuse(copy, "it does not take the new value", error);
}

static gboolean write_row(const EditPutWork *work, const SqliteCopy *copy, guint first, guint last,
                          GError **error)
{
    g_auto(Row) row = {0};
    const EditPutValue *value = g_ptr_array_index(work->values, first);
    if (value->record->origins->len == 0) {
        return sqlite_copy_refuse(copy, "a record stands in no place of its own in it", error);
    }
    const DaichoOrigin *origin = &g_array_index(value->record->origins, DaichoOrigin, 0);
    g_autofree char *table = sqlite_copy_quote(origin->part);
    const char *rowid = sqlite_copy_find_rowid(copy, table);
    if (rowid == NULL) {
        return sqlite_copy_refuse(copy, "a table's rows have no numbers", error);
    }
    if (!take_row(copy, table, rowid, (gint64)origin->element, &row, error)) {
        return FALSE;
    }
    for (guint i = last; i > first; i--) {
        if (!change_text(&row, g_ptr_array_index(work->values, i - 1))) {
            return sqlite_copy_refuse(copy, "a value is no text of one column", error);
        }
    }
    for (guint i = 0; i < row.texts->len; i++) {
        if (row.changed[i] != 0 &&
            !write_column(copy, table, rowid, (gint64)origin->element, &row, i, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean write_rows(SqliteCopy *copy, gconstpointer data, GError **error)
{
    const EditPutWork *work = data;
    for (guint first = 0; first < work->values->len;) {
        const EditPutValue *value = g_ptr_array_index(work->values, first);
        guint last = first + 1;
        while (last < work->values->len &&
               ((const EditPutValue *)g_ptr_array_index(work->values, last))->record ==
                   value->record) {
            last++;
        }
        if (!write_row(work, copy, first, last, error)) {
            return FALSE;
        }
        first = last;
    }
    return TRUE;
}

static GBytes *put(const EditPutWork *work, GError **error)
{
    return edit_sqlite_rewrite(work->content, write_rows, work, error);
}

const EditPutFormat edit_put_sqlite = {NULL, put};

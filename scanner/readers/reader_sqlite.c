#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/field_bytes.h"
#include "scanner/readers/sqlite_input.h"
#include "scanner/text_view.h"

enum { ROW_COST_BYTES = 8 }; /* of a row without text: a damaged tree may have them without end */

/* A database being read. */
typedef struct {
    Item *item;
    SqliteInput *input;
    TextView *view;
    guint64 given_bytes;
} Database;

/* A table being read. */
typedef struct {
    Database *database;
    const char *name;
    const char *rowid; /* the name that its rows' numbers go by; NULL when it has none */
    gint64 last;       /* number of the last row that was read */
    guint n_rows;
} Table;

typedef sqlite3_stmt SqliteStatement;
static void statement_free(SqliteStatement *statement)
{
    sqlite3_finalize(statement);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SqliteStatement, statement_free)

static SqliteStatement *prepare(const Database *database, const char *sql)
{
    SqliteStatement *statement = NULL;
    sqlite3_prepare_v2(sqlite_input_get(database->input), sql, -1, &statement, NULL);
    return statement;
}

static void note_damage(const Database *database, const char *table)
{
    sqlite3 *handle = sqlite_input_get(database->input);
    item_set_partly(database->item,
                    sqlite3_errcode(handle) == SQLITE_TOOBIG ? "limit: table %s: %s"
                                                             : "damaged: table %s: %s",
                    table, sqlite3_errmsg(handle));
}

/* A database may give out each of its pages many times over, where it is made to. */
static gboolean count_bytes(Database *database, gsize bytes)
{
    guint64 size = sqlite_input_get_size(database->input);
    gboolean was_within = database->given_bytes <= size;
    database->given_bytes += bytes + ROW_COST_BYTES;
    return was_within || extraction_count_bytes(database->item->extraction, bytes + ROW_COST_BYTES);
}

static void give_bytes(const Database *database, guint32 label, gboolean is_text,
                       const guint8 *bytes, gsize length)
{
    if (is_text && g_utf8_validate_len((const char *)bytes, length, NULL)) {
        text_view_add_cell(database->view, NULL, label, (const char *)bytes, (gssize)length);
        return;
    }
    g_autoptr(GString) text = field_bytes_to_text(bytes, length);
    if (text->len > 0) {
        text_view_add_cell(database->view, NULL, label, text->str, (gssize)text->len);
    }
}

static gboolean is_document(SqliteStatement *row, int column)
{
    return sqlite3_column_type(row, column) == SQLITE_BLOB &&
           field_bytes_are_document(sqlite3_column_blob(row, column),
                                    (gsize)sqlite3_column_bytes(row, column));
}

static gsize give_cell(const Table *table, SqliteStatement *row, int column, guint32 label)
{
    int type = sqlite3_column_type(row, column);
    if (type == SQLITE_NULL || is_document(row, column)) {
        return 0;
    }
    const guint8 *bytes = type == SQLITE_BLOB ? sqlite3_column_blob(row, column)
                                              : sqlite3_column_text(row, column);
    gsize length = (gsize)sqlite3_column_bytes(row, column);
    if (bytes != NULL && length > 0) {
        give_bytes(table->database, label, type != SQLITE_BLOB, bytes, length);
    }
    return length;
}

/* A picture or a file that is kept in a column. */
static void give_document(const Table *table, SqliteStatement *row, int column)
{
    Item *item = table->database->item;
    g_autofree char *name = g_strdup_printf("%s.%s row %" G_GINT64_FORMAT, table->name,
                                            sqlite3_column_name(row, column), table->last);
    g_autofree char *valid = g_utf8_make_valid(name, -1);
    g_strdelimit(valid, "/", '_');
    /* The bytes stay until the next row is asked for. */
    g_autoptr(GBytes) bytes = g_bytes_new_static(sqlite3_column_blob(row, column),
                                                 (gsize)sqlite3_column_bytes(row, column));
    item_read_bytes(item, valid, bytes);
}

/* SQLite's own tables are about tables, and their columns name nobody. */
static gboolean is_internal(const char *table)
{
    return g_str_has_prefix(table, "sqlite_");
}

static void give_row(Table *table, SqliteStatement *row)
{
    const Database *database = table->database;
    int first = table->rowid != NULL ? 1 : 0;
    int n_columns = sqlite3_column_count(row);
    gsize bytes = 0;
    table->n_rows++;
    table->last = first > 0 ? sqlite3_column_int64(row, 0) : table->n_rows;
    g_autofree char *locator = g_strdup_printf("table %s row %" G_GINT64_FORMAT, table->name,
                                               table->last);
    if (table->rowid != NULL && !is_internal(table->name)) {
        database->item->here = (ExtractOrigin){table->name, (guint64)table->last};
    }
    text_view_begin_record(database->view, locator);
    for (int i = first; i < n_columns; i++) {
        bytes += give_cell(table, row, i, (guint32)(i - first));
    }
    text_view_end_record(database->view);
    database->item->here = (ExtractOrigin){0};
    if (!count_bytes(table->database, bytes)) {
        return;
    }
    for (int i = first; i < n_columns && text_view_goes_on(database->view); i++) {
        if (is_document(row, i)) {
            give_document(table, row, i);
        }
    }
}

/* FALSE when the rows end before the table does. */
static gboolean give_rows(Table *table, SqliteStatement *statement)
{
    int status = SQLITE_DONE;
    while (text_view_goes_on(table->database->view) &&
           (status = sqlite3_step(statement)) == SQLITE_ROW) {
        give_row(table, statement);
    }
    return status == SQLITE_DONE || status == SQLITE_ROW;
}

static void set_labels(const Table *table, SqliteStatement *statement)
{
    int first = table->rowid != NULL ? 1 : 0;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (int i = first; i < sqlite3_column_count(statement); i++) {
        g_ptr_array_add(names, (gpointer)(guintptr)sqlite3_column_name(statement, i));
    }
    text_view_set_labels(table->database->view, (const char *const *)(gpointer)names->pdata,
                         is_internal(table->name) ? 0 : names->len);
    text_view_begin_table(table->database->view);
}

static char *quote(const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name, "\"", -1);
    g_autofree char *doubled = g_strjoinv("\"\"", parts);
    return g_strdup_printf("\"%s\"", doubled);
}

/* Of the names that a row's number has, one that no column took (sqlite.org/rowidtable.html). */
static const char *find_rowid(const Database *database, const char *quoted)
{
    static const char *const names[] = {"rowid", "_rowid_", "oid"};
    g_autofree char *all = g_strdup_printf("SELECT * FROM %s", quoted);
    g_autoptr(SqliteStatement) columns = prepare(database, all);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        gboolean is_taken = FALSE;
        for (int column = 0; columns != NULL && column < sqlite3_column_count(columns); column++) {
            is_taken |= g_ascii_strcasecmp(sqlite3_column_name(columns, column), names[i]) == 0;
        }
        g_autofree char *sql = g_strdup_printf("SELECT %s FROM %s", names[i], quoted);
        g_autoptr(SqliteStatement) statement = is_taken ? NULL : prepare(database, sql);
        if (statement != NULL) {
            return names[i];
        }
    }
    return NULL;
}

/* What lies behind damage, from the end backwards until the damage. */
static void give_rows_behind(Table *table, const char *quoted)
{
    g_autofree char *sql = g_strdup_printf(
        "SELECT %1$s, * FROM %2$s WHERE %1$s > %3$" G_GINT64_FORMAT " ORDER BY %1$s DESC",
        table->rowid, quoted, table->n_rows > 0 ? table->last : G_MININT64);
    g_autoptr(SqliteStatement) statement = prepare(table->database, sql);
    if (statement != NULL) {
        give_rows(table, statement);
    }
}

static void give_table(Database *database, const char *name)
{
    g_autofree char *quoted = quote(name);
    Table table = {.database = database, .name = name, .rowid = find_rowid(database, quoted)};
    g_autofree char *sql = table.rowid != NULL
                               ? g_strdup_printf("SELECT %s, * FROM %s", table.rowid, quoted)
                               : g_strdup_printf("SELECT * FROM %s", quoted);
    g_autoptr(SqliteStatement) statement = prepare(database, sql);
    if (statement == NULL) {
        note_damage(database, name);
        return;
    }
    set_labels(&table, statement);
    if (give_rows(&table, statement)) {
        return;
    }
    note_damage(database, name);
    if (table.rowid != NULL) {
        give_rows_behind(&table, quoted);
    }
}

/* Gives the text of the schema, and lists the tables that there are. A virtual one is computed from
 * others, which are read. In an order that stays when the database is written anew: VACUUM makes all tables
 * before all indices, and its own when it needs them. */
static GPtrArray *give_schema(const Database *database)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(SqliteStatement)
        statement = prepare(database, "SELECT name, sql,"
                                      " type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
                                      " FROM sqlite_schema WHERE name NOT NULL AND sql NOT NULL"
                                      " ORDER BY type <> 'table', type <> 'index',"
                                      " name GLOB 'sqlite_*', rowid");
    int status = SQLITE_DONE;
    while (statement != NULL && (status = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        g_autofree char *locator = g_strdup_printf("schema %s", name);
        text_view_begin_record(database->view, locator);
        text_view_append(database->view, (const char *)sqlite3_column_text(statement, 1), -1);
        text_view_end_record(database->view);
        if (sqlite3_column_int(statement, 2) != 0) {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
    if (statement == NULL || status != SQLITE_DONE) {
        note_damage(database, "sqlite_schema");
    }
    return names;
}

/* A page that a damaged tree does not lead to any more holds rows that nobody missed. */
static void check_structure(const Database *database)
{
    g_autoptr(SqliteStatement) statement = prepare(database, "PRAGMA quick_check(1)");
    if (database->item->state != DAICHO_ITEM_READ || statement == NULL ||
        sqlite3_step(statement) != SQLITE_ROW) {
        return;
    }
    const char *words = (const char *)sqlite3_column_text(statement, 0);
    const char *line = words != NULL ? strchr(words, '\n') : NULL;
    /* What begins otherwise is a constraint that a row breaks. */
    if (line != NULL && g_str_has_prefix(words, "*** in database")) {
        item_set_partly(database->item, "damaged: %s", line + 1);
    }
}

/* SQLite: a row of a table is a record, with its columns' names. */
void reader_sqlite_read(Item *item)
{
    if (!item_check_depth(item)) {
        return;
    }
    g_autoptr(SqliteInput) input = sqlite_input_open(item);
    if (input == NULL) {
        return;
    }
    g_autoptr(TextView) view = text_view_new(item);
    Database database = {.item = item, .input = input, .view = view};
    g_autoptr(GPtrArray) names = give_schema(&database);
    for (guint i = 0; i < names->len && text_view_goes_on(view); i++) {
        give_table(&database, g_ptr_array_index(names, i));
    }
    text_view_end(view);
    check_structure(&database);
}

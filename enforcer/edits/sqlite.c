#include "enforcer/edits/document.h"

#include <sqlite3.h>
#include <string.h>

#include "base/error.h"
#include "enforcer/edits/sqlite.h"

/* A row is found by its table and its number; SQLite takes it out. */
static gboolean delete_row(SqliteCopy *copy, const DaichoOrigin *origin, GError **error)
{
    g_autofree char *quoted = sqlite_copy_quote(origin->part);
    const char *rowid = sqlite_copy_find_rowid(copy, quoted);
    if (rowid == NULL) {
        return sqlite_copy_refuse(copy, "a table's rows have no numbers", error);
    }
    g_autofree char *sql = g_strdup_printf("DELETE FROM %s WHERE %s = %" G_GINT64_FORMAT, quoted,
                                           rowid, (gint64)origin->element);
    if (!sqlite_copy_run(copy, sql, error)) {
        return FALSE;
    }
    return sqlite3_changes(copy->database) == 1 ||
           sqlite_copy_refuse(copy, "a row is not there", error);
}

static gboolean delete_rows(SqliteCopy *copy, const DaichoDocument *document, const guint8 *goes,
                            GError **error)
{
    for (guint i = 0; i < document->records->len; i++) {
        const DaichoRecordSource *record = g_ptr_array_index(document->records, i);
        if (goes[i] != 0 && record->origins->len == 0) {
            return sqlite_copy_refuse(copy, "a record stands in no place of its own in it", error);
        }
        if (goes[i] != 0 &&
            !delete_row(copy, &g_array_index(record->origins, DaichoOrigin, 0), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* What no index, and no copy that the database makes of its rows, may keep. */
static gboolean check_schema(SqliteCopy *copy, GError **error)
{
    g_autofree char *tables = sqlite_copy_query(
        copy, "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'");
    if (tables == NULL || *tables != '\0') {
        return sqlite_copy_refuse(copy,
                                  "it has tables of another kind, such as an index of words, that "
                                  "may keep what was in the row",
                                  error);
    }
    return sqlite_copy_is_sound(copy, error);
}

/* Each line tells of a row whose other row is not there. */
static gboolean check_references(const SqliteCopy *copy, const char *before, const char *after,
                                 GError **error)
{
    g_auto(GStrv) known = g_strsplit(before, "\n", -1);
    g_auto(GStrv) lines = g_strsplit(after, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        if (!g_strv_contains((const char *const *)known, *line)) {
            return sqlite_copy_refuse(
                copy, "rows of another table belong to the row; they must go, or change, first",
                error);
        }
    }
    return TRUE;
}

/* Rows that go. */
typedef struct {
    const DaichoDocument *document;
    const guint8 *goes;
} Going;

static gboolean erase(SqliteCopy *copy, gconstpointer data, GError **error)
{
    const Going *going = data;
    return delete_rows(copy, going->document, going->goes, error);
}

static gboolean change(SqliteCopy *copy, SqliteChange made, gconstpointer data, GError **error)
{
    static const char references[] = "PRAGMA foreign_key_check";
    g_autofree char *broken = sqlite_copy_query(copy, references);
    if (broken == NULL) {
        return sqlite_copy_refuse(copy, "its foreign keys cannot be checked", error);
    }
    if (!check_schema(copy, error) || !made(copy, data, error)) {
        return FALSE;
    }
    g_autofree char *left_broken = sqlite_copy_query(copy, references);
    return left_broken != NULL && check_references(copy, broken, left_broken, error);
}

/* The rows that stay, with their numbers, and all that is said of the database itself. */
static gboolean check_compact(SqliteCopy *copy, SqliteCopy *compact, GError **error)
{
    g_autofree char *rows = sqlite_copy_list_rows(copy);
    g_autofree char *form = sqlite_copy_describe(copy);
    g_autofree char *rows_after = sqlite_copy_list_rows(compact);
    g_autofree char *form_after = sqlite_copy_describe(compact);
    gboolean is_same = form != NULL && g_strcmp0(form, form_after) == 0 &&
                       strcmp(rows, rows_after) == 0;
    return sqlite_copy_is_sound(compact, error) &&
           (is_same || sqlite_copy_refuse(NULL, "its form would change", error));
}

GBytes *edit_sqlite_rewrite(GBytes *bytes, SqliteChange made, gconstpointer data, GError **error)
{
    g_auto(SqliteCopy) copy = {0};
    g_auto(SqliteCopy) compact = {0};
    return sqlite_copy_open(&copy, bytes, error) && change(&copy, made, data, error) &&
                   sqlite_copy_compact(&copy, &compact, error) &&
                   check_compact(&copy, &compact, error)
               ? sqlite_copy_write(&compact, error)
               : NULL;
}

static GBytes *rewrite(GBytes *bytes, const DaichoDocument *document, const guint8 *goes,
                       GError **error)
{
    const Going going = {document, goes};
    return edit_sqlite_rewrite(bytes, erase, &going, error);
}

static const char *const types[] = {"application/vnd.sqlite3", NULL};

const EditWholeFormat edit_format_sqlite = {types, rewrite};

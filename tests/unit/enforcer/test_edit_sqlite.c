#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"

#define TABLE                                                                                      \
    "CREATE TABLE c(id INTEGER PRIMARY KEY, name TEXT, mail TEXT);"                                \
    "INSERT INTO c VALUES(3,'hanako','hanako@example.com'),(5,'taro','taro@example.com');"

static GBytes *make(const char *sql)
{
    sqlite3 *database = NULL;
    char *bytes = NULL;
    gsize size = 0;
    g_autofree char *folder = g_dir_make_tmp("daicho-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "a.db", NULL);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fail_msg("%s", sqlite3_errmsg(database));
    }
    sqlite3_close(database);
    assert_true(g_file_get_contents(path, &bytes, &size, NULL));
    assert_int_equal(g_unlink(path), 0);
    assert_int_equal(g_rmdir(folder), 0);
    return g_bytes_new_take(bytes, size);
}

/* The rows of a query, columns with "|" behind, a line each (g_free). */
static char *ask(GBytes *bytes, const char *sql)
{
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    GString *rows = g_string_new(NULL);
    unsigned char *copy = sqlite3_malloc64(length);
    memcpy(copy, data, length);
    memset(copy + 18, 1, 2); /* not of a log */
    assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
    assert_int_equal(sqlite3_deserialize(database, "main", copy, (sqlite3_int64)length,
                                         (sqlite3_int64)length, SQLITE_DESERIALIZE_FREEONCLOSE),
                     SQLITE_OK);
    /* The page's size is known once something was read. */
    sqlite3_exec(database, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            g_string_append_printf(rows, "%s|", text != NULL ? text : "");
        }
        g_string_append_c(rows, '\n');
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return g_string_free(rows, FALSE);
}

static void assert_answer(GBytes *bytes, const char *sql, const char *expected)
{
    g_autofree char *answer = ask(bytes, sql);
    assert_string_equal(answer, expected);
}

/* A record of the file, as the reader counts: the schema's come first. */
static GPtrArray *cut(GBytes *source, gint64 record)
{
    GPtrArray *edits = fixture_edits_new();
    DaichoEdit *edit = fixture_edit(edits, "", source, FALSE);
    const DaichoRange range = {-1, -1, record};
    g_array_append_val(edit->ranges, range);
    return edits;
}

static gboolean holds(GBytes *bytes, const char *word)
{
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    return memmem(data, length, word, strlen(word)) != NULL;
}

static void a_row_goes_and_nothing_of_it_is_left(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make(TABLE "CREATE INDEX by_mail ON c(mail);");
    g_autoptr(GPtrArray) edits = cut(source, 3);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_answer(got, "SELECT * FROM c", "5|taro|taro@example.com|\n");
    assert_answer(got, "PRAGMA integrity_check", "ok|\n");
    assert_true(holds(source, "hanako"));
    assert_false(holds(got, "hanako"));
}

/* What was deleted before stands in free pages and free space. */
static void what_was_deleted_before_goes_as_well(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make("PRAGMA secure_delete=OFF;" TABLE "CREATE TABLE log(what TEXT);"
                                    "INSERT INTO log VALUES('old hanako'),('b'),('c');"
                                    "DELETE FROM log WHERE rowid = 1;");
    assert_true(holds(source, "old hanako"));
    g_autoptr(GPtrArray) edits = cut(source, 3);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_false(holds(got, "hanako"));
    assert_answer(got, "SELECT rowid, what FROM log", "2|b|\n3|c|\n");
}

static void its_form_stays(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make(
        "PRAGMA page_size=1024; PRAGMA encoding='UTF-16le'; PRAGMA auto_vacuum=INCREMENTAL;"
        "PRAGMA user_version=7; PRAGMA application_id=99;" TABLE
        "CREATE TABLE n(a INTEGER PRIMARY KEY AUTOINCREMENT, b GENERATED ALWAYS AS (a * 2));"
        "INSERT INTO n(a) VALUES(9);");
    g_autoptr(GPtrArray) edits = cut(source, 4);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    static const char *const queries[][2] = {
        {"SELECT id FROM c", "5|\n"},
        {"PRAGMA page_size", "1024|\n"},
        {"PRAGMA encoding", "UTF-16le|\n"},
        {"PRAGMA auto_vacuum", "2|\n"},
        {"PRAGMA user_version", "7|\n"},
        {"PRAGMA application_id", "99|\n"},
        {"SELECT seq FROM sqlite_sequence", "9|\n"},
        {"SELECT * FROM n", "9|18|\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(queries); i++) {
        assert_answer(got, queries[i][0], queries[i][1]);
    }
}

static void a_database_with_a_log_keeps_to_it(void **state)
{
    (void)state;
    g_autoptr(GBytes) made = make(TABLE);
    gsize length = 0;
    g_autofree guint8 *bytes = g_memdup2(g_bytes_get_data(made, &length), g_bytes_get_size(made));
    memset(bytes + 18, 2, 2);
    g_autoptr(GBytes) source = g_bytes_new(bytes, length);
    g_autoptr(GPtrArray) edits = cut(source, 2);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_answer(got, "SELECT id FROM c", "5|\n");
    assert_memory_equal((const guint8 *)g_bytes_get_data(got, NULL) + 18, "\2\2", 2);
}

/* Those that came after an index, and those that SQLite keeps for itself. */
static void tables_of_any_order_are_no_obstacle(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        source = make(TABLE "CREATE INDEX by_mail ON c(mail); CREATE VIEW v AS SELECT id FROM c;"
                            "CREATE TABLE n(a INTEGER PRIMARY KEY AUTOINCREMENT);"
                            "CREATE TABLE z(a); CREATE INDEX by_a ON z(a);"
                            "INSERT INTO z VALUES(1),(2); ANALYZE;");
    g_autoptr(GPtrArray) edits = cut(source, 9);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_false(holds(got, "hanako"));
    assert_answer(got, "SELECT id FROM c", "5|\n");
    assert_answer(got, "SELECT count(*) FROM sqlite_stat1", "2|\n");
}

static void triggers_do_not_run(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make(
        TABLE "CREATE TABLE log(what TEXT);"
              "CREATE TRIGGER t AFTER DELETE ON c BEGIN INSERT INTO log VALUES(old.mail); END;");
    g_autoptr(GPtrArray) edits = cut(source, 4);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_answer(got, "SELECT id FROM c", "5|\n");
    assert_answer(got, "SELECT * FROM log", "");
}

static void a_row_in_an_archive_goes(void **state)
{
    (void)state;
    g_autoptr(GBytes) database = make(TABLE);
    const FixtureMember member = {.name = "d/a.db", .content = database};
    g_autoptr(GBytes) source = fixture_archive_build(FIXTURE_USTAR, &member, 1);
    g_autoptr(GPtrArray) edits = cut(database, 2);
    DaichoEdit *edit = g_ptr_array_index(edits, 0);
    g_free(edit->part);
    edit->part = g_strdup("d/a.db");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_false(holds(got, "hanako"));
    assert_true(holds(got, "taro@example.com"));
}

/* Its row would come back with the log. */
static void a_database_with_its_log_in_the_archive_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *content;
        gboolean is_refused;
    } cases[] = {
        {"d/a.db-wal", "frames", TRUE}, {"./d/a.db-journal", "x", TRUE},
        {"d/a.db-journal", "x", TRUE},  {"d/a.db-wal", "", FALSE},
        {"e/a.db-wal", "x", FALSE},     {"d/a.db-wal2", "x", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases) * 2; i++) {
        gboolean is_removed = i % 2 != 0;
        g_autoptr(GBytes) database = make(TABLE);
        g_autoptr(GBytes) log = fixture_bytes(cases[i / 2].content);
        const FixtureMember members[] = {{.name = "d/a.db", .content = database},
                                         {.name = cases[i / 2].name, .content = log}};
        g_autoptr(GBytes) source = fixture_archive_build(FIXTURE_USTAR, members, 2);
        g_autoptr(GPtrArray) edits = cut(database, 2);
        DaichoEdit *edit = g_ptr_array_index(edits, 0);
        g_free(edit->part);
        edit->part = g_strdup("d/a.db");
        edit->remove = is_removed;
        g_array_set_size(edit->ranges, is_removed ? 0 : 1);
        if (cases[i / 2].is_refused) {
            fixture_expect_refusal(source, edits, "stand in a file beside it");
            continue;
        }
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        assert_false(holds(got, "hanako"));
    }
}

static void what_cannot_be_done_without_a_doubt_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        gint64 record;
        const char *words;
    } cases[] = {
        {TABLE, 1, "no place of its own"}, /* the schema */
        {TABLE, 9, "does not have"},
        {TABLE "CREATE TABLE o(id INTEGER PRIMARY KEY, c INT REFERENCES c(id));"
               "INSERT INTO o VALUES(1, 3);",
         3, "rows of another table belong to the row"},
        {"CREATE VIRTUAL TABLE f USING fts5(a);" TABLE, 8, "an index of words"},
        {"CREATE TABLE c(mail TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO c VALUES('a');", 2,
         "no place of its own"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) source = make(cases[i].sql);
        g_autoptr(GPtrArray) edits = cut(source, cases[i].record);
        fixture_expect_refusal(source, edits, cases[i].words);
    }
}

/* A row whose parent was not there before, and of others, is no reason. */
static void references_that_were_broken_before_do_not_count(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        source = make(TABLE "CREATE TABLE o(id INTEGER PRIMARY KEY, c INT REFERENCES c(id));"
                            "INSERT INTO o VALUES(1, 77), (2, 5);");
    g_autoptr(GPtrArray) edits = cut(source, 3);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_answer(got, "SELECT id FROM c", "5|\n");
    assert_answer(got, "SELECT c FROM o", "77|\n5|\n");
}

/* Whatever a damaged page says, the result is right or there is none. */
static void damaged_databases_are_refused_or_right(void **state)
{
    (void)state;
    g_autoptr(GBytes)
        whole = make("PRAGMA page_size=512;" TABLE "CREATE INDEX by_mail ON c(mail);");
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(whole, &length);
    for (gsize at = 16; at < length; at += 61) {
        g_autofree guint8 *changed = g_memdup2(bytes, length);
        changed[at] ^= 0x55;
        g_autoptr(GBytes) source = g_bytes_new(changed, length);
        g_autoptr(GPtrArray) edits = cut(source, 3);
        g_autoptr(GBytes) got = fixture_apply(source, edits, &daicho_limits_default, NULL);
        if (got != NULL) {
            assert_answer(got, "PRAGMA integrity_check", "ok|\n");
            assert_answer(got, "SELECT count(*) FROM c", "1|\n");
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_goes_and_nothing_of_it_is_left),
        cmocka_unit_test(what_was_deleted_before_goes_as_well),
        cmocka_unit_test(its_form_stays),
        cmocka_unit_test(a_database_with_a_log_keeps_to_it),
        cmocka_unit_test(tables_of_any_order_are_no_obstacle),
        cmocka_unit_test(triggers_do_not_run),
        cmocka_unit_test(a_row_in_an_archive_goes),
        cmocka_unit_test(a_database_with_its_log_in_the_archive_is_refused),
        cmocka_unit_test(what_cannot_be_done_without_a_doubt_is_refused),
        cmocka_unit_test(references_that_were_broken_before_do_not_count),
        cmocka_unit_test(damaged_databases_are_refused_or_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

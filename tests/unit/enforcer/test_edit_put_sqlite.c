#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_document.h"
#include "tests/unit/enforcer/fixture_put.h"

#define OLD "090-0000-1111"
#define NEW "090-0000-2222"
#define TABLE                                                                                      \
    "CREATE TABLE c(id INTEGER PRIMARY KEY, name TEXT, tel TEXT, note TEXT);"                      \
    "INSERT INTO c VALUES(3,'架空花子','" OLD "','call " OLD "'),(5,'見本太郎','" OLD "',NULL);"

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

static gboolean holds(GBytes *database, const char *text)
{
    gsize length = 0;
    const void *bytes = g_bytes_get_data(database, &length);
    return memmem(bytes, length, text, strlen(text)) != NULL;
}

/* The record before is that of the schema. */
static void the_row_changes_and_no_other(void **state)
{
    (void)state;
    g_autoptr(GBytes) database = make(TABLE "CREATE INDEX i ON c(tel);");
    g_autoptr(GBytes) got = fixture_put(database, "a.db", 1, OLD, NEW, NULL);
    g_autofree char *records = fixture_document_records(got, "a.db");
    assert_non_null(strstr(records, "架空花子 " NEW " call " NEW));
    assert_non_null(strstr(records, "見本太郎 " OLD));
}

static void nothing_of_the_old_value_is_left_in_the_file(void **state)
{
    (void)state;
    g_autoptr(GBytes) database = make(TABLE);
    g_autoptr(GBytes) got = fixture_put(database, "a.db", 1, "架空花子", "見本花子", NULL);
    assert_true(holds(database, "架空花子"));
    assert_false(holds(got, "架空花子"));
    assert_true(holds(got, "見本花子"));
    g_autoptr(GBytes) none = fixture_put(database, "a.db", 1, "架空花子", "", NULL);
    assert_false(holds(none, "架空花子"));
}

static void what_the_database_does_not_take_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *words;
    } cases[] = {
        {"CREATE TABLE c(tel TEXT CHECK (tel = '" OLD "')); INSERT INTO c VALUES('" OLD "');",
         "does not take"},
        {"CREATE TABLE c(tel TEXT UNIQUE); INSERT INTO c VALUES('" OLD "'),('" NEW "');",
         "does not take"},
        {"CREATE TABLE c(tel BLOB); INSERT INTO c VALUES(CAST('" OLD "' AS BLOB));", ""},
        {"CREATE TABLE p(tel TEXT PRIMARY KEY); CREATE TABLE c(tel TEXT REFERENCES p(tel));"
         "INSERT INTO p VALUES('" OLD "'); INSERT INTO c VALUES('" OLD "');",
         ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) database = make(cases[i].sql);
        g_autoptr(GBytes) got = fixture_put(database, "a.db", 2, OLD, NEW, cases[i].words);
        assert_null(got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_row_changes_and_no_other),
        cmocka_unit_test(nothing_of_the_old_value_is_left_in_the_file),
        cmocka_unit_test(what_the_database_does_not_take_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

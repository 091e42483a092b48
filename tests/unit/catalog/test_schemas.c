#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

/*
 * schemas/schema_N.sql: a catalog of each version of the schema, made by the program of that time, as
 * SQL text with its key in the second line.
 */
#define FOLDER DAICHO_SOURCE_DIR "/tests/unit/catalog/schemas"

/* Versions that no commit of ours ever wrote: their migrations came together with the next one. */
static gboolean was_never_written(gint64 version)
{
    return version == 4 || version == 7;
}

/* What a migration changes on purpose: the rest is the same row by row. */
static const struct {
    const char *table, *column;
} changed[] = {
    {"items", "marker"},       /* 2: sealed */
    {"items", "rules_digest"}, /* 2: so that it is read again */
};

static void write_key(const FixtureCatalog *fixture, const char *text)
{
    static const char mark[] = "-- key ";
    const char *hex = strstr(text, mark);
    assert_non_null(hex);
    guint8 key[32];
    for (gsize i = 0; i < sizeof key; i++) {
        const char *digits = hex + strlen(mark) + 2 * i;
        key[i] = (guint8)(g_ascii_xdigit_value(digits[0]) * 16 + g_ascii_xdigit_value(digits[1]));
    }
    g_autofree char *path = g_build_filename(fixture->folder, "schema-key", NULL);
    assert_true(g_file_set_contents_full(path, (const char *)key, sizeof key,
                                         G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

/* The catalog of that time, in a file and as "before" beside it. */
static void lay_out(FixtureCatalog *fixture, const char *name, const char *text)
{
    sqlite3 *db = NULL;
    char *message = NULL;
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    g_unlink(path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s", message);
    }
    sqlite3_close(db);
}

static gint64 count(DaichoCatalog *catalog, const char *sql)
{
    gint64 value = -1;
    g_autoptr(GError) error = NULL;
    if (!sql_get_single(catalog, -1, &value, &error, sql, "")) {
        fail_msg("%s: %s", sql, error->message);
    }
    return value;
}

static gboolean is_changed(const char *table, const char *column)
{
    gboolean found = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(changed); i++) {
        found = found ||
                (strcmp(changed[i].table, table) == 0 && strcmp(changed[i].column, column) == 0);
    }
    return found;
}

/* The columns that the table had before, quoted and joined. */
static char *list_columns(DaichoCatalog *catalog, const char *table)
{
    GString *list = g_string_new(NULL);
    g_autoptr(SqlQuery) query = sql_query(
        catalog, NULL, "SELECT name FROM pragma_table_info(?, 'before')", "t", table);
    while (sql_query_next(query, NULL)) {
        const char *name = sql_get_text(query, 0);
        if (!is_changed(table, name)) {
            g_string_append_printf(list, "%s\"%s\"", list->len > 0 ? ", " : "", name);
        }
    }
    return g_string_free(list, FALSE);
}

static void expect_same_rows(DaichoCatalog *catalog, const char *table)
{
    g_autofree char *columns = list_columns(catalog, table);
    g_autofree char *lost = g_strdup_printf("SELECT COUNT(*) FROM (SELECT %s FROM before.\"%s\""
                                            " EXCEPT SELECT %s FROM main.\"%s\")",
                                            columns, table, columns, table);
    g_autofree char *more = g_strdup_printf("SELECT (SELECT COUNT(*) FROM main.\"%s\") -"
                                            " (SELECT COUNT(*) FROM before.\"%s\")",
                                            table, table);
    if (count(catalog, lost) != 0 || count(catalog, more) != 0) {
        fail_msg("%s: rows were lost or changed, or are more than before", table);
    }
}

static void expect_same_content(const FixtureCatalog *fixture, DaichoCatalog *catalog)
{
    g_autofree char *before = g_build_filename(fixture->folder, "before.db", NULL);
    g_autofree char *attach = g_strdup_printf("ATTACH '%s' AS before", before);
    assert_true(sql_execute(catalog, attach, NULL));
    guint tables = 0;
    g_autoptr(SqlQuery) query = sql_query(
        catalog, NULL,
        "SELECT name FROM before.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        "");
    while (sql_query_next(query, NULL)) {
        expect_same_rows(catalog, sql_get_text(query, 0));
        tables++;
    }
    assert_true(tables > 10);
}

static void expect_migrated(FixtureCatalog *fixture, gint64 version)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(fixture->folder, "migrated.db", NULL);
    g_autofree char *key_path = g_build_filename(fixture->folder, "schema-key", NULL);
    g_autoptr(DaichoKey) key = daicho_key_load(key_path, NULL);
    assert_non_null(key);
    g_autoptr(DaichoCatalog) catalog = daicho_catalog_open(path, DAICHO_CATALOG_WRITE, key, &error);
    if (catalog == NULL || !daicho_catalog_check_whole(catalog, &error)) {
        fail_msg("schema %d: %s", (int)version, error->message);
    }
    assert_int_equal(count(catalog, "PRAGMA user_version"), sql_newest_version());
    assert_true(count(catalog, "SELECT COUNT(*) FROM findings") > 0);
    expect_same_content(fixture, catalog);
    /* What is sealed opens: the person of a request that is not closed. */
    g_autoptr(DaichoRequest) request = daicho_catalog_get_request(catalog, 2, &error);
    assert_non_null(request);
    assert_non_null(request->subject);
}

static void a_catalog_of_each_version_migrates_with_its_content(void **state)
{
    FixtureCatalog *fixture = *state;
    for (gint64 version = 1; version < sql_newest_version(); version++) {
        g_autofree char *path = g_strdup_printf(FOLDER "/schema_%d.sql", (int)version);
        g_autofree char *text = NULL;
        if (was_never_written(version)) {
            continue;
        }
        if (!g_file_get_contents(path, &text, NULL, NULL)) {
            fail_msg("there is no %s: make one with the program of before the new schema", path);
        }
        write_key(fixture, text);
        lay_out(fixture, "before.db", text);
        lay_out(fixture, "migrated.db", text);
        expect_migrated(fixture, version);
        g_autofree char *migrated = g_build_filename(fixture->folder, "migrated.db", NULL);
        g_autofree char *log = g_strconcat(migrated, "-wal", NULL);
        assert_int_equal(g_unlink(migrated), 0);
        g_unlink(log);
    }
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_catalog_of_each_version_migrates_with_its_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

static void a_new_catalog_is_private_and_up_to_date(void **state)
{
    const FixtureCatalog *fixture = *state;
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        struct stat status;
        g_autofree char *path = g_strconcat(fixture->path, endings[i], NULL);
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 0777, 0600);
    }
    gint64 version = 0;
    gint64 synchronous = 0;
    assert_true(sql_get_single(fixture->catalog, 0, &version, NULL, "PRAGMA user_version", ""));
    assert_int_equal(version, FIXTURE_CATALOG_VERSION);
    assert_true(sql_get_single(fixture->catalog, 0, &synchronous, NULL, "PRAGMA synchronous", ""));
    assert_int_equal(synchronous, 2); /* C3: FULL */
}

static void what_was_written_is_there_after_opening_again(void **state)
{
    FixtureCatalog *fixture = *state;
    static const DaichoCatalogMode modes[] = {DAICHO_CATALOG_READ, DAICHO_CATALOG_WRITE,
                                              DAICHO_CATALOG_CREATE};
    for (gsize i = 0; i < G_N_ELEMENTS(modes); i++) {
        fixture_catalog_reopen(fixture, modes[i]);
        g_autofree char *root = daicho_catalog_dup_share_root(fixture->catalog, "t", NULL);
        assert_string_equal(root, "/srv/t");
    }
}

static void a_catalog_for_reading_cannot_be_written(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_READ);
    g_autoptr(GError) error = NULL;
    assert_false(daicho_catalog_put_share(fixture->catalog, "u", "/srv/u", &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
}

static void expect_refused(const FixtureCatalog *fixture, const DaichoKey *key,
                           DaichoCatalogMode mode, DaichoErrorCode code, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoCatalog) catalog = daicho_catalog_open(fixture->path, mode, key, &error);
    assert_null(catalog);
    if (!g_error_matches(error, DAICHO_ERROR, (int)code) || strstr(error->message, words) == NULL ||
        strstr(error->message, fixture->path) == NULL) {
        fail_msg("%d %s", error->code, error->message);
    }
}

/* Version 1 had what markers name in clear: it goes, and their files are read again. */
static void a_catalog_of_version_1_is_brought_up_to_date(void **state)
{
    FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "a/.daicho.yaml", "", NULL), NULL);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a/f", "", NULL), NULL);
    fixture_catalog_go_back(fixture, 3);
    assert_true(sql_execute(fixture->catalog,
                            "DROP INDEX items_marker;"
                            "ALTER TABLE items DROP COLUMN marker;"
                            "ALTER TABLE items ADD COLUMN marker TEXT NOT NULL DEFAULT '';"
                            "CREATE INDEX items_marker ON items (share_id) WHERE marker != '';"
                            "UPDATE items SET marker = 'yamada-hanako' WHERE path = x'"
                            "612f2e64616963686f2e79616d6c';"
                            "ALTER TABLE findings DROP COLUMN locator;"
                            "PRAGMA user_version = 1",
                            NULL));
    assert_true(fixture_catalog_has_bytes(fixture, "yamada-hanako", 13));
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_CREATE);
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_CREATE);
    assert_false(fixture_catalog_has_bytes(fixture, "yamada-hanako", 13));
    gint64 again = 0;
    assert_true(sql_get_single(fixture->catalog, 0, &again, NULL,
                               "SELECT COUNT(*) FROM items WHERE rules_digest = ''", ""));
    assert_int_equal(again, 1);
}

static void another_key_is_refused(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autofree char *path = g_build_filename(fixture->folder, "other", NULL);
    g_autoptr(DaichoKey) other = daicho_key_create(path, NULL);
    expect_refused(fixture, other, DAICHO_CATALOG_READ, DAICHO_ERROR_USAGE, "another key");
    expect_refused(fixture, other, DAICHO_CATALOG_CREATE, DAICHO_ERROR_USAGE, "another key");
}

static void a_newer_catalog_is_refused_for_reading_and_writing(void **state)
{
    const FixtureCatalog *fixture = *state;
    assert_true(sql_execute(fixture->catalog, "PRAGMA user_version = 99", NULL));
    expect_refused(fixture, fixture->key, DAICHO_CATALOG_READ, DAICHO_ERROR_USAGE, "newer daicho");
    expect_refused(fixture, fixture->key, DAICHO_CATALOG_WRITE, DAICHO_ERROR_USAGE, "newer daicho");
}

static void what_is_missing_or_no_catalog_is_told(void **state)
{
    FixtureCatalog *fixture = *state;
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
    assert_true(
        g_file_set_contents(fixture->path, "this is no database at all, but text\n", -1, NULL));
    expect_refused(fixture, fixture->key, DAICHO_CATALOG_READ, DAICHO_ERROR_DAMAGED,
                   "daicho catalog restore FILE");
    assert_int_equal(remove(fixture->path), 0);
    expect_refused(fixture, fixture->key, DAICHO_CATALOG_READ, DAICHO_ERROR_USAGE, "No such file");
    expect_refused(fixture, fixture->key, DAICHO_CATALOG_WRITE, DAICHO_ERROR_USAGE, "No such file");
}

/* What was cut to nothing is not begun anew. */
static void an_empty_file_is_no_catalog(void **state)
{
    FixtureCatalog *fixture = *state;
    static const DaichoCatalogMode modes[] = {DAICHO_CATALOG_READ, DAICHO_CATALOG_EXAMINE,
                                              DAICHO_CATALOG_WRITE, DAICHO_CATALOG_CREATE};
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
    for (gsize i = 0; i < G_N_ELEMENTS(modes); i++) {
        assert_true(g_file_set_contents(fixture->path, "", -1, NULL));
        expect_refused(fixture, fixture->key, modes[i], DAICHO_ERROR_DAMAGED,
                       "there is nothing in it");
    }
}

static gint64 count_shares(const FixtureCatalog *fixture)
{
    gint64 count = 0;
    assert_true(
        sql_get_single(fixture->catalog, 0, &count, NULL, "SELECT COUNT(*) FROM shares", ""));
    return count;
}

static void a_transaction_rolls_back_unless_committed(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoTransaction *lost = daicho_transaction_begin(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "u", "/u", NULL));
    assert_int_equal(count_shares(fixture), 2);
    daicho_transaction_free(lost);
    assert_int_equal(count_shares(fixture), 1);
    g_autoptr(DaichoTransaction) kept = daicho_transaction_begin(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "u", "/u", NULL));
    assert_true(daicho_transaction_commit(kept, NULL));
    assert_int_equal(count_shares(fixture), 2);
}

static void an_inner_transaction_rolls_back_alone(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoTransaction) outer = daicho_transaction_begin(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "u", "/u", NULL));
    DaichoTransaction *inner = daicho_transaction_begin(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "v", "/v", NULL));
    daicho_transaction_free(inner);
    DaichoTransaction *second = daicho_transaction_begin(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "w", "/w", NULL));
    assert_true(daicho_transaction_commit(second, NULL));
    daicho_transaction_free(second);
    assert_true(daicho_transaction_commit(outer, NULL));
    assert_int_equal(count_shares(fixture), 3);
}

static void an_outer_transaction_undoes_what_an_inner_one_committed(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoTransaction *outer = daicho_transaction_begin(fixture->catalog, NULL);
    DaichoTransaction *inner = daicho_transaction_begin(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "u", "/u", NULL));
    assert_true(daicho_transaction_commit(inner, NULL));
    daicho_transaction_free(inner);
    daicho_transaction_free(outer);
    assert_int_equal(count_shares(fixture), 1);
}

static void a_joined_transaction_is_committed_with_the_one_around_it(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoTransaction *outer = daicho_transaction_begin(fixture->catalog, NULL);
    DaichoTransaction *joined = daicho_transaction_join(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "u", "/u", NULL));
    assert_true(daicho_transaction_commit(joined, NULL));
    daicho_transaction_free(joined);
    daicho_transaction_free(outer);
    assert_int_equal(count_shares(fixture), 1);
    g_autoptr(DaichoTransaction) alone = daicho_transaction_join(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "u", "/u", NULL));
    assert_true(daicho_transaction_commit(alone, NULL));
    assert_int_equal(count_shares(fixture), 2);
}

/* What was written in part is never kept: not by the one around it, nor by another within that. */
static void a_joined_transaction_that_failed_takes_the_one_around_it_along(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoTransaction *outer = daicho_transaction_begin(fixture->catalog, NULL);
    DaichoTransaction *joined = daicho_transaction_join(fixture->catalog, NULL);
    g_autoptr(GError) error = NULL;
    assert_true(daicho_catalog_put_share(fixture->catalog, "u", "/u", NULL));
    daicho_transaction_free(joined);
    assert_null(daicho_transaction_begin(fixture->catalog, NULL));
    assert_null(daicho_transaction_join(fixture->catalog, NULL));
    assert_false(daicho_transaction_commit(outer, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
    daicho_transaction_free(outer);
    assert_int_equal(count_shares(fixture), 1);
    g_autoptr(DaichoTransaction) next = daicho_transaction_begin(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "v", "/v", NULL));
    assert_true(daicho_transaction_commit(next, NULL));
    assert_int_equal(count_shares(fixture), 2);
}

static void a_savepoint_undoes_what_failed_within_it(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoTransaction) outer = daicho_transaction_begin(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "u", "/u", NULL));
    DaichoTransaction *inner = daicho_transaction_begin(fixture->catalog, NULL);
    DaichoTransaction *joined = daicho_transaction_join(fixture->catalog, NULL);
    assert_true(daicho_catalog_put_share(fixture->catalog, "v", "/v", NULL));
    daicho_transaction_free(joined);
    daicho_transaction_free(inner);
    assert_true(daicho_transaction_commit(outer, NULL));
    assert_int_equal(count_shares(fixture), 2);
}

static void a_share_keeps_its_root(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(GError) error = NULL;
    assert_true(daicho_catalog_put_share(fixture->catalog, "t", "/srv/t", NULL));
    assert_false(daicho_catalog_put_share(fixture->catalog, "t", "/srv/other", &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_null(daicho_catalog_dup_share_root(fixture->catalog, "nowhere", NULL));
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_catalog_is_private_and_up_to_date),
        TEST(what_was_written_is_there_after_opening_again),
        TEST(a_catalog_for_reading_cannot_be_written),
        TEST(a_catalog_of_version_1_is_brought_up_to_date),
        TEST(another_key_is_refused),
        TEST(a_newer_catalog_is_refused_for_reading_and_writing),
        TEST(what_is_missing_or_no_catalog_is_told),
        TEST(an_empty_file_is_no_catalog),
        TEST(a_transaction_rolls_back_unless_committed),
        TEST(an_inner_transaction_rolls_back_alone),
        TEST(an_outer_transaction_undoes_what_an_inner_one_committed),
        TEST(a_joined_transaction_is_committed_with_the_one_around_it),
        TEST(a_joined_transaction_that_failed_takes_the_one_around_it_along),
        TEST(a_savepoint_undoes_what_failed_within_it),
        TEST(a_share_keeps_its_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

/* "path found purposes findings unread" of every file. */
static char *list(const FixtureCatalog *fixture)
{
    g_autoptr(GPtrArray) files = daicho_catalog_load_retention(fixture->catalog, NULL);
    GString *text = g_string_new(NULL);
    assert_non_null(files);
    for (guint i = 0; i < files->len; i++) {
        const DaichoRetentionFile *file = g_ptr_array_index(files, i);
        g_autofree char *purposes = g_strjoinv("+", file->purposes);
        g_string_append_printf(text, "%s %d %s %d %d\n", file->path, (int)file->found_s, purposes,
                               (int)file->findings, file->is_unread);
    }
    return g_string_free(text, FALSE);
}

/* A scan of a share in which that file is all there is. */
static void put_at(const FixtureCatalog *fixture, gint64 now_s, const char *path)
{
    DaichoScanRow scan = {0};
    gboolean unchanged = FALSE;
    assert_true(
        daicho_catalog_begin_scan(fixture->catalog, "t", "rules", FALSE, now_s, &scan, NULL));
    g_autoptr(DaichoKnownFiles) known = daicho_known_files_open(fixture->catalog, &scan);
    assert_true(daicho_known_files_check(known, path, NULL, &unchanged, NULL));
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, path, "", "x@y.z"),
                        NULL);
    g_autoptr(GArray) gone = daicho_known_files_take_gone(known, NULL);
    fixture_catalog_finish(fixture, &scan, gone);
}

static void a_file_stays_found_when_it_is_read_again(void **state)
{
    const FixtureCatalog *fixture = *state;
    put_at(fixture, 100, "a");
    put_at(fixture, 200, "a");
    g_autofree char *twice = list(fixture);
    assert_string_equal(twice, "a 100  1 0\n");
    put_at(fixture, 300, "b"); /* a is gone */
    put_at(fixture, 400, "a");
    g_autofree char *again = list(fixture);
    assert_string_equal(again, "a 400  1 0\n");
}

static void a_copied_or_refreshed_file_has_its_own_time(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = {0};
    gboolean copied = FALSE;
    put_at(fixture, 100, "a.txt");
    assert_true(sql_run(fixture->catalog, NULL, "UPDATE items SET digest = 'd'", ""));
    assert_true(daicho_catalog_begin_scan(fixture->catalog, "t", "rules", FALSE, 200, &scan, NULL));
    g_autoptr(DaichoItem) copy = fixture_catalog_item(fixture, "b.txt", "", NULL);
    g_free(copy->digest);
    copy->digest = g_strdup("d");
    assert_true(daicho_catalog_copy_file(fixture->catalog, &scan, copy, &copied, NULL));
    assert_true(copied);
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    g_ptr_array_add(items, fixture_catalog_item(fixture, "a.txt", "", "y@y.z"));
    assert_true(daicho_catalog_replace_file(fixture->catalog, items, NULL));
    g_autofree char *both = list(fixture);
    assert_string_equal(both, "a.txt 100  1 0\nb.txt 200  1 0\n");
}

static void only_files_with_personal_data_or_unread_are_told(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    DaichoItem *unread = fixture_catalog_item(fixture, "unread.zip", "", NULL);
    DaichoItem *member = fixture_catalog_item(fixture, "box.zip", "list.csv", "x@y.z");
    unread->state = DAICHO_ITEM_UNREAD;
    fixture_catalog_add_finding(fixture, member, "contact", "w@y.z", 39);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "plain", "", NULL),
                        NULL);
    fixture_catalog_put(fixture, &scan, NULL, unread, NULL);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "box.zip", "", NULL),
                        member, NULL);
    assert_true(sql_run(fixture->catalog, NULL,
                        "UPDATE items SET purpose = CASE part WHEN '' THEN 'hr' ELSE 'travel' END",
                        ""));
    g_autofree char *text = list(fixture);
    assert_non_null(strstr(text, "box.zip "));
    assert_non_null(strstr(text, "hr+travel 1 0\n"));
    assert_non_null(strstr(text, "unread.zip "));
    assert_null(strstr(text, "plain"));
}

static void the_latest_decision_about_a_file_counts(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoDisposition) first = daicho_disposition_new();
    g_autoptr(DaichoDisposition) second = daicho_disposition_new();
    g_autoptr(GError) error = NULL;
    g_free(second->decision);
    second->decision = g_strdup("keep");
    second->mtime_ns = 5;
    assert_true(daicho_catalog_put_disposition(fixture->catalog, "t", "架空花子.txt", first, NULL));
    assert_true(
        daicho_catalog_put_disposition(fixture->catalog, "t", "架空花子.txt", second, NULL));
    g_autoptr(DaichoDisposition)
        got = daicho_catalog_get_disposition(fixture->catalog, "t", "架空花子.txt", &error);
    assert_non_null(got);
    assert_string_equal(got->decision, "keep");
    assert_int_equal(got->number, 2);
    assert_int_equal(got->mtime_ns, 5);
    assert_null(daicho_catalog_get_disposition(fixture->catalog, "u", "架空花子.txt", &error));
    assert_null(error);
    fixture_catalog_expect_absent(fixture, "架空花子"); /* C1 */
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_stays_found_when_it_is_read_again),
        TEST(a_copied_or_refreshed_file_has_its_own_time),
        TEST(only_files_with_personal_data_or_unread_are_told),
        TEST(the_latest_decision_about_a_file_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/catalog/fixture_catalog.h"

static gboolean list(const char *share, const char *path, const char *part, gpointer data,
                     GError **error)
{
    (void)error;
    g_ptr_array_add(data, g_strdup_printf("%s:%s!%s", share, path, part));
    return TRUE;
}

static gint compare(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static void expect(GPtrArray *names, const char *expected)
{
    g_ptr_array_sort(names, compare);
    g_ptr_array_add(names, NULL);
    g_autofree char *joined = g_strjoinv(" ", (char **)names->pdata);
    assert_string_equal(joined, expected);
    g_ptr_array_unref(names);
}

static GPtrArray *new_names(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

static void put(FixtureCatalog *fixture)
{
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    DaichoItem *member = fixture_catalog_item(fixture, "b.zip", "in.csv", "x@y.z");
    fixture_catalog_add_finding(fixture, member, "name", "x@y.z", 90);
    DaichoItem *unread = fixture_catalog_item(fixture, "c", "", NULL);
    unread->state = DAICHO_ITEM_UNREAD;
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a", "", "x@y.z"),
                        NULL);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "b.zip", "", NULL),
                        member, NULL);
    fixture_catalog_put(fixture, &scan, NULL, unread, NULL);
    fixture_catalog_finish(fixture, &scan, NULL);
}

static void every_file_and_member_has_a_name(void **state)
{
    FixtureCatalog *fixture = *state;
    GPtrArray *names = new_names();
    put(fixture);
    assert_true(daicho_catalog_each_name(fixture->catalog, list, names, NULL));
    expect(names, "t:a! t:b.zip! t:b.zip!in.csv t:c!");
}

static void a_file_is_told_where_a_header_refuted(void **state)
{
    FixtureCatalog *fixture = *state;
    GPtrArray *names = new_names();
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    DaichoItem *member = fixture_catalog_item(fixture, "b.zip", "in.csv", NULL);
    DaichoItem *file = fixture_catalog_item(fixture, "a", "", NULL);
    member->has_refuted = file->has_refuted = TRUE;
    fixture_catalog_put(fixture, &scan, NULL, file, NULL);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "b.zip", "", NULL),
                        member, NULL);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "c", "", "x@y.z"),
                        NULL);
    fixture_catalog_finish(fixture, &scan, NULL);
    assert_true(daicho_catalog_each_file_refuted(fixture->catalog, list, names, NULL));
    expect(names, "t:a! t:b.zip!");
}

static void a_file_is_told_once_by_category(void **state)
{
    FixtureCatalog *fixture = *state;
    static const char *const names_only[] = {"name", NULL};
    static const char *const part_of_a_word[] = {"nam", "contac", NULL};
    static const char *const both[] = {"address", "contact", "name", NULL};
    const char *const *const rows[] = {names_only, part_of_a_word, both};
    const char *const expected[] = {"t:b.zip!", "", "t:a! t:b.zip!"};
    put(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        GPtrArray *names = new_names();
        assert_true(daicho_catalog_each_file_with(fixture->catalog, rows[i], list, names, NULL));
        expect(names, expected[i]);
    }
}

static void a_file_is_told_once_by_value(void **state)
{
    FixtureCatalog *fixture = *state;
    guint8 print[DAICHO_FINGERPRINT_BYTES];
    put(fixture);
    daicho_key_fingerprint(fixture->key, "email", "x@y.z", print);
    GPtrArray *names = new_names();
    assert_true(daicho_catalog_each_file_of(fixture->catalog, "email", print, list, names, NULL));
    expect(names, "t:a! t:b.zip!");
    names = new_names();
    assert_true(daicho_catalog_each_file_of(fixture->catalog, "phone", print, list, names, NULL));
    expect(names, "");
}

static void what_was_not_read_is_counted(void **state)
{
    FixtureCatalog *fixture = *state;
    gint64 count = -1;
    put(fixture);
    assert_true(daicho_catalog_count_unread(fixture->catalog, &count, NULL));
    assert_int_equal(count, 1);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_file_and_member_has_a_name),      TEST(a_file_is_told_where_a_header_refuted),
        TEST(a_file_is_told_where_a_header_refuted), TEST(a_file_is_told_once_by_category),
        TEST(a_file_is_told_once_by_value),          TEST(what_was_not_read_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

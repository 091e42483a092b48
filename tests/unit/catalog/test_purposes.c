#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <glib/gstdio.h>

#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

static DaichoPolicy *load(const FixtureCatalog *fixture, const char *yaml)
{
    g_autofree char *path = g_build_filename(fixture->folder, "policy.yaml", NULL);
    g_autoptr(GError) error = NULL;
    assert_true(g_file_set_contents(path, yaml, -1, NULL));
    DaichoPolicy *policy = daicho_policy_load_file(path, &error);
    if (policy == NULL) {
        fail_msg("%s", error->message);
    }
    return policy;
}

static void assign(const FixtureCatalog *fixture, const char *yaml)
{
    g_autoptr(DaichoPolicy) policy = load(fixture, yaml);
    assert_true(daicho_catalog_assign_purposes(fixture->catalog, policy, NULL));
}

static void expect(const FixtureCatalog *fixture, const char *items, const char *findings)
{
    g_autofree char *got_items = fixture_catalog_list_items(fixture);
    g_autofree char *got_findings = fixture_catalog_list_findings(fixture);
    assert_string_equal(got_items, items);
    assert_string_equal(got_findings, findings);
}

static const char hr_only[] = "purposes: [{id: hr, categories: [contact]}]\n"
                              "mapping: [{path: 'hr/*', purpose: hr}]\n";

static void data_without_a_purpose_is_a_finding(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "hr/a", "", "a@example.com"), NULL);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "x/b", "", "b@example.com"), NULL);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "x/empty", "", NULL),
                        NULL);
    DaichoItem *low = fixture_catalog_item(fixture, "x/low", "", NULL);
    fixture_catalog_add_finding(fixture, low, "name", "n", 39);
    fixture_catalog_put(fixture, &scan, NULL, low, NULL);
    assign(fixture, hr_only);
    expect(fixture, "hr/a! read hr 1\nx/b! read - 1\nx/empty! read - 0\nx/low! read - 1\n",
           "hr/a! test.rule contact\nx/b! test.rule contact\nx/b! policy.no-purpose contact\n"
           "x/low! test.rule name\n");
}

static void a_category_that_its_purpose_does_not_expect_is_a_finding(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    DaichoItem *item = fixture_catalog_item(fixture, "hr/a", "", "a@example.com");
    fixture_catalog_add_finding(fixture, item, "health", "h", 80);
    fixture_catalog_add_finding(fixture, item, "health", "i", 80);
    fixture_catalog_put(fixture, &scan, NULL, item, NULL);
    assign(fixture, hr_only);
    expect(fixture, "hr/a! read hr 3\n",
           "hr/a! test.rule contact\nhr/a! policy.unexpected-category health\n"
           "hr/a! test.rule health\nhr/a! test.rule health\n");
}

static void another_policy_leaves_nothing_of_the_old_one(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "hr/a", "", "a@example.com"), NULL);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "x/b", "", "b@example.com"), NULL);
    assign(fixture, hr_only);
    assign(fixture, "purposes: [{id: it, categories: [name]}]\n"
                    "mapping: [{path: 'x/*', purpose: it}]\n");
    expect(fixture, "hr/a! read - 1\nx/b! read it 1\n",
           "hr/a! test.rule contact\nhr/a! policy.no-purpose contact\n"
           "x/b! test.rule contact\nx/b! policy.unexpected-category contact\n");
    assign(fixture, "purposes: [{id: all}]\nmapping: [{purpose: all}]\n");
    expect(fixture, "hr/a! read all 1\nx/b! read all 1\n",
           "hr/a! test.rule contact\nx/b! test.rule contact\n");
}

static void new_items_are_assigned_and_old_ones_not_twice(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    for (guint round = 0; round < 3; round++) {
        g_autofree char *path = g_strdup_printf("x/%u", round);
        fixture_catalog_put(fixture, &scan, NULL,
                            fixture_catalog_item(fixture, path, "", "a@example.com"), NULL);
        assign(fixture, hr_only);
        assign(fixture, hr_only);
    }
    gint64 count = 0;
    assert_true(sql_get_single(fixture->catalog, 0, &count, NULL,
                               "SELECT COUNT(*) FROM findings WHERE rule = 'policy.no-purpose'",
                               ""));
    assert_int_equal(count, 3);
}

static void a_rollback_does_not_hide_later_items(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    assign(fixture, hr_only);
    DaichoTransaction *lost = daicho_transaction_begin(fixture->catalog, NULL);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "lost", "", NULL),
                        NULL);
    daicho_transaction_free(lost);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "hr/a", "", "a@example.com"), NULL);
    assign(fixture, hr_only);
    expect(fixture, "hr/a! read hr 1\n", "hr/a! test.rule contact\n");
}

static void another_process_that_assigned_hides_no_items(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "hr/a", "", NULL),
                        NULL);
    g_autoptr(DaichoCatalog)
        other = daicho_catalog_open(fixture->path, DAICHO_CATALOG_WRITE, fixture->key, NULL);
    g_autoptr(DaichoPolicy) policy = load(fixture, hr_only);
    assert_true(daicho_catalog_assign_purposes(other, policy, NULL));
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "hr/b", "", NULL),
                        NULL);
    assign(fixture, hr_only);
    expect(fixture, "hr/a! read hr 0\nhr/b! read hr 0\n", "");
}

static void a_marker_of_an_unknown_purpose_is_a_finding(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    fixture_catalog_put(fixture, &scan, "recruting",
                        fixture_catalog_item(fixture, "a/.daicho.yaml", "", NULL), NULL);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a/f", "", NULL), NULL);
    assign(fixture, "purposes: [{id: recruiting}]\n");
    expect(fixture, "a/.daicho.yaml! read - 0\na/f! read - 0\n",
           "a/.daicho.yaml! policy.unknown-purpose none\n");
    assign(fixture, "purposes: [{id: recruting}]\n");
    expect(fixture, "a/.daicho.yaml! read recruting 0\na/f! read recruting 0\n", "");
}

/* People write what they like into it. */
static void what_a_marker_names_is_not_in_the_catalog_in_clear(void **state)
{
    static const char name[] = "yamada-hanako";
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    fixture_catalog_put(fixture, &scan, name,
                        fixture_catalog_item(fixture, "a/.daicho.yaml", "", NULL), NULL);
    assign(fixture, "purposes: [{id: recruiting}]\n");
    expect(fixture, "a/.daicho.yaml! read - 0\n", "a/.daicho.yaml! policy.unknown-purpose none\n");
    fixture_catalog_expect_absent(fixture, name);
}

static void the_nearest_marker_above_wins(void **state)
{
    const FixtureCatalog *fixture = *state;
    static const char *const paths[] = {"root", "a/f", "a/b/f", "a/b/c/f", "ab/f"};
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, paths[i], "", NULL),
                            NULL);
    }
    fixture_catalog_put(fixture, &scan, "outer",
                        fixture_catalog_item(fixture, "a/.daicho.yaml", "", NULL), NULL);
    fixture_catalog_put(fixture, &scan, "inner",
                        fixture_catalog_item(fixture, "a/b/.daicho.yaml", "", NULL),
                        fixture_catalog_item(fixture, "a/b/.daicho.yaml", "m", NULL), NULL);
    static const char policy[] = "purposes: [{id: outer}, {id: inner}, {id: mapped}]\n"
                                 "mapping: [{path: 'ab/*', purpose: mapped}]\n";
    assign(fixture, policy);
    expect(fixture,
           "a/.daicho.yaml! read outer 0\na/b/.daicho.yaml! read inner 0\n"
           "a/b/.daicho.yaml!m read inner 0\na/b/c/f! read inner 0\na/b/f! read inner 0\n"
           "a/f! read outer 0\nab/f! read mapped 0\nroot! read - 0\n",
           "");
    fixture_catalog_put(fixture, &scan, "outer",
                        fixture_catalog_item(fixture, ".daicho.yaml", "", NULL), NULL);
    assert_true(daicho_catalog_forget_file(fixture->catalog, "t", "a/b/.daicho.yaml", NULL));
    assign(fixture, policy);
    expect(fixture,
           ".daicho.yaml! read outer 0\na/.daicho.yaml! read outer 0\na/b/c/f! read outer 0\n"
           "a/b/f! read outer 0\na/f! read outer 0\nab/f! read outer 0\nroot! read outer 0\n",
           "");
}

/* More than are loaded at once, and put between two assignments. */
static void however_many_items_are_assigned(void **state)
{
    const FixtureCatalog *fixture = *state;
    enum { ITEMS = 2500 };
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    for (int round = 1; round <= 2; round++) {
        g_autofree char *path = g_strdup_printf("hr/%d.zip", round);
        g_autoptr(GPtrArray)
            items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
        for (int i = 0; i < ITEMS / 2; i++) {
            g_autofree char *part = i > 0 ? g_strdup_printf("%d", i) : g_strdup("");
            g_ptr_array_add(items, fixture_catalog_item(fixture, path, part, "a@example.com"));
        }
        assert_true(daicho_catalog_put_file(fixture->catalog, &scan, items, NULL, NULL));
        assign(fixture, hr_only);
        gint64 assigned = 0;
        assert_true(sql_get_single(fixture->catalog, 0, &assigned, NULL,
                                   "SELECT COUNT(*) FROM items WHERE purpose = 'hr'", ""));
        assert_int_equal(assigned, round * ITEMS / 2);
    }
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(data_without_a_purpose_is_a_finding),
        TEST(a_category_that_its_purpose_does_not_expect_is_a_finding),
        TEST(another_policy_leaves_nothing_of_the_old_one),
        TEST(new_items_are_assigned_and_old_ones_not_twice),
        TEST(a_rollback_does_not_hide_later_items),
        TEST(another_process_that_assigned_hides_no_items),
        TEST(a_marker_of_an_unknown_purpose_is_a_finding),
        TEST(what_a_marker_names_is_not_in_the_catalog_in_clear),
        TEST(the_nearest_marker_above_wins),
        TEST(however_many_items_are_assigned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

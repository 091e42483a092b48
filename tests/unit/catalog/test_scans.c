#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/error.h"
#include "catalog/catalog.h"
#include "tests/unit/catalog/fixture_catalog.h"

static gboolean take(const DaichoScanSums *sums, gpointer data, GError **error)
{
    (void)error;
    g_array_append_val((GArray *)data, *sums);
    return TRUE;
}

static GArray *load(const FixtureCatalog *fixture)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(DaichoScanSums));
    assert_true(daicho_catalog_each_scan(fixture->catalog, take, all, NULL));
    return all;
}

/* What was found is not kept of a scan, and still it is known how much it was. */
static void sums_of_a_scan_stay_when_what_was_found_goes(void **state)
{
    FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    DaichoItem *item = fixture_catalog_item(fixture, "a", "", "one@example.com");
    fixture_catalog_add_finding(fixture, item, "contact", "two@example.com", 50);
    fixture_catalog_add_finding(fixture, item, "contact", "three@example.com", 10);
    fixture_catalog_put(fixture, &scan, NULL, item, NULL);
    DaichoItem *unread = fixture_catalog_item(fixture, "b", "", NULL);
    unread->state = DAICHO_ITEM_UNREAD;
    fixture_catalog_put(fixture, &scan, NULL, unread, NULL);
    fixture_catalog_finish(fixture, &scan, NULL);
    scan = fixture_catalog_begin(fixture, "rules", TRUE);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a", "", NULL), NULL);
    fixture_catalog_finish(fixture, &scan, NULL);
    g_autoptr(GArray) all = load(fixture);
    assert_int_equal(all->len, 2);
    const DaichoScanSums *first = &g_array_index(all, DaichoScanSums, 0);
    const DaichoScanSums *second = &g_array_index(all, DaichoScanSums, 1);
    assert_int_equal(first->totals.high, 1);
    assert_int_equal(first->totals.medium, 1);
    assert_int_equal(first->totals.low, 1);
    assert_int_equal(first->totals.findings, 3);
    assert_int_equal(first->totals.read, 1);
    assert_int_equal(first->totals.unread, 1);
    assert_false(first->is_full);
    assert_int_equal(first->finished_s, 2000);
    assert_true(second->is_full);
    assert_int_equal(second->totals.findings, 0);
    assert_int_equal(second->totals.read, 1);
}

static void a_scan_that_did_not_end_has_no_sums(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_catalog_begin(fixture, "rules", FALSE);
    g_autoptr(GArray) all = load(fixture);
    assert_int_equal(all->len, 0);
}

static gboolean refuse(const DaichoScanSums *sums, gpointer data, GError **error)
{
    (void)sums;
    (void)data;
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "enough");
    return FALSE;
}

static void a_callback_stops_it_with_its_error(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(GError) error = NULL;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    fixture_catalog_finish(fixture, &scan, NULL);
    assert_false(daicho_catalog_each_scan(fixture->catalog, refuse, NULL, &error));
    assert_string_equal(error->message, "enough");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sums_of_a_scan_stay_when_what_was_found_goes),
        TEST(a_scan_that_did_not_end_has_no_sums),
        TEST(a_callback_stops_it_with_its_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

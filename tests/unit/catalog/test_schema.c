#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

static gint64 get(const FixtureCatalog *fixture, const char *sql)
{
    gint64 value = -1;
    assert_true(sql_get_single(fixture->catalog, -1, &value, NULL, sql, ""));
    return value;
}

static void go_back(FixtureCatalog *fixture, gint64 version)
{
    fixture_catalog_go_back(fixture, version);
    assert_int_equal(get(fixture, "PRAGMA user_version"), version);
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
    assert_true(get(fixture, "PRAGMA user_version") > version);
}

/* Version 4 keeps when a file was first seen: of what is known, when it was last read. */
static void a_catalog_of_version_3_knows_when_files_were_found(void **state)
{
    FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a", "", "x@y.z"),
                        NULL);
    assert_true(sql_run(fixture->catalog, NULL, "UPDATE scans SET started_s = 777", ""));
    go_back(fixture, 3);
    assert_int_equal(get(fixture, "SELECT found_s FROM items"), 777);
}

/* Version 5 has decisions about files. */
static void a_catalog_of_version_4_takes_dispositions(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoDisposition) disposition = daicho_disposition_new();
    go_back(fixture, 4);
    assert_true(daicho_catalog_put_disposition(fixture->catalog, "t", "a", disposition, NULL));
    assert_int_equal(disposition->number, 1);
}

/* Version 6 has consignees. */
static void a_catalog_of_version_5_takes_consignees(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoConsignee) consignee = daicho_consignee_alloc();
    g_free(consignee->name);
    consignee->name = g_strdup("見本印刷");
    go_back(fixture, 5);
    assert_true(daicho_catalog_put_consignee(fixture->catalog, consignee, NULL));
    assert_int_equal(consignee->number, 1);
}

/* Version 7 has provisions, version 8 the list of those whose data is provided no more. */
static void a_catalog_of_version_6_takes_provisions(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoProvision) provision = daicho_provision_alloc();
    g_autoptr(GPtrArray) prints = g_ptr_array_new();
    g_free(provision->recipient);
    provision->recipient = g_strdup("見本印刷");
    go_back(fixture, 6);
    assert_true(daicho_catalog_put_provision(fixture->catalog, provision, prints, NULL));
    assert_int_equal(provision->number, 1);
}

static void a_catalog_of_version_7_takes_suspensions(void **state)
{
    FixtureCatalog *fixture = *state;
    const DaichoPrint print = {.kind = (char *)(guintptr) "email"};
    go_back(fixture, 7);
    assert_true(daicho_catalog_put_suspension(fixture->catalog, 1, &print, 1, NULL));
    assert_int_equal(get(fixture, "SELECT COUNT(*) FROM suspensions"), 1);
}

/* Version 9 has notices. */
static void a_catalog_of_version_8_takes_notices(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoNotice) notice = daicho_notice_alloc();
    notice->request = notice->consignee = 1;
    go_back(fixture, 8);
    assert_true(daicho_catalog_put_notice(fixture->catalog, notice, NULL));
    assert_int_equal(get(fixture, "SELECT COUNT(*) FROM notices"), 1);
}

/* Version 10 says who answers for a hold: of those that stand, who placed them. */
static void a_catalog_of_version_9_knows_who_owns_its_holds(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoHoldRow) hold = daicho_hold_row_new();
    g_free(hold->placed_by);
    hold->placed_by = g_strdup("officer");
    assert_true(daicho_catalog_put_hold(fixture->catalog, hold, NULL));
    go_back(fixture, 9);
    assert_int_equal(get(fixture, "SELECT COUNT(*) FROM holds WHERE owner = 'officer'"), 1);
}

/* Version 11 has records that are another person's. */
/* Version 11 has users. */
static void a_catalog_of_version_10_takes_users(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoUser) user = daicho_user_alloc();
    go_back(fixture, 10);
    assert_true(daicho_catalog_put_user(fixture->catalog, user, NULL));
    assert_int_equal(get(fixture, "SELECT COUNT(*) FROM users"), 1);
}

static void a_catalog_of_version_11_takes_namesakes(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoNamesake) namesake = daicho_namesake_alloc();
    go_back(fixture, 11);
    assert_true(daicho_catalog_put_namesake(fixture->catalog, namesake, NULL));
    assert_int_equal(namesake->number, 1);
}

/* Version 13 has dismissals. */
static void a_catalog_of_version_12_takes_dismissals(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoDismissal) dismissal = daicho_dismissal_alloc();
    gint64 covered = 0, before = 0;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a", "", "x@y.z"),
                        NULL);
    go_back(fixture, 12);
    assert_true(
        daicho_catalog_put_dismissal(fixture->catalog, dismissal, NULL, &covered, &before, NULL));
    assert_int_equal(dismissal->number, 1);
    assert_int_equal(covered, 1);
}

/* Version 14 says in which column of a table a finding is: of those that are there, none. */
static void a_catalog_of_version_13_knows_columns(void **state)
{
    FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    DaichoItem *item = fixture_catalog_item(fixture, "a", "", "x@y.z");
    DaichoFinding *finding = g_ptr_array_index(item->findings, 0);
    finding->table = 2;
    finding->column = 3;
    fixture_catalog_put(fixture, &scan, NULL, item, NULL);
    assert_int_equal(get(fixture, "SELECT table_no * 10 + column_no FROM findings"), 23);
    go_back(fixture, 13);
    assert_int_equal(get(fixture, "SELECT COUNT(*) FROM findings WHERE column_no = 0"), 1);
}

/* Version 15 says where a header refuted values: of what was read before, nowhere. */
static void a_catalog_of_version_14_knows_what_was_refuted(void **state)
{
    FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    DaichoItem *item = fixture_catalog_item(fixture, "a", "", NULL);
    item->has_refuted = TRUE;
    fixture_catalog_put(fixture, &scan, NULL, item, NULL);
    assert_int_equal(get(fixture, "SELECT has_refuted FROM items"), 1);
    go_back(fixture, 14);
    assert_int_equal(get(fixture, "SELECT has_refuted FROM items"), 0);
}

/* Version 17 says how scans went. */
static void a_catalog_of_version_16_takes_runs(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoRun) run = daicho_run_new("t", 1000);
    go_back(fixture, 16);
    assert_true(daicho_catalog_begin_run(fixture->catalog, run, NULL));
    assert_int_equal(run->number, 1);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_catalog_of_version_3_knows_when_files_were_found),
        TEST(a_catalog_of_version_4_takes_dispositions),
        TEST(a_catalog_of_version_5_takes_consignees),
        TEST(a_catalog_of_version_6_takes_provisions),
        TEST(a_catalog_of_version_7_takes_suspensions),
        TEST(a_catalog_of_version_8_takes_notices),
        TEST(a_catalog_of_version_9_knows_who_owns_its_holds),
        TEST(a_catalog_of_version_10_takes_users),
        TEST(a_catalog_of_version_11_takes_namesakes),
        TEST(a_catalog_of_version_12_takes_dismissals),
        TEST(a_catalog_of_version_13_knows_columns),
        TEST(a_catalog_of_version_14_knows_what_was_refuted),
        TEST(a_catalog_of_version_16_takes_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

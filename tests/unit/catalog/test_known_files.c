#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

static const char rules_one[] = "1111";

static void expect_items(const FixtureCatalog *fixture, const char *lines)
{
    g_autofree char *items = fixture_catalog_list_items(fixture);
    assert_string_equal(items, lines);
}

static gboolean check(DaichoKnownFiles *known, const char *path, const DaichoIdentity *identity)
{
    gboolean unchanged = FALSE;
    assert_true(daicho_known_files_check(known, path, identity, &unchanged, NULL));
    return unchanged;
}

static gboolean is_unchanged(const FixtureCatalog *fixture, const DaichoScanRow *scan,
                             const char *path, const DaichoIdentity *identity)
{
    g_autoptr(DaichoKnownFiles) known = daicho_known_files_open(fixture->catalog, scan);
    return check(known, path, identity);
}

static void put_empty(const FixtureCatalog *fixture, const DaichoScanRow *scan, const char *path)
{
    fixture_catalog_put(fixture, scan, NULL, fixture_catalog_item(fixture, path, "", NULL), NULL);
}

static gboolean check_as_put(const FixtureCatalog *fixture, DaichoKnownFiles *known,
                             const char *path)
{
    g_autoptr(DaichoItem) like = fixture_catalog_item(fixture, path, "", NULL);
    return check(known, path, &like->identity);
}

static DaichoScanTotals finish(const FixtureCatalog *fixture, const DaichoScanRow *scan,
                               DaichoKnownFiles *known)
{
    g_autoptr(GArray) gone = daicho_known_files_take_gone(known, NULL);
    assert_non_null(gone);
    return fixture_catalog_finish(fixture, scan, gone);
}

static void a_file_is_unchanged_only_with_the_same_identity_and_rules(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    g_autoptr(DaichoItem) like = fixture_catalog_item(fixture, "a", "", NULL);
    const DaichoIdentity same = like->identity;
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a", "", NULL), NULL);
    fixture_catalog_finish(fixture, &scan, NULL);
    DaichoScanRow next = fixture_catalog_begin(fixture, rules_one, FALSE);
    assert_true(is_unchanged(fixture, &next, "a", &same));
    assert_false(is_unchanged(fixture, &next, "b", &same));
    DaichoIdentity others[5] = {same, same, same, same, same};
    others[0].device++;
    others[1].inode++;
    others[2].size_bytes++;
    others[3].mtime_ns++;
    others[4].ctime_ns++;
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        assert_false(is_unchanged(fixture, &next, "a", &others[i]));
    }
    DaichoScanRow other_rules = fixture_catalog_begin(fixture, "2222", FALSE);
    assert_false(is_unchanged(fixture, &other_rules, "a", &same));
    DaichoScanRow full = fixture_catalog_begin(fixture, rules_one, TRUE);
    assert_false(is_unchanged(fixture, &full, "a", &same));
    fixture_catalog_put(fixture, &full, NULL, fixture_catalog_item(fixture, "a", "", NULL), NULL);
    assert_true(is_unchanged(fixture, &full, "a", &same));
}

/* C5 */
static void a_file_unread_for_a_passing_reason_is_read_again(void **state)
{
    const FixtureCatalog *fixture = *state;
    static const struct {
        const char *reason;
        gboolean unchanged;
    } rows[] = {
        {"cannot open: Permission denied", FALSE},
        {"worker died: SIGSEGV", FALSE},
        {"out of time: more than 60 s", FALSE},
        {"out of memory", TRUE},
        {"encrypted", TRUE},
        {"no reader for image/png", TRUE},
    };
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        DaichoItem *item = fixture_catalog_item(fixture, "a", "", NULL);
        const DaichoIdentity same = item->identity;
        item->state = DAICHO_ITEM_UNREAD;
        g_free(item->reason);
        item->reason = g_strdup(rows[i].reason);
        fixture_catalog_put(fixture, &scan, NULL, item, NULL);
        assert_int_equal(is_unchanged(fixture, &scan, "a", &same), rows[i].unchanged);
    }
}

static void what_was_not_asked_for_goes_when_the_scan_ends(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "a", "", "x@example.com"),
                        fixture_catalog_item(fixture, "a", "m", NULL), NULL);
    put_empty(fixture, &scan, "b");
    put_empty(fixture, &scan, "c");
    DaichoScanTotals first = fixture_catalog_finish(fixture, &scan, NULL);
    assert_int_equal(first.read, 4);
    assert_int_equal(first.findings, 1);
    assert_int_equal(first.removed, 0);
    DaichoScanRow next = fixture_catalog_begin(fixture, rules_one, FALSE);
    g_autoptr(DaichoKnownFiles) known = daicho_known_files_open(fixture->catalog, &next);
    assert_true(check_as_put(fixture, known, "b"));
    DaichoScanTotals second = finish(fixture, &next, known);
    assert_int_equal(second.removed, 2);
    assert_int_equal(second.findings, 0);
    expect_items(fixture, "b! read - 0\n");
}

static void an_incomplete_scan_takes_nothing_to_be_gone(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    put_empty(fixture, &scan, "a");
    fixture_catalog_finish(fixture, &scan, NULL);
    DaichoScanRow next = fixture_catalog_begin(fixture, rules_one, FALSE);
    DaichoScanTotals totals = fixture_catalog_finish(fixture, &next, NULL);
    assert_int_equal(totals.removed, 0);
    expect_items(fixture, "a! read - 0\n");
}

static void what_was_given_up_goes_too(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    put_empty(fixture, &scan, "a");
    put_empty(fixture, &scan, "b");
    g_autoptr(DaichoKnownFiles) known = daicho_known_files_open(fixture->catalog, &scan);
    check(known, "a", NULL);
    check(known, "aa", NULL);
    daicho_known_files_give_up(known); /* of what was not known there is nothing to go */
    check(known, "b", NULL);
    daicho_known_files_give_up(known);
    assert_int_equal(finish(fixture, &scan, known).removed, 1);
    expect_items(fixture, "a! read - 0\n");
}

static gboolean is_elsewhere(DaichoKnownFiles *known, guint64 device)
{
    gboolean elsewhere = FALSE;
    assert_true(daicho_known_files_is_elsewhere(known, device, &elsewhere, NULL));
    return elsewhere;
}

static void what_is_known_of_another_device_is_elsewhere(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    g_autoptr(DaichoKnownFiles) none = daicho_known_files_open(fixture->catalog, &scan);
    g_autoptr(DaichoItem) like = fixture_catalog_item(fixture, "b", "", NULL);
    assert_false(is_elsewhere(none, like->identity.device + 1));
    DaichoItem *moved = fixture_catalog_item(fixture, "a", "", NULL);
    moved->identity.device += 2;
    fixture_catalog_put(fixture, &scan, NULL, moved, NULL);
    put_empty(fixture, &scan, "b");
    g_autoptr(DaichoKnownFiles) known = daicho_known_files_open(fixture->catalog, &scan);
    assert_true(is_elsewhere(known, like->identity.device + 1));
    assert_false(is_elsewhere(known, like->identity.device));
    assert_false(is_elsewhere(known, like->identity.device + 2));
}

static void folders_are_asked_for_what_is_known_beneath(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    put_empty(fixture, &scan, "a/");
    put_empty(fixture, &scan, "b/");
    put_empty(fixture, &scan, "b/c/d");
    put_empty(fixture, &scan, "b0");
    g_autoptr(DaichoKnownFiles) known = daicho_known_files_open(fixture->catalog, &scan);
    gboolean has = TRUE;
    check(known, "a/", NULL);
    assert_true(daicho_known_files_has_below(known, "a/", &has, NULL));
    assert_false(has);
    check(known, "b/", NULL);
    assert_true(daicho_known_files_has_below(known, "b/", &has, NULL));
    assert_true(has);
}

/* More rows than are read at once, while those behind the one asked for last are written: what is
 * put during the scan is not taken to be gone, wherever a batch ends. */
static void what_is_put_meanwhile_is_not_gone(void **state)
{
    const FixtureCatalog *fixture = *state;
    enum { FILES = 1010 };
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(fixture->catalog, NULL);
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    for (int i = 0; i < FILES; i++) {
        g_autofree char *path = g_strdup_printf("%04d", i);
        put_empty(fixture, &scan, path);
    }
    g_autoptr(DaichoKnownFiles) known = daicho_known_files_open(fixture->catalog, &scan);
    for (int i = 0; i < FILES; i++) {
        g_autofree char *path = g_strdup_printf("%04d", i);
        g_autofree char *added = g_strdup_printf("%04d+", i);
        assert_true(check_as_put(fixture, known, path));
        put_empty(fixture, &scan, path);
        assert_false(check_as_put(fixture, known, added));
        put_empty(fixture, &scan, added);
    }
    DaichoScanTotals totals = finish(fixture, &scan, known);
    assert_int_equal(totals.removed, 0);
    assert_int_equal(totals.read, 2 * FILES);
}

static void purposes_stand_when_a_scan_changed_nothing(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    put_empty(fixture, &scan, "a");
    assert_true(sql_execute(fixture->catalog,
                            "INSERT INTO meta (key, value) VALUES ('purposes-by', 'x')", NULL));
    g_autoptr(DaichoKnownFiles) known = daicho_known_files_open(fixture->catalog, &scan);
    int changes = sqlite3_total_changes(fixture->catalog->db);
    check(known, "a", NULL);
    assert_int_equal(sqlite3_total_changes(fixture->catalog->db), changes);
    finish(fixture, &scan, known);
    gint64 stands = 0;
    static const char sql[] = "SELECT COUNT(*) FROM meta WHERE key = 'purposes-by'";
    assert_true(sql_get_single(fixture->catalog, 0, &stands, NULL, sql, ""));
    assert_int_equal(stands, 1);
    DaichoScanRow next = fixture_catalog_begin(fixture, rules_one, FALSE);
    g_autoptr(DaichoKnownFiles) again = daicho_known_files_open(fixture->catalog, &next);
    assert_int_equal(finish(fixture, &next, again).removed, 1);
    assert_true(sql_get_single(fixture->catalog, 0, &stands, NULL, sql, ""));
    assert_int_equal(stands, 0);
}

static void a_scan_that_was_killed_goes_on(void **state)
{
    FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, TRUE);
    assert_false(scan.resumed);
    DaichoItem *item = fixture_catalog_item(fixture, "a", "", NULL);
    const DaichoIdentity same = item->identity;
    fixture_catalog_put(fixture, &scan, NULL, item, NULL);
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
    DaichoScanRow again = fixture_catalog_begin(fixture, rules_one, TRUE);
    assert_true(again.resumed);
    assert_int_equal(again.id, scan.id);
    assert_int_equal(again.started_s, 1000);
    assert_true(is_unchanged(fixture, &again, "a", &same));
    DaichoScanRow quick = fixture_catalog_begin(fixture, rules_one, FALSE);
    assert_false(quick.resumed);
    DaichoScanRow other = fixture_catalog_begin(fixture, "2222", FALSE);
    assert_false(other.resumed);
    fixture_catalog_finish(fixture, &other, NULL);
    DaichoScanRow after = fixture_catalog_begin(fixture, "2222", FALSE);
    assert_false(after.resumed);
}

#define IN_CATALOG(name)                                                                           \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_CATALOG(a_file_is_unchanged_only_with_the_same_identity_and_rules),
        IN_CATALOG(a_file_unread_for_a_passing_reason_is_read_again),
        IN_CATALOG(what_was_not_asked_for_goes_when_the_scan_ends),
        IN_CATALOG(an_incomplete_scan_takes_nothing_to_be_gone),
        IN_CATALOG(what_was_given_up_goes_too),
        IN_CATALOG(what_is_known_of_another_device_is_elsewhere),
        IN_CATALOG(folders_are_asked_for_what_is_known_beneath),
        IN_CATALOG(what_is_put_meanwhile_is_not_gone),
        IN_CATALOG(purposes_stand_when_a_scan_changed_nothing),
        IN_CATALOG(a_scan_that_was_killed_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

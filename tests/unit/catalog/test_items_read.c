#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/catalog/fixture_catalog.h"

/* hr/a: name and contact in one record, health below medium; hr/z.zip!m: contact; b: unread. */
static int fill(void **state)
{
    if (fixture_catalog_set_up(state) != 0) {
        return 1;
    }
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "1", FALSE);
    DaichoItem *a = fixture_catalog_item(fixture, "hr/a", "", "a@example.com");
    fixture_catalog_add_finding(fixture, a, "name", "a", 80);
    ((DaichoFinding *)g_ptr_array_index(a->findings, 1))->record = 1;
    fixture_catalog_add_finding(fixture, a, "health", "h", 30);
    fixture_catalog_put(fixture, &scan, NULL, a, NULL);
    DaichoItem *zip = fixture_catalog_item(fixture, "hr/z.zip", "", NULL);
    zip->identity.mtime_ns = 1600000000000000000;
    DaichoItem *member = fixture_catalog_item(fixture, "hr/z.zip", "m", "b@example.com");
    member->identity = zip->identity;
    fixture_catalog_put(fixture, &scan, NULL, zip, member, NULL);
    DaichoItem *unread = fixture_catalog_item(fixture, "b", "", NULL);
    unread->state = DAICHO_ITEM_UNREAD;
    g_free(unread->reason);
    unread->reason = g_strdup("encrypted");
    fixture_catalog_put(fixture, &scan, NULL, unread, NULL);
    fixture_catalog_finish(fixture, &scan, NULL);
    return 0;
}

static gboolean note_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                             GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s!%s %s %u %s %d-%d\n", item->path, item->part,
                           finding->category, finding->confidence, finding->sample,
                           (int)finding->start, (int)finding->end);
    return TRUE;
}

static void expect_findings(const FixtureCatalog *fixture, DaichoFindingQuery query,
                            const char *lines)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_true(daicho_catalog_each_finding(fixture->catalog, &query, note_finding, seen, NULL));
    assert_string_equal(seen->str, lines);
}

#define A_CONTACT "hr/a! contact 80 h***@e***.com 0-5\n"
#define A_NAME "hr/a! name 80 h***@e***.com 10-15\n"
#define A_HEALTH "hr/a! health 30 h***@e***.com 20-25\n"
#define M_CONTACT "hr/z.zip!m contact 80 h***@e***.com 0-5\n"

static void findings_are_asked_for_by_any_of_their_sides(void **state)
{
    const FixtureCatalog *fixture = *state;
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    daicho_key_fingerprint(fixture->key, "email", "b@example.com", fingerprint);
    expect_findings(fixture, (DaichoFindingQuery){0}, A_CONTACT A_NAME A_HEALTH M_CONTACT);
    expect_findings(fixture, (DaichoFindingQuery){.minimum_confidence = 40},
                    A_CONTACT A_NAME M_CONTACT);
    expect_findings(fixture, (DaichoFindingQuery){.category = "name"}, A_NAME);
    expect_findings(fixture, (DaichoFindingQuery){.path_glob = "*.zip"}, M_CONTACT);
    expect_findings(fixture, (DaichoFindingQuery){.fingerprint = fingerprint}, M_CONTACT);
    expect_findings(fixture, (DaichoFindingQuery){.path = "hr/a"}, A_CONTACT A_NAME A_HEALTH);
    expect_findings(fixture, (DaichoFindingQuery){.path = "hr/z.zip"}, M_CONTACT);
    expect_findings(fixture, (DaichoFindingQuery){.path = "hr/*"}, "");
    expect_findings(fixture, (DaichoFindingQuery){.path = "hr/a", .category = "name"}, A_NAME);
    expect_findings(fixture, (DaichoFindingQuery){.path = "hr/a", .share = "other"}, "");
    expect_findings(fixture, (DaichoFindingQuery){.path = "hr/a", .fingerprint = fingerprint}, "");
    expect_findings(fixture, (DaichoFindingQuery){.path = "hr/z.zip", .fingerprint = fingerprint},
                    M_CONTACT);
    expect_findings(fixture, (DaichoFindingQuery){.share = "other"}, "");
    expect_findings(fixture, (DaichoFindingQuery){.rule = "other"}, "");
    expect_findings(fixture, (DaichoFindingQuery){.kind = "phone"}, "");
    expect_findings(fixture, (DaichoFindingQuery){.purpose = "hr"}, "");
    expect_findings(fixture, (DaichoFindingQuery){.purpose = "", .category = "name"}, A_NAME);
}

static gboolean note_path(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s!%s ", item->path, item->part);
    return TRUE;
}

static void expect_items(const FixtureCatalog *fixture, DaichoItemQuery query, const char *paths)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_true(daicho_catalog_each_item(fixture->catalog, &query, note_path, seen, NULL));
    assert_string_equal(seen->str, paths);
}

static void items_are_asked_for_by_any_of_their_sides(void **state)
{
    const FixtureCatalog *fixture = *state;
    static const DaichoItemState unread = DAICHO_ITEM_UNREAD;
    expect_items(fixture, (DaichoItemQuery){0}, "b! hr/a! hr/z.zip! hr/z.zip!m ");
    expect_items(fixture, (DaichoItemQuery){.files_only = TRUE}, "b! hr/a! hr/z.zip! ");
    expect_items(fixture, (DaichoItemQuery){.with_findings_only = TRUE}, "hr/a! hr/z.zip!m ");
    expect_items(fixture, (DaichoItemQuery){.state = &unread}, "b! ");
    expect_items(fixture, (DaichoItemQuery){.path = "hr/z.zip"}, "hr/z.zip! hr/z.zip!m ");
    expect_items(fixture, (DaichoItemQuery){.path_glob = "hr/*"}, "hr/a! hr/z.zip! hr/z.zip!m ");
    expect_items(fixture, (DaichoItemQuery){.type = "text/csv"}, "");
    expect_items(fixture, (DaichoItemQuery){.share = "u"}, "");
    expect_items(fixture, (DaichoItemQuery){.purpose = "hr"}, "");
}

static gboolean note_share(const DaichoShareRow *share, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s %s %d %d %d %d\n", share->name, share->root,
                           (int)share->last_scan_s, (int)share->files, (int)share->unread,
                           (int)share->findings);
    return TRUE;
}

static void a_share_tells_its_counts(void **state)
{
    const FixtureCatalog *fixture = *state;
    assert_true(daicho_catalog_put_share(fixture->catalog, "empty", "/srv/e", NULL));
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_true(daicho_catalog_each_share(fixture->catalog, note_share, seen, NULL));
    assert_string_equal(seen->str, "empty /srv/e 0 0 0 0\nt /srv/t 2000 3 1 4\n");
    g_string_truncate(seen, 0);
    assert_true(daicho_catalog_each_share_uncounted(fixture->catalog, note_share, seen, NULL));
    assert_string_equal(seen->str, "empty /srv/e 0 0 0 0\nt /srv/t 2000 0 0 0\n");
}

static gboolean note_set(const DaichoDataSetRow *row, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s|%s|%s|%d|%d|%d|%d|%s|%d|%d|%d\n", row->share, row->folder,
                           row->purpose, (int)row->files, (int)row->findings, (int)row->persons,
                           (int)row->unread, row->categories, (int)row->oldest_s,
                           (int)row->newest_s, (int)row->last_scan_s);
    return TRUE;
}

/* hr: two files, three findings of medium or more; persons: record 1 of a and record 1 of m. */
static void a_data_set_is_a_folder_with_a_purpose(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_true(daicho_catalog_each_data_set(fixture->catalog, 1, note_set, seen, NULL));
    assert_string_equal(seen->str, "t|hr||2|3|2|0|contact,name|1600000000|1700000000|2000\n");
}

static gboolean note_count(const char *key, gint64 count, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s=%d ", key, (int)count);
    return TRUE;
}

static void counts_come_largest_first(void **state)
{
    const FixtureCatalog *fixture = *state;
    static const struct {
        DaichoCountBy by;
        guint minimum;
        const char *counts;
    } rows[] = {
        {DAICHO_COUNT_BY_CATEGORY, 0, "contact=2 health=1 name=1 "},
        {DAICHO_COUNT_BY_CATEGORY, 40, "contact=2 name=1 "},
        {DAICHO_COUNT_BY_RULE, 0, "test.rule=4 "},
        {DAICHO_COUNT_BY_PURPOSE, 0, "=4 "},
        {DAICHO_COUNT_BY_SHARE, 0, "t=4 "},
        {DAICHO_COUNT_BY_YEAR, 0, "2023=3 2020=1 "},
        {DAICHO_COUNT_BY_REASON, 0, "encrypted=1 "},
        {DAICHO_COUNT_BY_STATE, 0, "read=3 unread=1 "},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GString) seen = g_string_new(NULL);
        assert_true(daicho_catalog_count(fixture->catalog, rows[i].by, rows[i].minimum,
                                         DAICHO_DISMISSED_NOT, 1, note_count, seen, NULL));
        assert_string_equal(seen->str, rows[i].counts);
    }
}

static gboolean stop_at_first(const DaichoItem *item, gpointer data, GError **error)
{
    (void)item;
    (*(guint *)data)++;
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "stopped");
    return FALSE;
}

static void a_callback_can_stop_with_its_error(void **state)
{
    const FixtureCatalog *fixture = *state;
    const DaichoItemQuery query = {0};
    guint calls = 0;
    g_autoptr(GError) error = NULL;
    assert_false(daicho_catalog_each_item(fixture->catalog, &query, stop_at_first, &calls, &error));
    assert_string_equal(error->message, "stopped");
    assert_int_equal(calls, 1);
}

static void states_have_names(void **state)
{
    (void)state;
    static const char *const names[] = {"read", "partly-read", "unread"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        DaichoItemState parsed = DAICHO_ITEM_READ;
        assert_true(daicho_item_state_parse(names[i], &parsed));
        assert_int_equal(parsed, i);
        assert_string_equal(daicho_item_state_name(parsed), names[i]);
    }
    DaichoItemState untouched = DAICHO_ITEM_UNREAD;
    assert_false(daicho_item_state_parse("half", &untouched));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fill, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(findings_are_asked_for_by_any_of_their_sides),
        TEST(items_are_asked_for_by_any_of_their_sides),
        TEST(a_share_tells_its_counts),
        TEST(a_data_set_is_a_folder_with_a_purpose),
        TEST(counts_come_largest_first),
        TEST(a_callback_can_stop_with_its_error),
        TEST(states_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

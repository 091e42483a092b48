#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/catalog/fixture_catalog.h"

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

/* a: one value; b: the same, and another; c/d: a third one. */
static void scan(const FixtureCatalog *fixture, const char *rules)
{
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules, FALSE);
    DaichoItem *b = fixture_catalog_item(fixture, "b", "", "one@example.com");
    fixture_catalog_add_finding(fixture, b, "name", "two", 80);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "a", "", "one@example.com"), NULL);
    fixture_catalog_put(fixture, &scan, NULL, b, NULL);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "c/d", "", "three@example.com"), NULL);
    fixture_catalog_finish(fixture, &scan, NULL);
}

static gboolean note(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                     GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s:%d=%d ", item->path, (int)finding->record,
                           (int)finding->dismissal);
    return TRUE;
}

static void expect(const FixtureCatalog *fixture, DaichoDismissed dismissed, gint64 now_s,
                   const char *wanted)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    const DaichoFindingQuery query = {.dismissed = dismissed, .now_s = now_s};
    assert_true(daicho_catalog_each_finding(fixture->catalog, &query, note, seen, NULL));
    assert_string_equal(seen->str, wanted);
}

static gint64 put(const FixtureCatalog *fixture, DaichoDismissal *dismissal, const GArray *known,
                  gint64 expected)
{
    gint64 covered = 0, before = 0;
    set(&dismissal->reason, "samples");
    set(&dismissal->made_by, "reviewer");
    assert_true(
        daicho_catalog_put_dismissal(fixture->catalog, dismissal, known, &covered, &before, NULL));
    assert_int_equal(covered, expected);
    return dismissal->number;
}

static gint64 put_glob(const FixtureCatalog *fixture, const char *glob, gint64 until_s,
                       gint64 expected)
{
    g_autoptr(DaichoDismissal) dismissal = daicho_dismissal_alloc();
    set(&dismissal->path_glob, glob);
    dismissal->until_s = until_s;
    return put(fixture, dismissal, NULL, expected);
}

static gint64 put_value(const FixtureCatalog *fixture, const char *value, gint64 expected)
{
    g_autoptr(DaichoDismissal) dismissal = daicho_dismissal_alloc();
    set(&dismissal->kind, "email");
    daicho_key_fingerprint(fixture->key, "email", value, dismissal->fingerprint);
    return put(fixture, dismissal, NULL, expected);
}

static gint64 put_known(const FixtureCatalog *fixture, const char *path, const char *value,
                        gint64 record, gint64 expected)
{
    g_autoptr(DaichoDismissal) dismissal = daicho_dismissal_alloc();
    g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(DaichoKnownFinding));
    DaichoKnownFinding finding = {.record = record, .rule = "test.rule", .category = "contact"};
    g_autofree char *place = g_strconcat("t:", path, "#1", NULL);
    set(&dismissal->place, place);
    daicho_print_place(fixture->key, "t", path, "", finding.place);
    daicho_key_fingerprint(fixture->key, "email", value, finding.fingerprint);
    g_array_append_val(known, finding);
    return put(fixture, dismissal, known, expected);
}

static void a_value_is_dismissed_wherever_it_is(void **state)
{
    FixtureCatalog *fixture = *state;
    scan(fixture, "1");
    assert_int_equal(put_value(fixture, "one@example.com", 2), 1);
    expect(fixture, DAICHO_DISMISSED_EITHER, 1, "a:1=1 b:1=1 b:2=0 c/d:1=0 ");
    expect(fixture, DAICHO_DISMISSED_NOT, 1, "b:2=0 c/d:1=0 ");
    expect(fixture, DAICHO_DISMISSED_ONLY, 1, "a:1=1 b:1=1 ");
    DaichoScanRow again = fixture_catalog_begin(fixture, "2", FALSE);
    fixture_catalog_put(fixture, &again, NULL,
                        fixture_catalog_item(fixture, "new", "", "one@example.com"), NULL);
    expect(fixture, DAICHO_DISMISSED_ONLY, 1, "a:1=1 b:1=1 new:1=1 ");
}

/* Findings to come are covered, too. */
static void all_criteria_must_hold_together(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoDismissal) dismissal = daicho_dismissal_alloc();
    set(&dismissal->path_glob, "b*");
    set(&dismissal->category, "name");
    set(&dismissal->rule, "test.rule");
    set(&dismissal->share, "t");
    put(fixture, dismissal, NULL, 0);
    scan(fixture, "1");
    expect(fixture, DAICHO_DISMISSED_ONLY, 1, "b:2=1 ");
    g_autoptr(DaichoDismissal) other = daicho_dismissal_alloc();
    set(&other->path_glob, "b*");
    set(&other->share, "u");
    put(fixture, other, NULL, 0);
}

static void rows_that_a_scan_replaces_are_covered_again(void **state)
{
    FixtureCatalog *fixture = *state;
    scan(fixture, "1");
    put_glob(fixture, "c/*", 0, 1);
    put_known(fixture, "a", "one@example.com", 1, 1);
    scan(fixture, "2");
    expect(fixture, DAICHO_DISMISSED_ONLY, 1, "a:1=2 c/d:1=1 ");
}

static void another_value_at_a_place_is_news(void **state)
{
    FixtureCatalog *fixture = *state;
    scan(fixture, "1");
    put_known(fixture, "a", "one@example.com", 1, 1);
    put_known(fixture, "b", "one@example.com", 7, 0);
    expect(fixture, DAICHO_DISMISSED_ONLY, 1, "a:1=1 ");
    DaichoScanRow again = fixture_catalog_begin(fixture, "2", FALSE);
    DaichoItem *a = fixture_catalog_item(fixture, "a", "", "other@example.com");
    fixture_catalog_add_finding(fixture, a, "contact", "one@example.com", 80);
    fixture_catalog_put(fixture, &again, NULL, a, NULL);
    expect(fixture, DAICHO_DISMISSED_ONLY, 1, "");
    put_known(fixture, "a", "one@example.com", -1, 1);
    expect(fixture, DAICHO_DISMISSED_ONLY, 1, "a:2=3 ");
}

/* Of several the one that lasts the longest counts, so that no day's answer is wrong. */
static void an_expired_dismissal_counts_no_more(void **state)
{
    FixtureCatalog *fixture = *state;
    scan(fixture, "1");
    put_glob(fixture, "a", 100, 1);
    put_glob(fixture, "[ab]", 200, 3);
    expect(fixture, DAICHO_DISMISSED_ONLY, 99, "a:1=2 b:1=2 b:2=2 ");
    expect(fixture, DAICHO_DISMISSED_ONLY, 150, "a:1=2 b:1=2 b:2=2 ");
    expect(fixture, DAICHO_DISMISSED_ONLY, 200, "");
    expect(fixture, DAICHO_DISMISSED_NOT, 200, "a:1=0 b:1=0 b:2=0 c/d:1=0 ");
}

static void what_is_taken_back_leaves_the_others(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(GError) error = NULL;
    scan(fixture, "1");
    put_glob(fixture, "a", 100, 1);
    put_glob(fixture, "*", 0, 4);
    assert_true(daicho_catalog_end_dismissal(fixture->catalog, 2, "wrong", "officer", 50, NULL));
    expect(fixture, DAICHO_DISMISSED_ONLY, 60, "a:1=1 ");
    assert_false(daicho_catalog_end_dismissal(fixture->catalog, 2, "wrong", "officer", 50, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    g_autoptr(GPtrArray) standing = daicho_catalog_load_dismissals(fixture->catalog, FALSE, NULL);
    g_autoptr(GPtrArray) all = daicho_catalog_load_dismissals(fixture->catalog, TRUE, NULL);
    assert_int_equal(standing->len, 1);
    assert_int_equal(all->len, 2);
    const DaichoDismissal *first = g_ptr_array_index(all, 0);
    const DaichoDismissal *second = g_ptr_array_index(all, 1);
    assert_int_equal(first->findings, 1);
    assert_string_equal(first->path_glob, "a");
    assert_string_equal(second->ended_by, "officer");
    assert_string_equal(second->end_reason, "wrong");
    assert_false(daicho_dismissal_stands(second, 60));
}

/* C1: who is behind an erased file is in no glob, no place, and not in the file of the catalog. */
static void an_erased_path_is_forgotten_here_too(void **state)
{
    FixtureCatalog *fixture = *state;
    scan(fixture, "1");
    DaichoScanRow again = fixture_catalog_begin(fixture, "2", FALSE);
    fixture_catalog_put(fixture, &again, NULL,
                        fixture_catalog_item(fixture, "架空花子.txt", "", "one@example.com"), NULL);
    put_glob(fixture, "*花子*", 0, 1);
    put_glob(fixture, "*", 0, 5);
    put_known(fixture, "架空花子.txt", "one@example.com", 1, 1);
    put_known(fixture, "a", "one@example.com", 1, 1);
    assert_true(daicho_catalog_forget_file(fixture->catalog, "t", "架空花子.txt", NULL));
    g_autoptr(GPtrArray) all = daicho_catalog_load_dismissals(fixture->catalog, TRUE, NULL);
    static const char *const wanted[] = {"erased:", "*", "", ""};
    for (guint i = 0; i < all->len; i++) {
        const DaichoDismissal *dismissal = g_ptr_array_index(all, i);
        assert_true(g_str_has_prefix(dismissal->path_glob, wanted[i]));
        assert_null(strstr(dismissal->path_glob, "花子"));
        assert_null(strstr(dismissal->place, "花子"));
    }
    assert_string_equal(((const DaichoDismissal *)g_ptr_array_index(all, 3))->place, "t:a#1");
    assert_true(daicho_catalog_flush(fixture->catalog, NULL));
    fixture_catalog_expect_absent(fixture, "架空花子");
}

/* "c/d*" is kept while "c/d" is there, whatever else begins so, and goes with it. */
static void a_glob_is_kept_while_it_names_another_file(void **state)
{
    FixtureCatalog *fixture = *state;
    static const char *const erased[] = {"c/d2", "c/d"};
    static const char *const wanted[] = {"c/d*", "erased:"};
    scan(fixture, "1");
    put_glob(fixture, "c/d*", 0, 1);
    for (gsize i = 0; i < G_N_ELEMENTS(erased); i++) {
        assert_true(daicho_catalog_forget_file(fixture->catalog, "t", erased[i], NULL));
        g_autoptr(GPtrArray) all = daicho_catalog_load_dismissals(fixture->catalog, TRUE, NULL);
        const DaichoDismissal *dismissal = g_ptr_array_index(all, 0);
        assert_true(g_str_has_prefix(dismissal->path_glob, wanted[i]));
    }
}

/* While a scan writes, another process may dismiss. */
static void another_process_s_dismissal_counts_at_once(void **state)
{
    FixtureCatalog *fixture = *state;
    put_glob(fixture, "nothing", 0, 0);
    DaichoScanRow again = fixture_catalog_begin(fixture, "1", FALSE);
    fixture_catalog_put(fixture, &again, NULL,
                        fixture_catalog_item(fixture, "a", "", "one@example.com"), NULL);
    g_autoptr(DaichoCatalog)
        other = daicho_catalog_open(fixture->path, DAICHO_CATALOG_WRITE, fixture->key, NULL);
    const FixtureCatalog second = {.catalog = other, .key = fixture->key};
    put_glob(&second, "b", 0, 0);
    fixture_catalog_put(fixture, &again, NULL,
                        fixture_catalog_item(fixture, "b", "", "one@example.com"), NULL);
    expect(fixture, DAICHO_DISMISSED_ONLY, 1, "b:1=2 ");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_is_dismissed_wherever_it_is),
        TEST(all_criteria_must_hold_together),
        TEST(rows_that_a_scan_replaces_are_covered_again),
        TEST(another_value_at_a_place_is_news),
        TEST(an_expired_dismissal_counts_no_more),
        TEST(what_is_taken_back_leaves_the_others),
        TEST(an_erased_path_is_forgotten_here_too),
        TEST(a_glob_is_kept_while_it_names_another_file),
        TEST(another_process_s_dismissal_counts_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/sql.h"
#include "catalog/sums.h"
#include "tests/unit/catalog/fixture_catalog.h"

#define NOT_POLICY "rule NOT LIKE 'policy.%'"
#define TELLS "('name', 'contact', 'address', 'birth-date', 'government-id')"

/* What the findings themselves say, and what was summed up; the moment is ?1. */
static const char *const truths[][2] = {
    {"SELECT item_id, rule, category, dismissal, COUNT(*), SUM(confidence >= 40), SUM(confidence "
     ">= 75) FROM findings"
     " WHERE " NOT_POLICY " AND ?1 > 0 GROUP BY item_id, rule, category, dismissal",
     "SELECT item_id, rule, category, dismissal, findings, counted, high FROM finding_sums"},
    {"SELECT item_id, dismissal, COUNT(*), SUM(confidence >= 40), SUM(confidence >= 75) FROM "
     "findings"
     " WHERE " NOT_POLICY " AND ?1 > 0 GROUP BY item_id, dismissal",
     "SELECT item_id, dismissal, findings, counted, high FROM item_sums"},
    {"SELECT item_id, COUNT(DISTINCT record) FROM findings f WHERE " NOT_POLICY
     " AND confidence >= 40 AND category IN " TELLS
     " AND NOT (" SQL_IS_DISMISSED("?1") ") GROUP BY item_id",
     "SELECT item_id, SUM(records) AS n FROM item_sums f WHERE NOT (" SQL_IS_DISMISSED(
         "?1") ") GROUP BY item_id HAVING n > 0"},
    {"SELECT DISTINCT item_id, dismissal, category FROM findings WHERE " NOT_POLICY
     " AND confidence >= 40 AND ?1 > 0",
     "SELECT n.item_id, n.dismissal, c.category FROM item_sums n JOIN (SELECT DISTINCT category"
     " FROM findings) c ON instr(',' || n.categories || ',', ',' || c.category || ',') > 0"},
};

static gint64 count_more(const FixtureCatalog *fixture, const char *one, const char *other,
                         gint64 now_s)
{
    gint64 count = -1;
    g_autofree char *sql = g_strdup_printf(
        "SELECT COUNT(*) FROM (SELECT * FROM (%s) EXCEPT SELECT * FROM (%s)) WHERE ?1 > 0", one,
        other);
    assert_true(sql_get_single(fixture->catalog, -1, &count, NULL, sql, "i", now_s));
    return count;
}

static void expect_true_sums(const FixtureCatalog *fixture)
{
    static const gint64 moments[] = {1, 5000, 7000, G_MAXINT32};
    for (gsize i = 0; i < G_N_ELEMENTS(truths); i++) {
        for (gsize k = 0; k < G_N_ELEMENTS(moments); k++) {
            assert_int_equal(count_more(fixture, truths[i][0], truths[i][1], moments[k]), 0);
            assert_int_equal(count_more(fixture, truths[i][1], truths[i][0], moments[k]), 0);
        }
    }
}

static gint64 get(const FixtureCatalog *fixture, const char *sql)
{
    gint64 value = -1;
    assert_true(sql_get_single(fixture->catalog, -1, &value, NULL, sql, ""));
    return value;
}

/* Values and categories of a few kinds, two to a record, some of low confidence. */
static DaichoItem *make_item(const FixtureCatalog *fixture, const char *path, const char *part,
                             guint n_findings)
{
    static const char *const categories[] = {"name", "contact", "health", "address"};
    static const guint confidences[] = {80, 45, 20, 60, 39, 40};
    DaichoItem *item = fixture_catalog_item(fixture, path, part, NULL);
    for (guint i = 0; i < n_findings; i++) {
        g_autofree char *value = g_strdup_printf("u%u@example.com", i % 5);
        fixture_catalog_add_finding(fixture, item, categories[i % 4], value, confidences[i % 6]);
        DaichoFinding *finding = g_ptr_array_index(item->findings, i);
        finding->record = 1 + i / 2;
        if (i % 3 == 1) {
            g_free(finding->rule);
            finding->rule = g_strdup("test.other");
        }
    }
    return item;
}

static DaichoScanRow put_share(const FixtureCatalog *fixture)
{
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    fixture_catalog_put(fixture, &scan, NULL, make_item(fixture, "a", "", 13), NULL);
    fixture_catalog_put(fixture, &scan, NULL, make_item(fixture, "hr/b.zip", "", 0),
                        make_item(fixture, "hr/b.zip", "m", 7),
                        make_item(fixture, "hr/b.zip", "n", 2), NULL);
    fixture_catalog_put(fixture, &scan, NULL, make_item(fixture, "hr/c", "", 3), NULL);
    fixture_catalog_finish(fixture, &scan, NULL);
    return scan;
}

static void set(char **text, const char *to)
{
    g_free(*text);
    *text = g_strdup(to);
}

/* rule "": of the value; until_s 0: without end. */
static gint64 dismiss(const FixtureCatalog *fixture, const char *rule, const char *value,
                      gint64 until_s)
{
    g_autoptr(DaichoDismissal) dismissal = daicho_dismissal_alloc();
    gint64 covered = 0, before = 0;
    set(&dismissal->rule, rule);
    if (value != NULL) {
        set(&dismissal->kind, "email");
        daicho_key_fingerprint(fixture->key, "email", value, dismissal->fingerprint);
    }
    dismissal->until_s = until_s;
    assert_true(
        daicho_catalog_put_dismissal(fixture->catalog, dismissal, NULL, &covered, &before, NULL));
    assert_true(covered > 0);
    return dismissal->number;
}

static void sums_are_true_after_scans(void **state)
{
    const FixtureCatalog *fixture = *state;
    put_share(fixture);
    assert_true(get(fixture, "SELECT COUNT(*) FROM finding_sums") > 10);
    expect_true_sums(fixture);
    DaichoScanRow scan = fixture_catalog_begin(fixture, "others", FALSE);
    fixture_catalog_put(fixture, &scan, NULL, make_item(fixture, "a", "", 4), NULL);
    expect_true_sums(fixture);
    g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(gint64));
    const gint64 ids[] = {get(fixture, "SELECT id FROM items WHERE path = CAST('hr/b.zip' AS BLOB)"
                                       " AND file_id IS NULL"),
                          get(fixture, "SELECT id FROM items WHERE path = CAST('hr/c' AS BLOB)")};
    g_array_append_vals(gone, ids, G_N_ELEMENTS(ids));
    fixture_catalog_finish(fixture, &scan, gone);
    assert_int_equal(get(fixture, "SELECT COUNT(DISTINCT item_id) FROM finding_sums"), 1);
    expect_true_sums(fixture);
}

static char *list_sums(const FixtureCatalog *fixture)
{
    GString *text = g_string_new(NULL);
    g_autoptr(SqlQuery) query = sql_query(
        fixture->catalog, NULL,
        "SELECT item_id || ' ' || rule || ' ' || category || ' ' || findings || ' ' || counted"
        " || ' ' || high FROM finding_sums UNION ALL SELECT item_id || ' ' || findings || ' ' ||"
        " counted || ' ' || high || ' ' || records || ' ' || categories FROM item_sums",
        "");
    while (sql_query_next(query, NULL)) {
        g_string_append_printf(text, "%s\n", sql_get_text(query, 0));
    }
    return g_string_free(text, FALSE);
}

/* What is added up while findings are written is what the table's own rows say, to the last byte. */
static void sums_of_new_items_are_those_of_the_table(void **state)
{
    const FixtureCatalog *fixture = *state;
    put_share(fixture);
    g_autofree char *added = list_sums(fixture);
    const gint64 last = get(fixture, "SELECT MAX(id) FROM items");
    for (gint64 id = 1; id <= last; id++) {
        assert_true(sums_refresh_item(fixture->catalog, id, NULL));
    }
    g_autofree char *asked = list_sums(fixture);
    assert_non_null(strstr(added, "contact,"));
    assert_string_equal(added, asked);
}

/* Dismissals that a transaction made and undid cover nothing in the next one. */
static void undone_dismissals_are_forgotten(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = put_share(fixture);
    DaichoTransaction *transaction = daicho_transaction_begin(fixture->catalog, NULL);
    dismiss(fixture, "test.other", NULL, 0);
    fixture_catalog_put(fixture, &scan, NULL, make_item(fixture, "d", "", 5), NULL);
    daicho_transaction_free(transaction);
    fixture_catalog_put(fixture, &scan, NULL, make_item(fixture, "d", "", 5), NULL);
    assert_int_equal(get(fixture, "SELECT COUNT(*) FROM findings WHERE dismissal > 0"), 0);
    expect_true_sums(fixture);
}

static void sums_of_a_copy_are_true(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    DaichoItem *first = make_item(fixture, "hr/a.zip", "", 5);
    DaichoItem *member = make_item(fixture, "hr/a.zip", "m", 5);
    gboolean copied = FALSE;
    set(&first->digest, "d1");
    ((DaichoFinding *)first->findings->pdata[0])->in_name = TRUE;
    fixture_catalog_put(fixture, &scan, NULL, first, member, NULL);
    dismiss(fixture, "test.other", NULL, 6000);
    g_autoptr(DaichoItem) copy = make_item(fixture, "hr/b.zip", "", 0);
    set(&copy->digest, "d1");
    assert_true(daicho_catalog_copy_file(fixture->catalog, &scan, copy, &copied, NULL));
    assert_true(copied);
    assert_int_equal(get(fixture, "SELECT COUNT(DISTINCT item_id) FROM finding_sums"), 4);
    expect_true_sums(fixture);
}

static void sums_are_true_while_dismissals_come_end_and_expire(void **state)
{
    const FixtureCatalog *fixture = *state;
    put_share(fixture);
    gint64 first = dismiss(fixture, "test.other", NULL, 6000);
    expect_true_sums(fixture);
    gint64 second = dismiss(fixture, "", "u1@example.com", 0);
    expect_true_sums(fixture);
    dismiss(fixture, "test.rule", NULL, 4000);
    expect_true_sums(fixture);
    DaichoScanRow scan = fixture_catalog_begin(fixture, "others", FALSE);
    fixture_catalog_put(fixture, &scan, NULL, make_item(fixture, "new", "", 9), NULL);
    expect_true_sums(fixture);
    assert_true(
        daicho_catalog_end_dismissal(fixture->catalog, second, "again", "reviewer", 1, NULL));
    expect_true_sums(fixture);
    assert_true(
        daicho_catalog_end_dismissal(fixture->catalog, first, "again", "reviewer", 1, NULL));
    expect_true_sums(fixture);
}

/* C2: what a killed process left half done is not there, in the sums neither. */
static void sums_go_back_with_a_transaction(void **state)
{
    FixtureCatalog *fixture = *state;
    DaichoScanRow scan = put_share(fixture);
    gint64 before = get(fixture, "SELECT SUM(findings * item_id) FROM finding_sums");
    DaichoTransaction *transaction = daicho_transaction_begin(fixture->catalog, NULL);
    fixture_catalog_put(fixture, &scan, NULL, make_item(fixture, "a", "", 2), NULL);
    dismiss(fixture, "test.other", NULL, 0);
    daicho_transaction_free(transaction);
    assert_int_equal(get(fixture, "SELECT SUM(findings * item_id) FROM finding_sums"), before);
    expect_true_sums(fixture);
}

static void sums_are_true_after_an_erasure(void **state)
{
    const FixtureCatalog *fixture = *state;
    put_share(fixture);
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    g_ptr_array_add(items, make_item(fixture, "a", "", 6));
    assert_true(daicho_catalog_replace_file(fixture->catalog, items, NULL));
    expect_true_sums(fixture);
    assert_true(daicho_catalog_forget_file(fixture->catalog, "t", "hr/b.zip", NULL));
    assert_int_equal(get(fixture, "SELECT COUNT(DISTINCT item_id) FROM item_sums"), 2);
    expect_true_sums(fixture);
}

/* The policy's own findings are in no sum, dismissed or not. */
static void sums_leave_the_policy_out(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoPolicy) policy = daicho_policy_load_default(NULL);
    put_share(fixture);
    for (gint64 round = 0; round < 2; round++) {
        assert_true(daicho_catalog_assign_purposes(fixture->catalog, policy, NULL));
        assert_true(get(fixture, "SELECT COUNT(*) FROM findings WHERE rule LIKE 'policy.%'") > 0);
        expect_true_sums(fixture);
        dismiss(fixture, "policy.no-purpose", NULL, 6000);
        expect_true_sums(fixture);
        assert_true(
            sql_execute(fixture->catalog, "DELETE FROM meta WHERE key = 'purposes-by'", NULL));
    }
}

/* Version 16 has sums, of what was found before, too. */
static void a_catalog_of_version_15_gets_true_sums(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoPolicy) policy = daicho_policy_load_default(NULL);
    put_share(fixture);
    dismiss(fixture, "test.other", NULL, 6000);
    dismiss(fixture, "", "u1@example.com", 0);
    assert_true(daicho_catalog_assign_purposes(fixture->catalog, policy, NULL));
    gint64 rows = get(fixture, "SELECT COUNT(*) FROM finding_sums");
    fixture_catalog_go_back(fixture, 15);
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
    assert_int_equal(get(fixture, "SELECT COUNT(*) FROM finding_sums"), rows);
    expect_true_sums(fixture);
}

static gboolean count_name(const char *share, const char *path, const char *part, gpointer data,
                           GError **error)
{
    (void)share, (void)path, (void)part, (void)error;
    ++*(guint *)data;
    return TRUE;
}

/* However the runs of the index lie: some are gone, some have a gap before them. */
static void a_value_is_found_in_every_run(void **state)
{
    const FixtureCatalog *fixture = *state;
    guint8 print[DAICHO_FINGERPRINT_BYTES];
    guint count = 0;
    put_share(fixture);
    daicho_key_fingerprint(fixture->key, "email", "u1@example.com", print);
    assert_true(sql_execute(fixture->catalog,
                            "UPDATE findings SET id = id + 262144 * 3 WHERE item_id = 3;"
                            "UPDATE findings SET id = id + 262144 * 90 WHERE item_id = 5",
                            NULL));
    assert_true(
        daicho_catalog_each_file_of(fixture->catalog, "email", print, count_name, &count, NULL));
    assert_int_equal(count, 3);
    print[DAICHO_FINGERPRINT_BYTES - 1] ^= 1;
    assert_true(
        daicho_catalog_each_file_of(fixture->catalog, "email", print, count_name, &count, NULL));
    assert_int_equal(count, 3);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sums_are_true_after_scans),
        TEST(sums_of_new_items_are_those_of_the_table),
        TEST(undone_dismissals_are_forgotten),
        TEST(sums_of_a_copy_are_true),
        TEST(sums_are_true_while_dismissals_come_end_and_expire),
        TEST(sums_go_back_with_a_transaction),
        TEST(sums_are_true_after_an_erasure),
        TEST(sums_leave_the_policy_out),
        TEST(a_catalog_of_version_15_gets_true_sums),
        TEST(a_value_is_found_in_every_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

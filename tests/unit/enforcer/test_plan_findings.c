#include "enforcer/plans/findings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void add(DaichoItem *item, gint64 record, gint64 start, gboolean in_name)
{
    DaichoFinding *finding = daicho_finding_new();
    finding->record = record;
    finding->start = start;
    finding->in_name = in_name;
    g_ptr_array_add(item->findings, finding);
}

/* Those of literals follow those of rules: a later reading found them. */
static DaichoItem *make_item(void)
{
    DaichoItem *item = daicho_item_new();
    add(item, 2, 0, TRUE);
    add(item, 2, 20, FALSE);
    add(item, 2, 25, FALSE);
    add(item, 9, 90, FALSE);
    add(item, 2, 21, FALSE);
    add(item, 5, 50, FALSE);
    return item;
}

static void assert_starts(const GPtrArray *findings, gint64 record, const gint64 *starts, guint n)
{
    guint at = plan_findings_find(findings, record);
    for (guint i = 0; i < n; i++) {
        const DaichoFinding *finding = plan_findings_next(findings, record, &at);
        assert_non_null(finding);
        assert_int_equal(finding->start, starts[i]);
    }
    assert_null(plan_findings_next(findings, record, &at));
}

static void findings_of_a_record_come_in_the_order_of_the_item(void **state)
{
    (void)state;
    g_autoptr(DaichoItem) item = make_item();
    g_autoptr(GPtrArray) findings = plan_findings_new(item);
    assert_int_equal(findings->len, 5);
    assert_starts(findings, 2, (const gint64[]){20, 25, 21}, 3);
    assert_starts(findings, 5, (const gint64[]){50}, 1);
    assert_starts(findings, 9, (const gint64[]){90}, 1);
}

static void a_record_without_findings_has_none(void **state)
{
    (void)state;
    g_autoptr(DaichoItem) item = make_item();
    g_autoptr(GPtrArray) findings = plan_findings_new(item);
    static const gint64 without[] = {0, 1, 3, 8, 10};
    for (gsize i = 0; i < G_N_ELEMENTS(without); i++) {
        assert_starts(findings, without[i], NULL, 0);
    }
    g_autoptr(DaichoItem) empty = daicho_item_new();
    g_autoptr(GPtrArray) none = plan_findings_new(empty);
    assert_starts(none, 1, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_of_a_record_come_in_the_order_of_the_item),
        cmocka_unit_test(a_record_without_findings_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

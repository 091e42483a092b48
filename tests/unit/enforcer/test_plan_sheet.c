#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_request.h"

static const struct {
    DaichoAction action;
    const char *done, *after;
} actions[] = {
    {DAICHO_ACTION_DELETE_FILE, "the file is deleted", "nothing: the whole file is deleted"},
    {DAICHO_ACTION_DELETE_PARTS, "records are deleted from the file",
     "all else in the file stays as it is"},
    {DAICHO_ACTION_SUSPEND_FILE, "the file moves to the vault", "it is in the vault, encrypted"},
    {DAICHO_ACTION_SUSPEND_PARTS, "records move to the vault", "they are in the vault, encrypted"},
    {DAICHO_ACTION_DELETE_VALUES, "single details are taken out of records",
     "empty: the records themselves stay"},
    {DAICHO_ACTION_CHANGE_VALUES, "single details of records are corrected or added",
     "the new values, as above: the records themselves stay"},
    {DAICHO_ACTION_MANUAL, "left to a person", "as before, until a person has done"},
    {DAICHO_ACTION_HELD, "nothing, because of a hold", "as before: a hold stops it"},
};

static char *take_sheet(FixtureRequest *fixture, const DaichoPlan *plan, const DaichoPlanRow *row)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoPaper)
        sheet = daicho_plan_sheet(&fixture->enforcer, plan, row, "hr: last scanned", &error);
    if (sheet == NULL) {
        fail_msg("%s", error->message);
    }
    return daicho_paper_to_text(sheet);
}

static void assert_holds(const char *page, const char *text)
{
    if (strstr(page, text) == NULL) {
        fail_msg("the sheet does not hold \"%s\":\n%s", text, page);
    }
}

/* A plan with one target of each action, as it was stored. */
static DaichoPlan *make_plan(FixtureRequest *fixture, DaichoPlanRow **row)
{
    gint64 request = fixture_request_make(fixture, "erasure", "accept", "decided");
    DaichoTarget *targets[G_N_ELEMENTS(actions)];
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        g_autofree char *path = g_strdup_printf("%" G_GSIZE_FORMAT ".csv", i + 1);
        targets[i] = fixture_request_target((gint64)i + 1, actions[i].action, path);
    }
    gint64 number = fixture_request_put_plan(fixture, request, targets, G_N_ELEMENTS(targets));
    DaichoPlan *plan = daicho_plan_load(&fixture->enforcer, number, row, NULL);
    assert_non_null(plan);
    return plan;
}

static void each_target_is_told_before_and_after(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoPlanRow *loaded = NULL;
    g_autoptr(DaichoPlan) plan = make_plan(fixture, &loaded);
    g_autoptr(DaichoPlanRow) row = loaded;
    g_autofree char *sheet = take_sheet(fixture, plan, row);
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        g_autofree char *place = g_strdup_printf("%" G_GSIZE_FORMAT ". hr:%" G_GSIZE_FORMAT ".csv",
                                                 i + 1, i + 1);
        assert_holds(sheet, place);
        assert_holds(sheet, actions[i].done);
        assert_holds(sheet, actions[i].after);
    }
    assert_holds(sheet, row->hash);
    assert_holds(sheet, "request R-000001 (erasure)");
    assert_holds(sheet, "Files that daicho changes: 6\n");
    assert_holds(sheet, "Files left to a person: 1\n");
    assert_holds(sheet, "Files under a hold: 1\n");
    assert_holds(sheet, "hr: last scanned");
    assert_holds(sheet, "署名 / Signature: ___");
    fixture_request_assert_no_leak(fixture);
}

/* What is there when a period ends instead of a request, without a purpose, and with an old policy. */
static void a_plan_of_retention_has_a_sheet(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoPlanRow *loaded = NULL;
    g_autoptr(DaichoPlan) plan = make_plan(fixture, &loaded);
    g_autoptr(DaichoPlanRow) row = loaded;
    plan->request = 0;
    g_free(plan->kind);
    plan->kind = g_strdup("retention of training");
    g_free(plan->policy_digest);
    plan->policy_digest = g_strdup("0000");
    g_ptr_array_add(plan->possible, g_strdup("hr:notes.txt  (no date)"));
    g_autofree char *sheet = take_sheet(fixture, plan, row);
    assert_holds(sheet, "保存期間の満了 / retention of training");
    assert_holds(sheet, "no longer in force");
    assert_holds(sheet, "hr:notes.txt  (no date)");
    assert_null(strstr(sheet, "R-0000"));
}

/* P1: nothing of the time at which it is looked at is in it. */
static void the_sheet_is_the_same_tomorrow(void **state)
{
    FixtureRequest *fixture = *state;
    DaichoPlanRow *loaded = NULL;
    g_autoptr(DaichoPlan) plan = make_plan(fixture, &loaded);
    g_autoptr(DaichoPlanRow) row = loaded;
    g_autofree char *today = take_sheet(fixture, plan, row);
    fixture->enforcer.actor.now_s += FIXTURE_REQUEST_DAY;
    g_autofree char *tomorrow = take_sheet(fixture, plan, row);
    assert_string_equal(today, tomorrow);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_target_is_told_before_and_after),
        TEST(a_plan_of_retention_has_a_sheet),
        TEST(the_sheet_is_the_same_tomorrow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

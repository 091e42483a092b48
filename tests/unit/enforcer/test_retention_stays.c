#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>

#include "enforcer/acts/apply.h"
#include "enforcer/retention/retention.h"
#include "tests/unit/enforcer/fixture_find.h"

/* What only seems to be over, or is so no more: it stays. */

#define NOW G_GINT64_CONSTANT(1795564800) /* 2026-11-25 00:00 UTC */
#define PERSON "氏名: 架空 花子\nメール: hanako@example.com\n"

static const char policy_text[] =
    "purposes:\n"
    "- {id: mod, retention: {keep: P5Y, then: delete}}\n"
    "- {id: path, retention: {keep: P5Y, from: date-in-path, then: delete}}\n"
    "mapping:\n"
    "- {path: 'mod/*', purpose: mod}\n"
    "- {path: 'path/*', purpose: path}\n";

static DaichoPolicy *make_policy(const FixtureFind *find, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(find->folder, "policy.yaml", NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    DaichoPolicy *policy = daicho_policy_load_file(path, &error);
    assert_non_null(policy);
    return policy;
}

static int set_up(void **state)
{
    if (fixture_find_set_up(state) != 0) {
        return 1;
    }
    FixtureFind *find = *state;
    daicho_policy_free(find->policy);
    find->policy = make_policy(find, policy_text);
    find->enforcer.policy = find->policy;
    find->enforcer.actor.now_s = NOW;
    return 0;
}

static void put(const FixtureFind *find, const char *path, const char *modified)
{
    g_autofree char *command = g_strdup_printf("TZ=UTC touch -d '%s' 'share/%s'", modified, path);
    fixture_find_put(find, path, PERSON, -1);
    fixture_find_run(find, command);
}

static void expect_plan(FixtureFind *find, guint targets, guint for_a_person, gint64 *number)
{
    g_autoptr(GError) error = NULL;
    *number = daicho_retention_plan(&find->enforcer, NULL, &error);
    g_autoptr(DaichoPlan) plan = daicho_plan_load(&find->enforcer, *number, NULL, &error);
    assert_non_null(plan);
    assert_int_equal(plan->targets->len, targets);
    assert_int_equal(plan->possible->len, for_a_person);
}

static void a_path_that_only_seems_dated_deletes_nothing(void **state)
{
    FixtureFind *find = *state;
    gint64 number = 0;
    put(find, "path/S3-1-2.txt", "2026-11-01");
    put(find, "path/昭和50年4月1日生.txt", "2026-11-01");
    put(find, "path/注文2016-00123.txt", "2026-11-01");
    put(find, "path/090-2016-0000.txt", "2026-11-01");
    put(find, "path/R3.txt", "2026-11-01");
    fixture_find_scan(find);
    expect_plan(find, 0, 5, &number);
    put(find, "path/2016/a.txt", "2026-11-01");
    fixture_find_scan(find);
    expect_plan(find, 1, 5, &number);
}

static void a_time_to_come_deletes_nothing(void **state)
{
    FixtureFind *find = *state;
    gint64 number = 0;
    put(find, "mod/a.txt", "2099-01-01");
    put(find, "path/2099/b.txt", "1999-01-01");
    fixture_find_scan(find);
    expect_plan(find, 0, 0, &number);
    put(find, "mod/a.txt", "1999-01-01");
    fixture_find_scan(find);
    expect_plan(find, 1, 0, &number);
}

static DaichoApplyResult apply(FixtureFind *find, gint64 number)
{
    DaichoApplyResult result = {0};
    g_autoptr(GError) error = NULL;
    if (!daicho_plan_apply(&find->enforcer, number, TRUE, NULL, NULL, &result, &error)) {
        fail_msg("%s", error->message);
    }
    return result;
}

/* The plan says what the old policy wanted. */
static void who_changes_the_policy_after_the_plan_has_the_last_word(void **state)
{
    FixtureFind *find = *state;
    gint64 number = 0;
    g_autofree char *path = g_build_filename(find->root, "mod", "a.txt", NULL);
    put(find, "mod/a.txt", "1999-01-01");
    fixture_find_scan(find);
    expect_plan(find, 1, 0, &number);
    DaichoEnforcer officer = find->enforcer;
    officer.actor.user = "officer";
    assert_true(daicho_plan_approve(&officer, number, NULL));
    g_autoptr(DaichoPolicy) longer = make_policy(
        find, "purposes:\n- {id: mod, retention: {keep: P90Y, then: delete}}\n");
    find->enforcer.policy = longer;
    assert_int_equal(apply(find, number).refused, 1);
    assert_int_equal(access(path, F_OK), 0);
    find->enforcer.policy = find->policy;
    assert_int_equal(apply(find, number).done, 1);
    assert_int_not_equal(access(path, F_OK), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_find_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_path_that_only_seems_dated_deletes_nothing),
        TEST(a_time_to_come_deletes_nothing),
        TEST(who_changes_the_policy_after_the_plan_has_the_last_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

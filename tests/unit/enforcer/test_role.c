#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/enforcer/fixture_request.h"

static void add(FixtureRequest *fixture, const char *name, const char *role)
{
    const char *const roles[] = {role, NULL};
    assert_true(daicho_user_add(&fixture->enforcer, name, roles, NULL));
}

static gboolean may(FixtureRequest *fixture, const char *name, gboolean is_keeper,
                    DaichoRight right)
{
    g_autoptr(GError) error = NULL;
    gboolean is_allowed = daicho_role_check(fixture->catalog, name, is_keeper, right, &error);
    assert_true(is_allowed == (error == NULL));
    return is_allowed;
}

static void without_users_everybody_may_do_everything(void **state)
{
    FixtureRequest *fixture = *state;
    for (guint right = DAICHO_RIGHT_NONE; right <= DAICHO_RIGHT_USERS; right++) {
        assert_true(may(fixture, "anybody", FALSE, right));
    }
}

/* The table of the policy: what each role may, and nothing else. */
static void each_role_may_what_the_policy_says(void **state)
{
    FixtureRequest *fixture = *state;
    static const struct {
        DaichoRight right;
        const char *who; /* letters of those who may: administrator, reviewer, handler */
    } table[] = {
        {DAICHO_RIGHT_NONE, "arhs"},   {DAICHO_RIGHT_READ, "arh"},   {DAICHO_RIGHT_UNMASK, "ah"},
        {DAICHO_RIGHT_HANDLE, "h"},    {DAICHO_RIGHT_PROVIDE, "ah"}, {DAICHO_RIGHT_DISPOSE, "ah"},
        {DAICHO_RIGHT_APPROVE, "a"},   {DAICHO_RIGHT_HOLD, "a"},     {DAICHO_RIGHT_SCAN, "a"},
        {DAICHO_RIGHT_CONFIGURE, "a"}, {DAICHO_RIGHT_USERS, "a"},    {DAICHO_RIGHT_DISMISS, "ar"},
        {DAICHO_RIGHT_KEEP, "a"},
    };
    add(fixture, "a", "administrator");
    add(fixture, "r", "reviewer");
    add(fixture, "h", "handler");
    assert_int_equal(G_N_ELEMENTS(table), DAICHO_RIGHT_USERS + 1);
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        for (const char *name = "arhs"; *name != '\0'; name++) {
            const char one[] = {*name, '\0'};
            assert_true(may(fixture, one, FALSE, table[i].right) ==
                        (strchr(table[i].who, *name) != NULL));
        }
    }
}

static void the_keeper_scans_reads_and_manages_users_alone(void **state)
{
    FixtureRequest *fixture = *state;
    add(fixture, "a", "administrator");
    for (guint right = DAICHO_RIGHT_NONE; right <= DAICHO_RIGHT_USERS; right++) {
        assert_true(may(fixture, "root", TRUE, right) ==
                    (right == DAICHO_RIGHT_NONE || right == DAICHO_RIGHT_READ ||
                     right == DAICHO_RIGHT_SCAN || right == DAICHO_RIGHT_KEEP ||
                     right == DAICHO_RIGHT_USERS));
    }
}

static void who_is_disabled_may_nothing_until_added_again(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    add(fixture, "a", "administrator");
    add(fixture, "h", "handler");
    assert_true(daicho_user_disable(&fixture->enforcer, "h", NULL));
    assert_false(daicho_role_check(fixture->catalog, "h", FALSE, DAICHO_RIGHT_READ, &error));
    fixture_request_assert_refused(&error, "a disabled user");
    add(fixture, "h", "reviewer");
    assert_true(may(fixture, "h", FALSE, DAICHO_RIGHT_READ));
    assert_false(may(fixture, "h", FALSE, DAICHO_RIGHT_HANDLE));
}

/* Nothing of a refused act is stored, the audit chain included. */
static void an_administrator_is_always_left(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    const char *const handler[] = {"handler", NULL};
    assert_false(daicho_user_add(&fixture->enforcer, "h", handler, &error));
    fixture_request_assert_refused(&error, "must be an administrator");
    assert_true(may(fixture, "anybody", FALSE, DAICHO_RIGHT_HOLD));
    add(fixture, "a", "administrator");
    assert_false(daicho_user_disable(&fixture->enforcer, "a", &error));
    fixture_request_assert_refused(&error, "must be an administrator");
    assert_false(daicho_user_add(&fixture->enforcer, "a", handler, &error));
    fixture_request_assert_refused(&error, "must be an administrator");
    assert_true(may(fixture, "a", FALSE, DAICHO_RIGHT_HOLD));
    gint64 rows = 0;
    g_autofree char *broken = NULL;
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &rows, &broken, NULL));
    assert_null(broken);
    assert_int_equal(rows, 1);
}

static void what_names_no_user_or_role_is_refused(void **state)
{
    FixtureRequest *fixture = *state;
    g_autoptr(GError) error = NULL;
    const char *const none[] = {NULL};
    const char *const wrong[] = {"administrator", "revewer", NULL};
    const char *const right[] = {"administrator", NULL};
    assert_false(daicho_user_add(&fixture->enforcer, "a", none, &error));
    fixture_request_assert_refused(&error, "--role");
    assert_false(daicho_user_add(&fixture->enforcer, "a", wrong, &error));
    fixture_request_assert_refused(&error, "did you mean \"reviewer\"");
    assert_false(daicho_user_add(&fixture->enforcer, "", right, &error));
    fixture_request_assert_refused(&error, "named");
    assert_false(daicho_user_add(&fixture->enforcer, "a\nb", right, &error));
    fixture_request_assert_refused(&error, "named");
    assert_false(daicho_user_disable(&fixture->enforcer, "a", &error));
    fixture_request_assert_refused(&error, "no user");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_request_set_up, fixture_request_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_users_everybody_may_do_everything),
        TEST(each_role_may_what_the_policy_says),
        TEST(the_keeper_scans_reads_and_manages_users_alone),
        TEST(who_is_disabled_may_nothing_until_added_again),
        TEST(an_administrator_is_always_left),
        TEST(what_names_no_user_or_role_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <string.h>

#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"
#include "tests/unit/enforcer/fixture_sql_fault.h"

/* The disk of the catalog is full or broken from any write or sync on, while the share's works. */

static gboolean rewrites(DaichoAction action)
{
    return action == DAICHO_ACTION_DELETE_PARTS || action == DAICHO_ACTION_SUSPEND_PARTS;
}

static gboolean suspends(DaichoAction action)
{
    return action == DAICHO_ACTION_SUSPEND_FILE || action == DAICHO_ACTION_SUSPEND_PARTS;
}

static gboolean is_after(const char *text, DaichoAction action)
{
    return rewrites(action) ? g_strcmp0(text, FIXTURE_AFTER) == 0 : text == NULL;
}

static void assert_is(const Fixture *fixture, const char *expected)
{
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    if (expected == NULL) {
        assert_null(text);
    } else {
        assert_non_null(text);
        assert_string_equal(text, expected);
    }
}

/* The catalog is opened on the disk that works, since what is tried is the act. */
static void reopen(Fixture *fixture)
{
    fixture_enforcer_close_catalog(fixture);
    fixture_enforcer_open_catalog(fixture);
}

/* The run ends with an error that says what is wrong with the catalog. */
static void apply_with_fault(Fixture *fixture, gint64 plan, SqlFault *fault, guint nth)
{
    DaichoApplyResult result;
    g_autoptr(GError) error = NULL;
    fault->calls = 0;
    fault->nth = nth;
    gboolean applied = daicho_plan_apply(&fixture->enforcer, plan, TRUE, NULL, NULL, &result,
                                         &error);
    fault->nth = 0;
    assert_int_equal(applied, error == NULL);
}

static gboolean try_point(Fixture *fixture, DaichoAction action, SqlFault *fault, guint nth)
{
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, action, "a.csv");
    apply_with_fault(fixture, plan, fault, nth);
    gboolean fired = fault->calls >= nth;
    reopen(fixture);
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    assert_true(g_strcmp0(text, FIXTURE_BEFORE) == 0 || is_after(text, action)); /* J1 */
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    assert_string_equal(step, "done"); /* J5 */
    assert_int_not_equal(fixture->result.certificate, 0);
    assert_is(fixture, rewrites(action) ? FIXTURE_AFTER : NULL);
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    fixture_enforcer_assert_audit_holds(fixture);
    if (suspends(action)) {
        assert_true(
            daicho_vault_restore(&fixture->enforcer, fixture_enforcer_find_stored(fixture), NULL));
        assert_is(fixture, FIXTURE_BEFORE);
    }
    return fired;
}

static void sweep(Fixture *fixture, DaichoAction action, int code, gboolean once)
{
    SqlFault fault = {.code = code, .once = once};
    guint nth = 1;
    guint points = 0;
    fixture_enforcer_close_catalog(fixture);
    sql_fault_begin(&fault);
    fixture_enforcer_open_catalog(fixture);
    for (; try_point(fixture, action, &fault, nth); points++) {
        nth += FAULT_STRIDE;
    }
    fixture_enforcer_close_catalog(fixture);
    sql_fault_end();
    fixture_enforcer_open_catalog(fixture);
    assert_true(nth > 10);
    print_message("points: %-16s the catalog: %-22s %-10s %u\n", daicho_action_name(action),
                  code == SQLITE_FULL ? "disk full" : "write or sync failed",
                  once ? "once" : "from then", points);
}

/* E3 */
static void a_file_is_whole_or_gone_when_the_catalogs_disk_is_full(void **state)
{
    sweep(*state, DAICHO_ACTION_SUSPEND_PARTS, SQLITE_FULL, FALSE);
    sweep(*state, DAICHO_ACTION_DELETE_FILE, SQLITE_FULL, FALSE);
}

static void a_file_is_whole_or_gone_when_the_catalogs_disk_fails(void **state)
{
    sweep(*state, DAICHO_ACTION_SUSPEND_PARTS, SQLITE_IOERR_WRITE, TRUE);
    sweep(*state, DAICHO_ACTION_DELETE_PARTS, SQLITE_IOERR_WRITE, FALSE);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_file_is_whole_or_gone_when_the_catalogs_disk_is_full),
        IN_SHARE(a_file_is_whole_or_gone_when_the_catalogs_disk_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

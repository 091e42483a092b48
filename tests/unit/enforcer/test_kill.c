#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/holds/hold.h"
#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"

/* What a process does before it is killed; FALSE ends it with a failure. */
typedef gboolean (*Work)(Fixture *fixture, gint64 number);

static gboolean apply(Fixture *fixture, gint64 number)
{
    DaichoApplyResult result;
    return daicho_plan_apply(&fixture->enforcer, number, TRUE, NULL, NULL, &result, NULL);
}

static gboolean restore(Fixture *fixture, gint64 number)
{
    return daicho_vault_restore(&fixture->enforcer, number, NULL);
}

static gboolean purge(Fixture *fixture, gint64 number)
{
    return daicho_vault_purge(&fixture->enforcer, number, NULL);
}

/* Does the work in a process of its own; TRUE when it was killed, FALSE when it came to its end. */
static gboolean work_and_die(Fixture *fixture, Work work, gint64 number)
{
    int status = 0;
    fixture_enforcer_close_catalog(fixture);
    pid_t pid = fork();
    if (pid == 0) {
        fixture_enforcer_open_catalog(fixture);
        _exit(work(fixture, number) ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    fixture_enforcer_open_catalog(fixture);
    fixture->enforcer.fs = daicho_fs_system();
    fixture->enforcer.after_step = NULL;
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
}

static gboolean die_at_call(Fixture *fixture, Work work, gint64 number, guint nth)
{
    g_autoptr(FaultFs) fault = fault_fs_new(FAULT_KILL, nth, 0);
    fixture->enforcer.fs = &fault->fs;
    return work_and_die(fixture, work, number);
}

static void die_after(gint64 plan, gint64 target, const char *step, gpointer data)
{
    (void)plan;
    (void)target;
    if (strcmp(step, data) == 0) {
        kill(getpid(), SIGKILL);
    }
}

static gboolean die_at_step(Fixture *fixture, gint64 plan, const char *step)
{
    fixture->enforcer.after_step = die_after;
    fixture->enforcer.after_step_data = (gpointer)(gsize)step;
    return work_and_die(fixture, apply, plan);
}

static gboolean rewrites(DaichoAction action)
{
    return action == DAICHO_ACTION_DELETE_PARTS || action == DAICHO_ACTION_SUSPEND_PARTS;
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

/* J1: what stands under the name is never half of anything, at any moment. */
static void assert_never_half(const Fixture *fixture, DaichoAction action)
{
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    if (text == NULL) {
        assert_false(rewrites(action));
    } else if (strcmp(text, FIXTURE_BEFORE) != 0) {
        assert_true(rewrites(action));
        assert_string_equal(text, FIXTURE_AFTER);
    }
    g_autofree char *neighbour = fixture_enforcer_read(fixture, "neighbour.csv");
    assert_string_equal(neighbour, FIXTURE_BEFORE);
}

static gint64 prepare(Fixture *fixture, DaichoAction action)
{
    fixture_enforcer_put(fixture, "neighbour.csv", FIXTURE_BEFORE);
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    return fixture_enforcer_plan_one(fixture, action, "a.csv");
}

static gboolean suspends(DaichoAction action)
{
    return action == DAICHO_ACTION_SUSPEND_FILE || action == DAICHO_ACTION_SUSPEND_PARTS;
}

/* J5: the next run finishes what was begun. */
static void assert_next_run_finishes(Fixture *fixture, gint64 plan, DaichoAction action)
{
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    g_autofree char *state = fixture_enforcer_get_state(fixture, plan);
    assert_string_equal(step, "done");
    assert_string_equal(state, "applied");
    assert_int_not_equal(fixture->result.certificate, 0);
    assert_is(fixture, rewrites(action) ? FIXTURE_AFTER : NULL);
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    fixture_enforcer_assert_audit_holds(fixture);
    assert_never_half(fixture, action);
    if (suspends(action)) {
        assert_true(restore(fixture, fixture_enforcer_find_stored(fixture)));
        assert_is(fixture, FIXTURE_BEFORE);
        assert_int_equal(fixture_enforcer_find_stored(fixture), 0);
    }
}

static const DaichoAction actions[] = {DAICHO_ACTION_DELETE_FILE, DAICHO_ACTION_DELETE_PARTS,
                                       DAICHO_ACTION_SUSPEND_FILE, DAICHO_ACTION_SUSPEND_PARTS};

static void the_next_run_finishes_after_a_kill_at_any_step(void **state)
{
    static const char *const steps[] = {"intent", "staged", "verified", "exchanged", "done"};
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        guint killed = 0;
        for (gsize j = 0; j < G_N_ELEMENTS(steps); j++) {
            gint64 plan = prepare(*state, actions[i]);
            killed += die_at_step(*state, plan, steps[j]) ? 1 : 0;
            assert_never_half(*state, actions[i]);
            assert_next_run_finishes(*state, plan, actions[i]);
        }
        assert_true(killed >= 3);
    }
}

static void kill_at_every_call(Fixture *fixture, DaichoAction action)
{
    guint nth = 1;
    for (gboolean killed = TRUE; killed; nth += FAULT_STRIDE) {
        gint64 plan = prepare(fixture, action);
        killed = die_at_call(fixture, apply, plan, nth);
        assert_never_half(fixture, action);
        assert_next_run_finishes(fixture, plan, action);
    }
    assert_true(nth > 10);
    fault_tell(daicho_action_name(action), FAULT_KILL, 0, (nth - 1) / FAULT_STRIDE - 1);
}

/* Suspending a record does all that deleting one does, and the vault's part besides. */
static void the_next_run_finishes_after_a_kill_at_any_call(void **state)
{
    kill_at_every_call(*state, DAICHO_ACTION_DELETE_FILE);
    kill_at_every_call(*state, DAICHO_ACTION_SUSPEND_FILE);
    kill_at_every_call(*state, DAICHO_ACTION_SUSPEND_PARTS);
}

/* A recovery that is killed itself is recovered. */
static void a_killed_recovery_is_recovered(void **state)
{
    static const char *const steps[] = {"verified", "exchanged"};
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        gboolean killed = TRUE;
        for (guint nth = 1; killed; nth += FAULT_STRIDE) {
            gint64 plan = prepare(*state, DAICHO_ACTION_DELETE_PARTS);
            assert_true(die_at_step(*state, plan, steps[i]));
            killed = die_at_call(*state, apply, plan, nth);
            assert_never_half(*state, DAICHO_ACTION_DELETE_PARTS);
            assert_next_run_finishes(*state, plan, DAICHO_ACTION_DELETE_PARTS);
        }
    }
}

static gint64 suspend(Fixture *fixture, DaichoAction action)
{
    gint64 plan = prepare(fixture, action);
    fixture_enforcer_apply(fixture, plan, TRUE);
    return fixture_enforcer_find_stored(fixture);
}

static void a_killed_restore_is_finished_by_the_next(void **state)
{
    Fixture *fixture = *state;
    for (gsize i = 2; i < G_N_ELEMENTS(actions); i++) {
        gboolean killed = TRUE;
        for (guint nth = 1; killed; nth += FAULT_STRIDE) {
            gint64 entry = suspend(fixture, actions[i]);
            killed = die_at_call(fixture, restore, entry, nth);
            assert_never_half(fixture, actions[i]);
            if (fixture_enforcer_find_stored(fixture) == entry) {
                assert_true(restore(fixture, entry));
            }
            assert_is(fixture, FIXTURE_BEFORE);
            assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
            assert_int_equal(fixture_enforcer_find_stored(fixture), 0);
        }
    }
}

static void a_killed_purge_is_finished_by_the_next(void **state)
{
    Fixture *fixture = *state;
    gboolean killed = TRUE;
    for (guint nth = 1; killed; nth += FAULT_STRIDE) {
        gint64 entry = suspend(fixture, DAICHO_ACTION_SUSPEND_FILE);
        killed = die_at_call(fixture, purge, entry, nth);
        assert_true(purge(fixture, entry));
        g_autoptr(DaichoVaultRow) row = daicho_catalog_get_vault(fixture->catalog, entry, NULL);
        g_autofree char *blob = g_build_filename(fixture->vault, row->blob, NULL);
        assert_null(row->key);
        assert_false(g_file_test(blob, G_FILE_TEST_EXISTS));
    }
}

/* Holds win: what can still be put back is. */
static void a_hold_placed_after_a_kill_brings_the_original_back(void **state)
{
    Fixture *fixture = *state;
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        gint64 plan = prepare(fixture, actions[i]);
        assert_true(die_at_step(fixture, plan, "exchanged"));
        gint64 hold = daicho_hold_add(&fixture->enforcer, "t", "a.csv", NULL, "law suit", NULL);
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_int_equal(fixture->result.refused, 1);
        assert_is(fixture, FIXTURE_BEFORE);
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
        assert_int_equal(fixture_enforcer_find_stored(fixture), 0);
        assert_true(daicho_hold_release(&fixture->enforcer, hold, "it is over", NULL));
        assert_next_run_finishes(fixture, plan, actions[i]);
    }
}

/* Somebody saves a file under the name while the original waits under its hidden one. */
static void a_file_saved_after_a_kill_is_not_touched(void **state)
{
    Fixture *fixture = *state;
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        gint64 plan = prepare(fixture, actions[i]);
        assert_true(die_at_step(fixture, plan, "exchanged"));
        fixture_enforcer_put(fixture, "a.csv", "somebody's new file\n");
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_int_equal(fixture->result.done, 1);
        assert_is(fixture, "somebody's new file\n");
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    }
}

static void append(const Fixture *fixture, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(fixture->root, name, NULL);
    DAICHO_AUTO_FD int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
}

/* Somebody goes on working in the new version before the next run: it is not taken back. */
static void what_was_written_into_the_copy_after_a_kill_stays(void **state)
{
    Fixture *fixture = *state;
    gboolean killed = TRUE;
    guint written = 0;
    for (guint nth = 1; killed; nth++) {
        gint64 plan = prepare(fixture, DAICHO_ACTION_DELETE_PARTS);
        killed = die_at_call(fixture, apply, plan, nth);
        g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
        gboolean is_new = strcmp(text, FIXTURE_AFTER) == 0;
        if (is_new) {
            append(fixture, "a.csv", "somebody's line\n");
        }
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_is(fixture, is_new ? FIXTURE_AFTER "somebody's line\n" : FIXTURE_AFTER);
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
        written += is_new ? 1 : 0;
    }
    assert_true(written > 2);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(the_next_run_finishes_after_a_kill_at_any_step),
        IN_SHARE(the_next_run_finishes_after_a_kill_at_any_call),
        IN_SHARE(a_killed_recovery_is_recovered),
        IN_SHARE(a_killed_restore_is_finished_by_the_next),
        IN_SHARE(a_killed_purge_is_finished_by_the_next),
        IN_SHARE(a_hold_placed_after_a_kill_brings_the_original_back),
        IN_SHARE(a_file_saved_after_a_kill_is_not_touched),
        IN_SHARE(what_was_written_into_the_copy_after_a_kill_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"
#include "tests/unit/enforcer/fixture_mount.h"

/* Suspending does all that deleting does, and the vault's part besides. */
static const DaichoAction actions[] = {DAICHO_ACTION_SUSPEND_FILE, DAICHO_ACTION_SUSPEND_PARTS};

static void run_in(const char *folder, const char *command)
{
    g_autofree char *whole = g_strdup_printf("cd %s && %s", folder, command);
    assert_int_equal(system(whole), 0);
}

/* d/a.csv in the share, and outside of it a folder with a file of the same name. */
static gint64 prepare(const Fixture *fixture, DaichoAction action)
{
    fixture_enforcer_put(fixture, "d/a.csv", FIXTURE_BEFORE);
    run_in(fixture->folder, "mkdir -p outside && cp share/d/a.csv outside/a.csv");
    return fixture_enforcer_plan_one((Fixture *)(gsize)fixture, action, "d/a.csv");
}

static char *dump_outside(const Fixture *fixture)
{
    g_autofree char *root = g_build_filename(fixture->folder, "outside", NULL);
    const Fixture outside = {.root = root};
    return fixture_enforcer_dump(&outside);
}

static void cover(gpointer data)
{
    const Fixture *fixture = data;
    g_autofree char *outside = g_build_filename(fixture->folder, "outside", NULL);
    g_autofree char *d = g_build_filename(fixture->root, "d", NULL);
    fixture_mount_bind(outside, d);
}

static void uncover(const Fixture *fixture)
{
    g_autofree char *d = g_build_filename(fixture->root, "d", NULL);
    fixture_unmount(d);
}

static void assert_is(const Fixture *fixture, const char *expected)
{
    g_autofree char *text = fixture_enforcer_read(fixture, "d/a.csv");
    if (expected == NULL) {
        assert_null(text);
    } else {
        assert_non_null(text);
        assert_string_equal(text, expected);
    }
}

static void need_mounts(void)
{
    if (!fixture_mount_is_possible()) {
        print_message("nothing may be mounted here\n");
        skip(); /* a container without the right to; the root of a machine has it */
    }
}

static const char *get_after(DaichoAction action)
{
    return action == DAICHO_ACTION_SUSPEND_PARTS ? FIXTURE_AFTER : NULL;
}

static gboolean cover_at_call(Fixture *fixture, DaichoAction action, guint nth)
{
    g_autoptr(FaultFs) fault = fault_fs_new(FAULT_ACT, nth, 0);
    gint64 plan = prepare(fixture, action);
    g_autofree char *before = dump_outside(fixture);
    fault->act = cover;
    fault->act_data = fixture;
    fixture->enforcer.fs = &fault->fs;
    fixture_enforcer_apply(fixture, plan, TRUE);
    fixture->enforcer.fs = daicho_fs_system();
    g_autofree char *after = dump_outside(fixture);
    assert_string_equal(before, after);
    if (fault_fs_fired(fault)) {
        uncover(fixture);
    }
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    if (strcmp(step, "done") != 0) {
        assert_is(fixture, FIXTURE_BEFORE);
    }
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_is(fixture, get_after(action));
    return fault_fs_fired(fault);
}

/* S2 */
static void what_is_mounted_over_the_folder_at_any_call_is_not_touched(void **state)
{
    need_mounts();
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        guint nth = 1;
        while (cover_at_call(*state, actions[i], nth)) {
            nth += FAULT_STRIDE;
        }
        assert_true(nth > 10);
    }
}

/* S2: another mount of the very folder that was planned is still a mount. */
static void what_was_mounted_since_the_plan_is_refused(void **state)
{
    Fixture *fixture = *state;
    need_mounts();
    gint64 plan = prepare(fixture, DAICHO_ACTION_DELETE_FILE);
    g_autofree char *d = g_build_filename(fixture->root, "d", NULL);
    fixture_mount_bind(d, d);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_non_null(strstr(fixture->told->str, "another file system is mounted on the way"));
    fixture_unmount(d);
    assert_is(fixture, FIXTURE_BEFORE);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 1);
}

static void a_file_that_is_a_mount_point_is_refused(void **state)
{
    Fixture *fixture = *state;
    need_mounts();
    gint64 plan = prepare(fixture, DAICHO_ACTION_DELETE_FILE);
    g_autofree char *path = g_build_filename(fixture->root, "d", "a.csv", NULL);
    fixture_mount_bind(path, path);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.refused, 1);
    fixture_unmount(path);
    assert_is(fixture, FIXTURE_BEFORE);
}

/* What the scan was told to enter is acted on, as long as it is what was scanned. */
static void a_file_system_that_was_scanned_is_acted_on(void **state)
{
    Fixture *fixture = *state;
    need_mounts();
    g_autofree char *d = g_build_filename(fixture->root, "d", NULL);
    assert_int_equal(g_mkdir_with_parents(d, 0700), 0);
    fixture_mount_memory(d, "1m");
    gint64 plan = prepare(fixture, DAICHO_ACTION_SUSPEND_FILE);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 1);
    gint64 entry = fixture_enforcer_find_stored(fixture);
    fixture_mount_memory(d, "1m");
    assert_false(daicho_vault_restore(&fixture->enforcer, entry, NULL));
    assert_is(fixture, NULL);
    fixture_unmount(d);
    assert_true(daicho_vault_restore(&fixture->enforcer, entry, NULL));
    assert_is(fixture, FIXTURE_BEFORE);
    fixture_unmount(d);
}

/* S2: nobody's data is written to a disk that was not there when it was taken. */
static void nothing_is_restored_into_what_is_mounted_there_now(void **state)
{
    Fixture *fixture = *state;
    need_mounts();
    gint64 plan = prepare(fixture, DAICHO_ACTION_SUSPEND_FILE);
    fixture_enforcer_apply(fixture, plan, TRUE);
    gint64 entry = fixture_enforcer_find_stored(fixture);
    run_in(fixture->folder, "rm outside/a.csv");
    cover(fixture);
    g_autoptr(GError) error = NULL;
    assert_false(daicho_vault_restore(&fixture->enforcer, entry, &error));
    assert_non_null(strstr(error->message, "another file system is mounted on the way"));
    assert_is(fixture, NULL);
    uncover(fixture);
    assert_true(daicho_vault_restore(&fixture->enforcer, entry, NULL));
    assert_is(fixture, FIXTURE_BEFORE);
}

/* --- after a kill --- */

static void die_after(gint64 plan, gint64 target, const char *step, gpointer data)
{
    (void)plan;
    (void)target;
    if (strcmp(step, data) == 0) {
        kill(getpid(), SIGKILL);
    }
}

static void apply_and_die(Fixture *fixture, gint64 plan, const char *step)
{
    int status = 0;
    fixture_enforcer_close_catalog(fixture);
    pid_t pid = fork();
    if (pid == 0) {
        fixture_enforcer_open_catalog(fixture);
        fixture->enforcer.after_step = die_after;
        fixture->enforcer.after_step_data = (gpointer)(gsize)step;
        fixture_enforcer_apply(fixture, plan, TRUE);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    fixture_enforcer_open_catalog(fixture);
}

typedef void (*Change)(Fixture *fixture);

static void cover_now(Fixture *fixture)
{
    cover(fixture);
}

static void uncover_now(Fixture *fixture)
{
    uncover(fixture);
}

static void move_away(Fixture *fixture)
{
    run_in(fixture->root, "mv d elsewhere && mkdir d");
}

static void move_back(Fixture *fixture)
{
    run_in(fixture->root, "rmdir d && mv elsewhere d");
}

static void lose_and_find(Fixture *fixture, DaichoAction action, const char *step, Change lose,
                          Change find)
{
    gint64 plan = prepare(fixture, action);
    apply_and_die(fixture, plan, step);
    g_autofree char *open = fixture_enforcer_get_step(fixture, plan, 1);
    lose(fixture);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.refused, 1);
    assert_int_equal(fixture->result.certificate, 0);
    g_autofree char *now = fixture_enforcer_get_step(fixture, plan, 1);
    assert_string_equal(now, open);
    find(fixture);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 1);
    assert_is(fixture, get_after(action));
    run_in(fixture->root, "test -z \"$(find . -name '.daicho-*')\"");
}

/* J8: what was begun in a folder that is out of sight is not certified as done. */
static void what_was_begun_waits_until_its_folder_is_there_again(void **state)
{
    static const char *const steps[] = {"staged", "verified", "exchanged"};
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        lose_and_find(*state, DAICHO_ACTION_SUSPEND_PARTS, steps[i], move_away, move_back);
    }
    lose_and_find(*state, DAICHO_ACTION_DELETE_FILE, "exchanged", move_away, move_back);
}

static void what_was_begun_waits_until_it_is_uncovered(void **state)
{
    need_mounts();
    lose_and_find(*state, DAICHO_ACTION_SUSPEND_PARTS, "verified", cover_now, uncover_now);
    lose_and_find(*state, DAICHO_ACTION_SUSPEND_FILE, "exchanged", cover_now, uncover_now);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)
int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(what_was_begun_waits_until_its_folder_is_there_again),
        IN_SHARE(what_is_mounted_over_the_folder_at_any_call_is_not_touched),
        IN_SHARE(what_was_mounted_since_the_plan_is_refused),
        IN_SHARE(a_file_that_is_a_mount_point_is_refused),
        IN_SHARE(a_file_system_that_was_scanned_is_acted_on),
        IN_SHARE(nothing_is_restored_into_what_is_mounted_there_now),
        IN_SHARE(what_was_begun_waits_until_it_is_uncovered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

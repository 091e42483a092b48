#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"

/* Suspending does all that deleting does, and the vault's part besides. */
static const DaichoAction actions[] = {DAICHO_ACTION_SUSPEND_FILE, DAICHO_ACTION_SUSPEND_PARTS};

static void run_in(const char *folder, const char *command)
{
    g_autofree char *whole = g_strdup_printf("cd %s && %s", folder, command);
    assert_int_equal(system(whole), 0);
}

static char *dump_outside(const Fixture *fixture)
{
    g_autofree char *root = g_build_filename(fixture->folder, "outside", NULL);
    const Fixture outside = {.root = root};
    char *text = fixture_enforcer_dump(&outside);
    assert_non_null(strstr(text, "a.csv"));
    return text;
}

/* The folder d of the share, beside it a link to another folder with a file of the same name. */
static void lay_trap(const Fixture *fixture)
{
    fixture_enforcer_put(fixture, "d/a.csv", FIXTURE_BEFORE);
    run_in(fixture->folder, "mkdir -p outside && cp share/d/a.csv outside/a.csv"
                            " && ln -s ../outside share/trap");
}

/* d, wherever it is now, is d again. */
static void take_trap_away(const Fixture *fixture)
{
    run_in(fixture->root, "if [ -L d ]; then rm d && mv trap d; else rm trap; fi");
}

static void swap(gpointer root)
{
    g_autofree char *d = g_build_filename(root, "d", NULL);
    g_autofree char *trap = g_build_filename(root, "trap", NULL);
    renameat2(AT_FDCWD, d, AT_FDCWD, trap, RENAME_EXCHANGE);
}

static void assert_whole(const Fixture *fixture, gint64 plan, DaichoAction action)
{
    g_autofree char *text = fixture_enforcer_read(fixture, "d/a.csv");
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    if (strcmp(step, "done") != 0) {
        assert_string_equal(text, FIXTURE_BEFORE);
    } else if (action == DAICHO_ACTION_SUSPEND_PARTS) {
        assert_string_equal(text, FIXTURE_AFTER);
    } else {
        assert_null(text);
    }
}

static gboolean swap_at_call(Fixture *fixture, DaichoAction action, guint nth)
{
    g_autoptr(FaultFs) fault = fault_fs_new(FAULT_ACT, nth, 0);
    fault->act = swap;
    fault->act_data = fixture->root;
    lay_trap(fixture);
    gint64 plan = fixture_enforcer_plan_one(fixture, action, "d/a.csv");
    g_autofree char *before = dump_outside(fixture);
    fixture->enforcer.fs = &fault->fs;
    fixture_enforcer_apply(fixture, plan, TRUE);
    fixture->enforcer.fs = daicho_fs_system();
    g_autofree char *after = dump_outside(fixture);
    assert_string_equal(before, after);
    take_trap_away(fixture);
    assert_whole(fixture, plan, action);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.refused, 0);
    assert_whole(fixture, plan, action);
    return fault_fs_fired(fault);
}

/* S1, J6 */
static void a_link_swapped_in_at_any_call_leads_nowhere(void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        guint nth = 1;
        while (swap_at_call(*state, actions[i], nth)) {
            nth += FAULT_STRIDE;
        }
        assert_true(nth > 10);
        fault_tell(daicho_action_name(actions[i]), FAULT_ACT, 0, (nth - 1) / FAULT_STRIDE);
    }
}

static pid_t start_swapping(const Fixture *fixture)
{
    pid_t pid = fork();
    while (pid == 0) {
        swap(fixture->root);
    }
    return pid;
}

/* S1 */
static void a_link_that_comes_and_goes_leads_nowhere(void **state)
{
    Fixture *fixture = *state;
    for (guint i = 0; i < 20; i++) {
        DaichoAction action = actions[i % 2];
        lay_trap(fixture);
        gint64 plan = fixture_enforcer_plan_one(fixture, action, "d/a.csv");
        g_autofree char *before = dump_outside(fixture);
        pid_t pid = start_swapping(fixture);
        fixture_enforcer_apply(fixture, plan, TRUE);
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        g_autofree char *after = dump_outside(fixture);
        assert_string_equal(before, after);
        take_trap_away(fixture);
        assert_whole(fixture, plan, action);
    }
}

static void save_another(gpointer root)
{
    g_autofree char *fresh = g_build_filename(root, "fresh", NULL);
    g_autofree char *path = g_build_filename(root, "a.csv", NULL);
    g_file_set_contents(fresh, "somebody's new file\n", -1, NULL);
    rename(fresh, path);
}

static gboolean save_at_call(Fixture *fixture, DaichoAction action, guint nth)
{
    g_autoptr(FaultFs) fault = fault_fs_new(FAULT_ACT, nth, 0);
    fault->act = save_another;
    fault->act_data = fixture->root;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, action, "a.csv");
    fixture->enforcer.fs = &fault->fs;
    fixture_enforcer_apply(fixture, plan, TRUE);
    fixture->enforcer.fs = daicho_fs_system();
    if (fault_fs_fired(fault)) {
        g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
        assert_non_null(text);
        assert_string_equal(text, "somebody's new file\n");
    }
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    return fault_fs_fired(fault);
}

/* J4 */
static void a_file_saved_under_the_name_at_any_call_is_kept(void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        guint nth = 1;
        while (save_at_call(*state, actions[i], nth)) {
            nth += FAULT_STRIDE;
        }
        assert_true(nth > 10);
        fault_tell(daicho_action_name(actions[i]), FAULT_ACT, 0, (nth - 1) / FAULT_STRIDE);
    }
}

static gboolean save_at_restore(Fixture *fixture, DaichoAction action, guint nth)
{
    g_autoptr(FaultFs) fault = fault_fs_new(FAULT_ACT, nth, 0);
    fault->act = save_another;
    fault->act_data = fixture->root;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, action, "a.csv");
    fixture_enforcer_apply(fixture, plan, TRUE);
    gint64 entry = fixture_enforcer_find_stored(fixture);
    fixture->enforcer.fs = &fault->fs;
    gboolean restored = daicho_vault_restore(&fixture->enforcer, entry, NULL);
    fixture->enforcer.fs = daicho_fs_system();
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    if (fault_fs_fired(fault)) {
        assert_string_equal(text, "somebody's new file\n");
    }
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    assert_true(restored || fixture_enforcer_find_stored(fixture) == entry);
    run_in(fixture->root, "rm -f a.csv");
    return fault_fs_fired(fault);
}

/* V3 */
static void a_file_saved_while_its_records_come_back_is_kept(void **state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        guint nth = 1;
        while (save_at_restore(*state, actions[i], nth)) {
            nth += FAULT_STRIDE;
        }
        assert_true(nth > 10);
        fault_tell(daicho_action_name(actions[i]), FAULT_ACT, 0, (nth - 1) / FAULT_STRIDE);
    }
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_link_swapped_in_at_any_call_leads_nowhere),
        IN_SHARE(a_link_that_comes_and_goes_leads_nowhere),
        IN_SHARE(a_file_saved_under_the_name_at_any_call_is_kept),
        IN_SHARE(a_file_saved_while_its_records_come_back_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

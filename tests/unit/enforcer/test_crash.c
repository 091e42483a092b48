#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "enforcer/holds/hold.h"
#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_crash.h"
#include "tests/unit/enforcer/fixture_enforcer.h"

/* A name like those that daicho hides its own files under, and somebody's all the same. */
#define LOOK_ALIKE ".daicho-1-1-0123456789abcdef"

static gboolean rewrites(DaichoAction action)
{
    return action == DAICHO_ACTION_DELETE_PARTS || action == DAICHO_ACTION_SUSPEND_PARTS;
}

static gboolean suspends(DaichoAction action)
{
    return action == DAICHO_ACTION_SUSPEND_FILE || action == DAICHO_ACTION_SUSPEND_PARTS;
}

static const char *get_after(DaichoAction action)
{
    return rewrites(action) ? FIXTURE_AFTER : NULL;
}

static void assert_is(const Fixture *fixture, const char *name, const char *expected)
{
    g_autofree char *text = fixture_enforcer_read(fixture, name);
    if (expected == NULL) {
        assert_null(text);
    } else {
        assert_non_null(text);
        assert_string_equal(text, expected);
    }
}

/* Nobody else's bytes changed, and nothing is hidden but what somebody else put there. */
static void assert_others_are_untouched(const Fixture *fixture)
{
    assert_is(fixture, "neighbour.csv", FIXTURE_BEFORE);
    assert_is(fixture, LOOK_ALIKE, "somebody's\n");
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 1);
}

/* Whether the planned file's bytes stand under any name but the neighbour's. */
static gboolean has_original(const Fixture *fixture)
{
    g_autoptr(GDir) dir = g_dir_open(fixture->root, 0, NULL);
    gboolean found = FALSE;
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        g_autofree char *text = fixture_enforcer_read(fixture, name);
        found = found || (strcmp(name, "neighbour.csv") != 0 && strcmp(text, FIXTURE_BEFORE) == 0);
    }
    return found;
}

/* J1, J2: right after the crash the file is whole, or gone with the journal's knowledge. */
static void assert_whole_or_gone(const Fixture *fixture, gint64 plan, DaichoAction action)
{
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    gboolean is_past = strcmp(step, "exchanged") == 0 || strcmp(step, "done") == 0;
    if (text == NULL) {
        assert_false(rewrites(action));
    } else if (strcmp(text, FIXTURE_BEFORE) != 0) {
        assert_true(rewrites(action));
        assert_string_equal(text, FIXTURE_AFTER);
    }
    assert_true(is_past || has_original(fixture));
    if (strcmp(step, "done") == 0) {
        assert_false(has_original(fixture));
    }
}

/* J5: the next run finishes it, and certifies what is so. */
static void assert_next_run_finishes(Fixture *fixture, gint64 plan, DaichoAction action)
{
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    assert_string_equal(step, "done");
    assert_int_not_equal(fixture->result.certificate, 0);
    assert_is(fixture, "a.csv", get_after(action));
    assert_others_are_untouched(fixture);
    fixture_enforcer_assert_audit_holds(fixture);
    if (suspends(action)) {
        gint64 entry = fixture_enforcer_find_stored(fixture);
        assert_true(daicho_vault_restore(&fixture->enforcer, entry, NULL));
        assert_is(fixture, "a.csv", FIXTURE_BEFORE);
        assert_int_equal(fixture_enforcer_find_stored(fixture), 0);
    }
}

/* Holds win as long as there is something to hold. */
static void assert_hold_brings_it_back(Fixture *fixture, gint64 plan, DaichoAction action)
{
    gboolean may_come_back = has_original(fixture);
    assert_int_not_equal(daicho_hold_add(&fixture->enforcer, "t", "a.csv", NULL, "law suit", NULL),
                         0);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_is(fixture, "a.csv", may_come_back ? FIXTURE_BEFORE : get_after(action));
    assert_int_equal(fixture->result.certificate != 0, !may_come_back);
    assert_others_are_untouched(fixture);
}

typedef void (*AfterCrash)(Fixture *fixture, gint64 number, DaichoAction action);

/* Lays out each state and looks what comes of it; how many there were. */
static guint try_all(Fixture *fixture, CrashFs *crash, AfterCrash after, gint64 number,
                     DaichoAction action)
{
    guint count = crash_fs_count(crash);
    print_message("states after a power cut: %s: %u\n", daicho_action_name(action), count);
    for (guint i = 0; i < count; i += CRASH_STRIDE) {
        fixture_enforcer_close_catalog(fixture);
        crash_fs_lay_out(crash, i);
        fixture_enforcer_open_catalog(fixture);
        after(fixture, number, action);
    }
    return count;
}

static void note_step(gint64 plan, gint64 target, const char *step, gpointer data)
{
    (void)plan;
    (void)target;
    (void)step;
    crash_fs_note(data);
}

static CrashFs *begin_recording(Fixture *fixture)
{
    CrashFs *crash = crash_fs_new(fixture->root, fixture->vault, fixture->catalog_path);
    fixture->enforcer.fs = crash_fs_get(crash);
    fixture->enforcer.after_step = note_step;
    fixture->enforcer.after_step_data = crash;
    return crash;
}

static void end_recording(Fixture *fixture)
{
    fixture->enforcer.after_step = NULL;
}

static gint64 prepare(Fixture *fixture, DaichoAction action)
{
    fixture_enforcer_put(fixture, "neighbour.csv", FIXTURE_BEFORE);
    fixture_enforcer_put(fixture, LOOK_ALIKE, "somebody's\n");
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    return fixture_enforcer_plan_one(fixture, action, "a.csv");
}

static void finish_after_crash(Fixture *fixture, gint64 plan, DaichoAction action)
{
    assert_whole_or_gone(fixture, plan, action);
    assert_next_run_finishes(fixture, plan, action);
}

static void crash_everywhere(Fixture *fixture, DaichoAction action, AfterCrash after)
{
    gint64 plan = prepare(fixture, action);
    g_autoptr(CrashFs) crash = begin_recording(fixture);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 1);
    end_recording(fixture);
    guint count = try_all(fixture, crash, after, plan, action);
    assert_true(count > 5);
}

static void a_file_being_deleted_is_whole_or_gone(void **state)
{
    crash_everywhere(*state, DAICHO_ACTION_DELETE_FILE, finish_after_crash);
}

static void a_file_being_cut_is_as_before_or_as_planned(void **state)
{
    crash_everywhere(*state, DAICHO_ACTION_DELETE_PARTS, finish_after_crash);
}

static void a_file_being_suspended_is_here_or_in_the_vault(void **state)
{
    crash_everywhere(*state, DAICHO_ACTION_SUSPEND_FILE, finish_after_crash);
}

static void a_record_being_suspended_is_here_or_in_the_vault(void **state)
{
    crash_everywhere(*state, DAICHO_ACTION_SUSPEND_PARTS, finish_after_crash);
}

static void a_hold_after_the_crash_brings_back_what_is_there(void **state)
{
    crash_everywhere(*state, DAICHO_ACTION_SUSPEND_FILE, assert_hold_brings_it_back);
}

static void a_hold_after_the_crash_undoes_an_exchange(void **state)
{
    crash_everywhere(*state, DAICHO_ACTION_DELETE_PARTS, assert_hold_brings_it_back);
}

/* A sync fails, the next run finishes, and then the power fails: what the first run did and did not
 * sync may still be lost. */
static void what_a_failed_sync_left_is_synced_by_the_next_run(void **state)
{
    Fixture *fixture = *state;
    static const DaichoAction actions[] = {DAICHO_ACTION_DELETE_FILE, DAICHO_ACTION_DELETE_PARTS};
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        gboolean failed = TRUE;
        for (guint nth = 1; failed; nth++) {
            gint64 plan = prepare(fixture, actions[i]);
            g_autoptr(CrashFs) crash = begin_recording(fixture);
            crash_fs_fail_sync(crash, nth);
            fixture_enforcer_apply(fixture, plan, TRUE);
            failed = crash_fs_has_failed(crash);
            crash_fs_fail_sync(crash, 0);
            crash_fs_skip(crash);
            fixture_enforcer_apply(fixture, plan, TRUE);
            end_recording(fixture);
            try_all(fixture, crash, finish_after_crash, plan, actions[i]);
        }
    }
}

/* V2: what is in the vault is there after a crash, so the folder that holds it must be, too. */
static void a_new_vault_is_on_disk_before_anything_is_given_up(void **state)
{
    Fixture *fixture = *state;
    gint64 plan = prepare(fixture, DAICHO_ACTION_SUSPEND_FILE);
    g_autoptr(CrashFs) crash = begin_recording(fixture);
    fixture_enforcer_apply(fixture, plan, TRUE);
    end_recording(fixture);
    assert_true(crash_fs_has_synced(crash, fixture->folder));
    assert_true(crash_fs_has_synced(crash, fixture->vault));
}

/* --- restoring --- */

static void finish_restore(Fixture *fixture, gint64 entry, DaichoAction action)
{
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    if (g_strcmp0(text, FIXTURE_BEFORE) != 0) {
        assert_string_equal(text != NULL ? text : "", rewrites(action) ? FIXTURE_AFTER : "");
        assert_int_equal(fixture_enforcer_find_stored(fixture), entry);
    }
    if (fixture_enforcer_find_stored(fixture) == entry) {
        assert_true(daicho_vault_restore(&fixture->enforcer, entry, NULL));
    }
    assert_is(fixture, "a.csv", FIXTURE_BEFORE);
    assert_int_equal(fixture_enforcer_find_stored(fixture), 0);
    assert_others_are_untouched(fixture);
}

static void restore_and_crash_everywhere(Fixture *fixture, DaichoAction action)
{
    gint64 plan = prepare(fixture, action);
    fixture_enforcer_apply(fixture, plan, TRUE);
    gint64 entry = fixture_enforcer_find_stored(fixture);
    g_autoptr(CrashFs) crash = begin_recording(fixture);
    assert_true(daicho_vault_restore(&fixture->enforcer, entry, NULL));
    end_recording(fixture);
    guint count = try_all(fixture, crash, finish_restore, entry, action);
    assert_true(count > 5);
}

static void a_file_being_restored_is_in_the_vault_or_back(void **state)
{
    restore_and_crash_everywhere(*state, DAICHO_ACTION_SUSPEND_FILE);
}

static void a_record_being_restored_is_in_the_vault_or_back(void **state)
{
    restore_and_crash_everywhere(*state, DAICHO_ACTION_SUSPEND_PARTS);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_file_being_deleted_is_whole_or_gone),
        IN_SHARE(a_file_being_cut_is_as_before_or_as_planned),
        IN_SHARE(a_file_being_suspended_is_here_or_in_the_vault),
        IN_SHARE(a_record_being_suspended_is_here_or_in_the_vault),
        IN_SHARE(a_hold_after_the_crash_brings_back_what_is_there),
        IN_SHARE(a_hold_after_the_crash_undoes_an_exchange),
        IN_SHARE(what_a_failed_sync_left_is_synced_by_the_next_run),
        IN_SHARE(a_new_vault_is_on_disk_before_anything_is_given_up),
        IN_SHARE(a_file_being_restored_is_in_the_vault_or_back),
        IN_SHARE(a_record_being_restored_is_in_the_vault_or_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

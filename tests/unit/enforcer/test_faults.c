#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"

/* What a file is after an act that was carried out; NULL when it is gone. */
static const char *get_after(DaichoAction action)
{
    gboolean rewrites = action == DAICHO_ACTION_DELETE_PARTS ||
                        action == DAICHO_ACTION_SUSPEND_PARTS;
    return rewrites ? FIXTURE_AFTER : NULL;
}

static gboolean suspends(DaichoAction action)
{
    return action == DAICHO_ACTION_SUSPEND_FILE || action == DAICHO_ACTION_SUSPEND_PARTS;
}

static void assert_neighbour_is_untouched(const Fixture *fixture)
{
    g_autofree char *text = fixture_enforcer_read(fixture, "neighbour.csv");
    assert_string_equal(text, FIXTURE_BEFORE);
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

/* J1 and J3: after a run with one fault the file is as before or as planned, and the journal says
 * which; only a target that the journal still has open may have left a hidden file. */
static void assert_whole_or_gone(const Fixture *fixture, gint64 plan, DaichoAction action)
{
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    gboolean is_undone = strcmp(step, "undone") == 0 || strcmp(step, "refused") == 0;
    if (strcmp(step, "done") == 0) {
        assert_is(fixture, get_after(action));
    } else if (is_undone) {
        assert_is(fixture, FIXTURE_BEFORE);
        assert_int_equal(fixture_enforcer_find_stored(fixture), 0);
    } else {
        assert_string_equal(step, "exchanged");
        assert_is(fixture, get_after(action));
    }
    if (strcmp(step, "exchanged") != 0) {
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    }
    assert_neighbour_is_untouched(fixture);
}

static void assert_finished(const Fixture *fixture, gint64 plan, DaichoAction action)
{
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    g_autofree char *state = fixture_enforcer_get_state(fixture, plan);
    assert_string_equal(step, "done");
    assert_string_equal(state, "applied");
    assert_is(fixture, get_after(action));
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    assert_neighbour_is_untouched(fixture);
    fixture_enforcer_assert_audit_holds(fixture);
}

/* V1: what is suspended comes back to the byte. */
static void assert_comes_back(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    gint64 entry = fixture_enforcer_find_stored(fixture);
    assert_int_not_equal(entry, 0);
    if (!daicho_vault_restore(&fixture->enforcer, entry, &error)) {
        fail_msg("%s", error->message);
    }
    assert_is(fixture, FIXTURE_BEFORE);
    assert_int_equal(fixture_enforcer_find_stored(fixture), 0);
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
}

static gboolean apply_with_fault(Fixture *fixture, DaichoAction action, FaultKind kind, guint nth,
                                 int errnum)
{
    g_autoptr(FaultFs) fault = fault_fs_new(kind, nth, errnum);
    fixture_enforcer_put(fixture, "neighbour.csv", FIXTURE_BEFORE);
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, action, "a.csv");
    fixture->enforcer.fs = &fault->fs;
    fixture_enforcer_apply(fixture, plan, TRUE);
    fixture->enforcer.fs = daicho_fs_system();
    assert_whole_or_gone(fixture, plan, action);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_finished(fixture, plan, action);
    if (suspends(action)) {
        assert_comes_back(fixture);
    }
    return fault_fs_fired(fault);
}

static void try_every_call(Fixture *fixture, DaichoAction action, FaultKind kind, int errnum)
{
    guint nth = 1;
    guint points = 0;
    for (; apply_with_fault(fixture, action, kind, nth, errnum); points++) {
        nth += FAULT_STRIDE;
    }
    assert_true(nth > 10);
    fault_tell(daicho_action_name(action), kind, errnum, points);
}

static void a_file_is_whole_or_gone_whichever_call_fails(void **state)
{
    try_every_call(*state, DAICHO_ACTION_DELETE_FILE, FAULT_ERROR, EIO);
    try_every_call(*state, DAICHO_ACTION_DELETE_FILE, FAULT_LATE, EIO);
}

static void a_record_is_there_or_gone_whichever_call_fails(void **state)
{
    try_every_call(*state, DAICHO_ACTION_DELETE_PARTS, FAULT_ERROR, ENOSPC);
    try_every_call(*state, DAICHO_ACTION_DELETE_PARTS, FAULT_ERROR, EINTR);
    try_every_call(*state, DAICHO_ACTION_DELETE_PARTS, FAULT_SHORT, 0);
    try_every_call(*state, DAICHO_ACTION_DELETE_PARTS, FAULT_LATE, EIO);
}

static void a_suspended_file_is_here_or_there_whichever_call_fails(void **state)
{
    try_every_call(*state, DAICHO_ACTION_SUSPEND_FILE, FAULT_ERROR, ENOSPC);
    try_every_call(*state, DAICHO_ACTION_SUSPEND_FILE, FAULT_SHORT, 0);
}

static void a_suspended_record_is_here_or_there_whichever_call_fails(void **state)
{
    try_every_call(*state, DAICHO_ACTION_SUSPEND_PARTS, FAULT_ERROR, EIO);
}

/* V2: what the vault's disk stored otherwise than it was told is found before anything is given up. */
static void a_bit_that_turns_in_any_write_is_found(void **state)
{
    static const DaichoAction actions[] = {DAICHO_ACTION_DELETE_PARTS, DAICHO_ACTION_SUSPEND_FILE,
                                           DAICHO_ACTION_SUSPEND_PARTS};
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        guint nth = 1;
        while (apply_with_fault(*state, actions[i], FAULT_FLIP, nth, 0)) {
            nth++;
        }
        assert_true(nth > 1);
        fault_tell(daicho_action_name(actions[i]), FAULT_FLIP, 0, nth - 1);
    }
}

/* E2: whichever error it is. */
static void a_disk_that_is_full_past_a_quota_or_read_only_leaves_the_original_whole(void **state)
{
    static const int errors[] = {EDQUOT, EROFS, ENOSPC, EINTR};
    for (gsize i = 0; i < G_N_ELEMENTS(errors); i++) {
        try_every_call(*state, DAICHO_ACTION_SUSPEND_PARTS, FAULT_ERROR, errors[i]);
        try_every_call(*state, DAICHO_ACTION_DELETE_FILE, FAULT_ERROR, errors[i]);
    }
}

/* Restores with one fault: the entry stays or the data is back, never neither. */
static gboolean restore_with_fault(Fixture *fixture, DaichoAction action, FaultKind kind, guint nth)
{
    g_autoptr(FaultFs) fault = fault_fs_new(kind, nth, EIO);
    fixture_enforcer_put(fixture, "neighbour.csv", FIXTURE_BEFORE);
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 plan = fixture_enforcer_plan_one(fixture, action, "a.csv");
    fixture_enforcer_apply(fixture, plan, TRUE);
    gint64 entry = fixture_enforcer_find_stored(fixture);
    g_autoptr(GError) failed = NULL;
    fixture->enforcer.fs = &fault->fs;
    gboolean restored = daicho_vault_restore(&fixture->enforcer, entry, &failed);
    fixture->enforcer.fs = daicho_fs_system();
    assert_true(restored || failed != NULL);
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    if (g_strcmp0(text, FIXTURE_BEFORE) != 0) {
        assert_false(restored);
        assert_is(fixture, get_after(action));
        assert_int_equal(fixture_enforcer_find_stored(fixture), entry);
    }
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    assert_neighbour_is_untouched(fixture);
    if (fixture_enforcer_find_stored(fixture) != 0) {
        assert_comes_back(fixture);
    }
    return fault_fs_fired(fault);
}

static void restoring_loses_nothing_whichever_call_fails(void **state)
{
    static const DaichoAction actions[] = {DAICHO_ACTION_SUSPEND_FILE, DAICHO_ACTION_SUSPEND_PARTS};
    static const FaultKind kinds[] = {FAULT_ERROR, FAULT_LATE};
    for (gsize i = 0; i < G_N_ELEMENTS(actions) * G_N_ELEMENTS(kinds); i++) {
        guint nth = 1;
        guint points = 0;
        for (; restore_with_fault(*state, actions[i / 2], kinds[i % 2], nth); points++) {
            nth += FAULT_STRIDE;
        }
        assert_true(nth > 10);
        fault_tell(i / 2 == 0 ? "restore-file" : "restore-parts", kinds[i % 2], EIO, points);
    }
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_file_is_whole_or_gone_whichever_call_fails),
        IN_SHARE(a_record_is_there_or_gone_whichever_call_fails),
        IN_SHARE(a_suspended_file_is_here_or_there_whichever_call_fails),
        IN_SHARE(a_suspended_record_is_here_or_there_whichever_call_fails),
        IN_SHARE(a_bit_that_turns_in_any_write_is_found),
        IN_SHARE(a_disk_that_is_full_past_a_quota_or_read_only_leaves_the_original_whole),
        IN_SHARE(restoring_loses_nothing_whichever_call_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_fault.h"
#include "tests/unit/enforcer/fixture_sample.h"

/* Every format out of which records are cut, at every call to the file system, with each way of
 * failing. The error that the call gives differs from call to call and from format to format, so that
 * over all of them each call meets each; of test_faults.c every call of each act meets all. */

static const int errors[] = {EIO, ENOSPC, EINTR, EDQUOT, EROFS};

static void remove_file(const Fixture *fixture, const Sample *sample)
{
    g_autofree char *path = g_build_filename(fixture->root, sample->path, NULL);
    assert_int_equal(unlink(path), 0);
}

/* J1, J3: as before, or as planned, and the journal says which. */
static void assert_whole(const Fixture *fixture, const Sample *sample, gint64 plan)
{
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    gboolean is_before = strcmp(step, "undone") == 0 || strcmp(step, "refused") == 0;
    g_autoptr(GBytes) got = fixture_sample_read(fixture, sample);
    assert_non_null(got);
    fixture_assert_same(got, is_before ? sample->before : sample->after);
    if (strcmp(step, "exchanged") != 0) {
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    }
}

static gboolean apply_with_fault(Fixture *fixture, const Sample *sample, FaultKind kind, guint nth,
                                 int errnum)
{
    g_autoptr(FaultFs) fault = fault_fs_new(kind, nth, errnum);
    gint64 plan = fixture_sample_plan(fixture, sample);
    fixture->enforcer.fs = &fault->fs;
    fixture_enforcer_apply(fixture, plan, TRUE);
    fixture->enforcer.fs = daicho_fs_system();
    assert_whole(fixture, sample, plan);
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    assert_string_equal(step, "done");
    assert_whole(fixture, sample, plan);
    return fault_fs_fired(fault);
}

/* How many points were tried. */
static guint sweep(Fixture *fixture, const Sample *sample, FaultKind kind, guint first,
                   guint stride)
{
    guint points = 0;
    for (guint nth = 1 + first % stride;; nth += stride) {
        int errnum = errors[(nth + first) % G_N_ELEMENTS(errors)];
        if (!apply_with_fault(fixture, sample, kind, nth, errnum)) {
            return points;
        }
        points++;
    }
}

static void every_format_is_whole_whichever_call_fails(void **state)
{
    Fixture *fixture = *state;
    static const struct {
        const char *name;
        FaultKind kind;
        guint stride;
    } kinds[] = {
        {"an error", FAULT_ERROR, FAULT_STRIDE},
        {"an answer that got lost", FAULT_LATE, 3 * FAULT_STRIDE},
        {"a short read or write", FAULT_SHORT, 3 * FAULT_STRIDE},
        {"a bit that turned in a write", FAULT_FLIP, 1},
    };
    g_autoptr(GPtrArray) samples = fixture_samples_new(fixture);
    guint total = 0;
    for (guint i = 0; i < samples->len; i++) {
        const Sample *sample = g_ptr_array_index(samples, i);
        print_message("%-9s", sample->path);
        for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++) {
            guint points = sweep(fixture, sample, kinds[k].kind, i, kinds[k].stride);
            assert_true(points >= 1);
            print_message("  %s: %u", kinds[k].name, points);
            total += points;
        }
        print_message("\n");
        remove_file(fixture, sample);
    }
    print_message("points tried: %u\n", total);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(every_format_is_whole_whichever_call_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

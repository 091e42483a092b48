#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_crash.h"
#include "tests/unit/enforcer/fixture_sample.h"

/* Every format out of which records are cut, in every state that a power cut may leave. */

static void note_step(gint64 plan, gint64 target, const char *step, gpointer data)
{
    (void)plan;
    (void)target;
    (void)step;
    crash_fs_note(data);
}

/* J1: right after the crash what stands under the name is whole. */
static void assert_whole(const Fixture *fixture, const Sample *sample)
{
    g_autoptr(GBytes) got = fixture_sample_read(fixture, sample);
    assert_non_null(got);
    assert_true(g_bytes_equal(got, sample->before) || g_bytes_equal(got, sample->after));
}

/* J5 */
static void assert_next_run_finishes(Fixture *fixture, const Sample *sample, gint64 plan)
{
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    g_autoptr(GBytes) got = fixture_sample_read(fixture, sample);
    assert_string_equal(step, "done");
    fixture_assert_same(got, sample->after);
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
}

static guint crash_everywhere(Fixture *fixture, const Sample *sample)
{
    gint64 plan = fixture_sample_plan(fixture, sample);
    g_autoptr(CrashFs) crash = crash_fs_new(fixture->root, fixture->vault, fixture->catalog_path);
    fixture->enforcer.fs = crash_fs_get(crash);
    fixture->enforcer.after_step = note_step;
    fixture->enforcer.after_step_data = crash;
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 1);
    fixture->enforcer.after_step = NULL;
    guint count = crash_fs_count(crash);
    for (guint i = 0; i < count; i += CRASH_STRIDE) {
        fixture_enforcer_close_catalog(fixture);
        crash_fs_lay_out(crash, i);
        fixture_enforcer_open_catalog(fixture);
        assert_whole(fixture, sample);
        assert_next_run_finishes(fixture, sample, plan);
    }
    fixture->enforcer.fs = daicho_fs_system();
    return count;
}

static void remove_all(const Fixture *fixture, const GPtrArray *samples)
{
    for (guint i = 0; i < samples->len; i++) {
        const Sample *sample = g_ptr_array_index(samples, i);
        g_autofree char *path = g_build_filename(fixture->root, sample->path, NULL);
        unlink(path);
    }
}

static void every_format_is_as_before_or_as_planned_after_a_power_cut(void **state)
{
    Fixture *fixture = *state;
    g_autoptr(GPtrArray) samples = fixture_samples_new(fixture);
    guint total = 0;
    for (guint i = 0; i < samples->len; i++) {
        const Sample *sample = g_ptr_array_index(samples, i);
        remove_all(fixture, samples);
        guint count = crash_everywhere(fixture, sample);
        print_message("states after a power cut: %-9s %u\n", sample->path, count);
        assert_true(count > 5);
        total += count;
    }
    print_message("states tried: %u\n", total);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(every_format_is_as_before_or_as_planned_after_a_power_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

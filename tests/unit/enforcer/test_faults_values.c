#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"
#include "tests/unit/enforcer/fixture_put.h"

#define OLD "03-0000-1234"
#define NEW "03-0000-4321"

/* A file in which a value becomes another. */
typedef struct {
    const char *path, *before, *after;
    gint64 record;
    gboolean is_bytes;
} Sample;

static const Sample samples[] = {
    {"a.csv", FIXTURE_BEFORE,
     "氏名,電話,メール\n架空花子," NEW
     ",hanako@example.com\n見本太郎,03-0000-5678,taro@example.com\n",
     2, TRUE},
    {"a.json", "[{\"mail\":\"hanako@example.com\",\"tel\":\"" OLD "\"},{\"tel\":\"03-0000-5678\"}]",
     "[{\"mail\":\"hanako@example.com\",\"tel\":\"" NEW "\"},{\"tel\":\"03-0000-5678\"}]", 1,
     FALSE},
};

static void add_edit(GPtrArray *edits, const Sample *sample)
{
    g_autoptr(GBytes) source = fixture_bytes(sample->before);
    DaichoEdit *edit = fixture_edit(edits, "", source, FALSE);
    if (!sample->is_bytes) {
        fixture_put_add(edit, source, sample->path, sample->record, 1, OLD, NEW);
        return;
    }
    g_autoptr(GBytes) bytes = fixture_bytes(NEW);
    gint64 start = strstr(sample->before, OLD) - sample->before;
    const DaichoRange range = {start, start + (gint64)strlen(OLD), sample->record};
    g_array_append_val(edit->ranges, range);
    edit->puts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_put_free);
    g_ptr_array_add(edit->puts, daicho_put_new(NEW, bytes));
}

static gint64 make_plan(Fixture *fixture, const Sample *sample)
{
    fixture_enforcer_put(fixture, sample->path, sample->before);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_CHANGE_VALUES,
                                                sample->path);
    g_ptr_array_set_size(target->edits, 0);
    add_edit(target->edits, sample);
    daicho_plan_seal(plan, fixture->key);
    return fixture_enforcer_store(fixture, plan, TRUE);
}

/* J1 and J3: as before, or as planned, and the journal says which. */
static void assert_old_or_new(const Fixture *fixture, const Sample *sample, gint64 plan)
{
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    gboolean is_before = strcmp(step, "undone") == 0 || strcmp(step, "refused") == 0;
    g_autofree char *text = fixture_enforcer_read(fixture, sample->path);
    assert_string_equal(text, is_before ? sample->before : sample->after);
    if (strcmp(step, "exchanged") != 0) {
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    }
}

static gboolean apply_with_fault(Fixture *fixture, const Sample *sample, FaultKind kind, guint nth,
                                 int errnum)
{
    g_autoptr(FaultFs) fault = fault_fs_new(kind, nth, errnum);
    gint64 plan = make_plan(fixture, sample);
    fixture->enforcer.fs = &fault->fs;
    fixture_enforcer_apply(fixture, plan, TRUE);
    fixture->enforcer.fs = daicho_fs_system();
    assert_old_or_new(fixture, sample, plan);
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *text = fixture_enforcer_read(fixture, sample->path);
    assert_string_equal(text, sample->after);
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    return fault_fs_fired(fault);
}

static void a_value_is_old_or_new_whichever_call_fails(void **state)
{
    static const struct {
        FaultKind kind;
        int errnum;
    } faults[] = {{FAULT_ERROR, ENOSPC}, {FAULT_LATE, EIO}, {FAULT_SHORT, 0}};
    for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
        for (gsize k = 0; k < G_N_ELEMENTS(faults); k++) {
            guint nth = 1;
            while (apply_with_fault(*state, &samples[i], faults[k].kind, nth, faults[k].errnum)) {
                nth += FAULT_STRIDE;
            }
            assert_true(nth > 10);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_value_is_old_or_new_whichever_call_fails,
                                        fixture_enforcer_set_up_in_memory,
                                        fixture_enforcer_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

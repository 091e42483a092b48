#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_enforcer.h"

#define VALUE "03-0000-1234"
#define LEFT                                                                                       \
    "氏名,電話,メール\n架空花子,,hanako@example.com\n見本太郎,03-0000-5678,taro@example.com\n"

/* A plan in which so many bytes from the offset of a text, and a little more, are a value that goes. */
static gint64 plan_value(Fixture *fixture, const char *from, gint64 skip, gint64 length)
{
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    fixture_enforcer_scan(fixture);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_PARTS, "a.csv");
    DaichoEdit *edit = g_ptr_array_index(target->edits, 0);
    DaichoRange *range = &g_array_index(edit->ranges, DaichoRange, 0);
    target->action = DAICHO_ACTION_DELETE_VALUES;
    range->start = strstr(FIXTURE_BEFORE, from) - FIXTURE_BEFORE + skip;
    range->end = range->start + length;
    return fixture_enforcer_store(fixture, plan, TRUE);
}

static void a_value_goes_and_nothing_else(void **state)
{
    Fixture *fixture = *state;
    gint64 plan = plan_value(fixture, VALUE, 0, strlen(VALUE));
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 1);
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    assert_string_equal(text, LEFT);
    fixture_enforcer_assert_audit_holds(fixture);
}

static void what_is_no_value_by_itself_is_left_alone(void **state)
{
    static const struct {
        const char *from;
        gint64 skip, length;
    } rows[] = {
        {VALUE, 1, strlen(VALUE)},     /* beside it */
        {VALUE, 0, strlen(VALUE) + 1}, /* with its comma */
        {VALUE, 0, strlen(VALUE) - 1}, /* not all of it */
        {"架空花子", 0, 44},           /* a whole record */
        {"03-0000-5678", 0, 12},       /* of another record than the plan says */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Fixture *fixture = *state;
        gint64 plan = plan_value(fixture, rows[i].from, rows[i].skip, rows[i].length);
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_int_equal(fixture->result.done, 0);
        assert_int_equal(fixture->result.refused, 1);
        g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
        assert_string_equal(text, FIXTURE_BEFORE);
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    }
}

static DaichoEdit *make_edit(const char *part, const char *format, gint64 start)
{
    DaichoEdit *edit = daicho_edit_new(part, "00", FALSE);
    const DaichoRange range = {start, start < 0 ? start : start + 4, 2};
    g_free(edit->format);
    edit->format = g_strdup(format);
    g_array_append_val(edit->ranges, range);
    return edit;
}

/* Reads a plan with such an edit, or two, as it was written. */
static gboolean is_read(DaichoAction action, DaichoEdit *edit, DaichoEdit *second)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoPlan) plan = daicho_plan_new();
    DaichoTarget *target = daicho_target_new();
    target->number = 1;
    target->action = action;
    g_free(target->path);
    g_free(target->root);
    target->path = g_strdup("a.csv");
    target->root = g_strdup("/t");
    g_ptr_array_add(target->edits, edit);
    if (second != NULL) {
        g_ptr_array_add(target->edits, second);
    }
    g_ptr_array_add(plan->targets, target);
    g_autofree char *text = daicho_plan_to_json(plan);
    g_autoptr(DaichoPlan) read = daicho_plan_from_json(text, &error);
    assert_int_equal(read == NULL, error != NULL);
    return read != NULL;
}

static void values_and_what_is_suspended_are_bytes_of_a_plain_file(void **state)
{
    (void)state;
    static const DaichoAction plain[] = {DAICHO_ACTION_DELETE_VALUES, DAICHO_ACTION_SUSPEND_PARTS};
    for (gsize i = 0; i < G_N_ELEMENTS(plain); i++) {
        assert_true(is_read(plain[i], make_edit("", "", 9), NULL));
        assert_false(is_read(plain[i], make_edit("b.csv", "", 9), NULL));
        assert_false(is_read(plain[i], make_edit("", "json", 9), NULL));
        assert_false(is_read(plain[i], make_edit("", "", -1), NULL));
        assert_false(is_read(plain[i], daicho_edit_new("b.csv", "00", TRUE), NULL));
        assert_false(is_read(plain[i], make_edit("", "", 9), make_edit("b.csv", "", 9)));
    }
    assert_true(is_read(DAICHO_ACTION_DELETE_PARTS, make_edit("b.csv", "", 9),
                        daicho_edit_new("c.csv", "00", TRUE)));
    assert_true(is_read(DAICHO_ACTION_DELETE_PARTS, make_edit("", "json", 9), NULL));
    assert_true(is_read(DAICHO_ACTION_DELETE_PARTS, make_edit("b.docx", "", -1), NULL));
}

#define IN_FIXTURE(test)                                                                           \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FIXTURE(a_value_goes_and_nothing_else),
        IN_FIXTURE(what_is_no_value_by_itself_is_left_alone),
        cmocka_unit_test(values_and_what_is_suspended_are_bytes_of_a_plain_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

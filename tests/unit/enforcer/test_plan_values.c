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

static void add_put(DaichoEdit *edit, const char *text)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    if (edit->puts == NULL) {
        edit->puts = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_put_free);
    }
    g_ptr_array_add(edit->puts, daicho_put_new(text, bytes));
}

/* The same as plan_value, with a value that takes its place, sealed. */
static gint64 plan_put(Fixture *fixture, const char *from, gint64 skip, gint64 length,
                       const char *text)
{
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    fixture_enforcer_scan(fixture);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_PARTS, "a.csv");
    DaichoEdit *edit = g_ptr_array_index(target->edits, 0);
    DaichoRange *range = &g_array_index(edit->ranges, DaichoRange, 0);
    target->action = DAICHO_ACTION_CHANGE_VALUES;
    range->start = strstr(FIXTURE_BEFORE, from) - FIXTURE_BEFORE + skip;
    range->end = range->start + length;
    add_put(edit, text);
    daicho_plan_seal(plan, fixture->key);
    return fixture_enforcer_store(fixture, plan, TRUE);
}

static void a_value_becomes_another_and_nothing_else(void **state)
{
    static const char *const texts[] = {"03-0000-4321", "０３－００００－４３２１", "\"a,b\""};
    Fixture *fixture = *state;
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        gint64 plan = plan_put(fixture, VALUE, 0, strlen(VALUE), texts[i]);
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_int_equal(fixture->result.done, 1);
        g_autoptr(GString) expected = g_string_new(FIXTURE_BEFORE);
        g_string_replace(expected, VALUE, texts[i], 1);
        g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
        assert_string_equal(text, expected->str);
    }
    fixture_enforcer_assert_audit_holds(fixture);
}

static void what_is_put_elsewhere_is_left_alone(void **state)
{
    static const struct {
        const char *from;
        gint64 skip, length;
    } rows[] = {
        {VALUE, 1, strlen(VALUE)},     /* beside it */
        {VALUE, 0, strlen(VALUE) - 1}, /* not all of it */
        {"架空花子", 0, 44},           /* a whole record */
        {"03-0000-5678", 0, 12},       /* of another record than the plan says */
    };
    Fixture *fixture = *state;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gint64 plan = plan_put(fixture, rows[i].from, rows[i].skip, rows[i].length, "03-0000-4321");
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_int_equal(fixture->result.done, 0);
        assert_int_equal(fixture->result.refused, 1);
        g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
        assert_string_equal(text, FIXTURE_BEFORE);
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    }
}

/* A plan with one change and one put, as it is stored. */
static char *write_sealed(const DaichoKey *key)
{
    g_autoptr(DaichoPlan) plan = daicho_plan_new();
    DaichoTarget *target = daicho_target_new();
    DaichoEdit *edit = daicho_edit_new("", "00", FALSE);
    const DaichoRange range = {4, 16, 1};
    target->number = 1;
    target->action = DAICHO_ACTION_CHANGE_VALUES;
    g_free(target->path);
    g_free(target->root);
    target->path = g_strdup("a.csv");
    target->root = g_strdup("/t");
    g_array_append_val(edit->ranges, range);
    add_put(edit, "03-0000-4321");
    g_ptr_array_add(target->edits, edit);
    g_ptr_array_add(plan->targets, target);
    plan->changes = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_change_free);
    g_ptr_array_add(plan->changes, daicho_change_new("phone", VALUE, "03-0000-4321"));
    g_ptr_array_add(plan->changes, daicho_change_new("phone", NULL, "03-0000-4321"));
    daicho_plan_seal(plan, key);
    return daicho_plan_to_json(plan);
}

static void values_are_sealed_in_a_plan_and_come_out_with_the_key_alone(void **state)
{
    Fixture *fixture = *state;
    g_autofree char *text = write_sealed(fixture->key);
    assert_null(strstr(text, "0000"));
    g_autoptr(DaichoPlan) plan = daicho_plan_from_json(text, NULL);
    assert_non_null(plan);
    assert_null(plan->changes);
    assert_true(daicho_plan_unseal(plan, fixture->key, NULL));
    const DaichoChange *change = g_ptr_array_index(plan->changes, 0);
    assert_string_equal(change->kind, "phone");
    assert_string_equal(change->old, VALUE);
    assert_string_equal(change->put, "03-0000-4321");
    assert_null(((const DaichoChange *)g_ptr_array_index(plan->changes, 1))->old);
    const DaichoTarget *target = g_ptr_array_index(plan->targets, 0);
    const DaichoEdit *edit = g_ptr_array_index(target->edits, 0);
    const DaichoPut *put = g_ptr_array_index(edit->puts, 0);
    assert_string_equal(put->text, "03-0000-4321");
    assert_int_equal(g_bytes_get_size(put->bytes), 12);
    g_autofree char *again = daicho_plan_to_json(plan);
    assert_string_equal(again, text);
}

static void sealed_values_that_were_changed_are_refused(void **state)
{
    static const char *const names[] = {"\"changes\":\"", "\"puts\":\""};
    Fixture *fixture = *state;
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text = write_sealed(fixture->key);
        char *digit = strstr(text, names[i]) + strlen(names[i]) + 60;
        *digit = *digit == '0' ? '1' : '0';
        g_autoptr(DaichoPlan) plan = daicho_plan_from_json(text, NULL);
        assert_non_null(plan);
        assert_false(daicho_plan_unseal(plan, fixture->key, &error));
        assert_non_null(strstr(error->message, "are damaged"));
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

static DaichoEdit *seal(DaichoEdit *edit)
{
    g_free(edit->sealed);
    edit->sealed = g_strdup("00");
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
    /* What changes to another value says to which. */
    assert_false(is_read(DAICHO_ACTION_CHANGE_VALUES, make_edit("", "", 9), NULL));
    assert_true(is_read(DAICHO_ACTION_CHANGE_VALUES, seal(make_edit("b.csv", "", 9)), NULL));
    assert_true(is_read(DAICHO_ACTION_DELETE_VALUES, seal(make_edit("b.json", "values", 9)),
                        seal(make_edit("c.json", "values", 9))));
    assert_false(is_read(DAICHO_ACTION_DELETE_VALUES, seal(make_edit("b.json", "values", 9)),
                         make_edit("c.json", "values", 9)));
    assert_false(is_read(DAICHO_ACTION_DELETE_PARTS, seal(make_edit("b.csv", "", 9)), NULL));
    assert_false(is_read(DAICHO_ACTION_CHANGE_VALUES, seal(make_edit("b.docx", "", -1)), NULL));
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
        IN_FIXTURE(a_value_becomes_another_and_nothing_else),
        IN_FIXTURE(what_is_put_elsewhere_is_left_alone),
        IN_FIXTURE(values_are_sealed_in_a_plan_and_come_out_with_the_key_alone),
        IN_FIXTURE(sealed_values_that_were_changed_are_refused),
        cmocka_unit_test(values_and_what_is_suspended_are_bytes_of_a_plain_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

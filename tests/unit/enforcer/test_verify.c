#include "enforcer/acts/step.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <sys/mman.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/edits/edit.h"
#include "enforcer/edits/range.h"
#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_enforcer.h"

#define VALUE "03-0000-1234"
#define TABLE                                                                                      \
    "氏名,電話,備考\n架空花子," VALUE ",来客 hanako@example.com\n"                               \
    "見本太郎,03-0000-5678,taro@example.com\n"

/* A copy with these bytes. */
static int make_copy(GBytes *bytes)
{
    gsize length = 0;
    const void *data = g_bytes_get_data(bytes, &length);
    int fd = memfd_create("copy", MFD_CLOEXEC);
    assert_true(daicho_fs_write_all(daicho_fs_system(), fd, data, length, NULL));
    return fd;
}

/* Whether the copy stands the verification; words: of the refusal, NULL for none. */
static void assert_verified(Fixture *fixture, DaichoPlan *plan, GBytes *copy, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoJournalRow) row = daicho_journal_row_new();
    struct stat status;
    g_autoptr(Overlap) overlap = overlap_new(plan);
    g_autoptr(DaichoFileReader) reader = daicho_file_reader_new(
        fixture->enforcer.rules, daicho_catalog_get_key(fixture->enforcer.catalog),
        fixture->enforcer.reading);
    Step step = {
        .enforcer = &fixture->enforcer,
        .plan = plan,
        .overlap = overlap,
        .reader = reader,
        .target = g_ptr_array_index(plan->targets, 0),
        .row = row,
        .fd = -1,
    };
    DAICHO_AUTO_FD int copy_fd = make_copy(copy);
    g_free(row->result_digest);
    row->result_digest = range_digest_file(copy_fd, NULL);
    assert_true(step_open(&step, NULL));
    step.fd = place_open_file(&step.place, step.place.name, &status, NULL);
    assert_true(step.fd >= 0);
    gboolean is_verified = verify_copy(&step, copy_fd, &error);
    daicho_fd_clear(&step.fd);
    place_clear(&step.place);
    assert_int_equal(is_verified, words == NULL);
    if (words != NULL && strstr(error->message, words) == NULL) {
        fail_msg("%s", error->message);
    }
}

static void add_range(DaichoEdit *edit, const char *text, const char *value)
{
    const DaichoRange range = {strstr(text, value) - text,
                               strstr(text, value) - text + (gint64)strlen(value), 2};
    g_array_append_val(edit->ranges, range);
}

/* A plan in which the value goes from a.csv. */
static DaichoPlan *plan_value(Fixture *fixture)
{
    fixture_enforcer_put(fixture, "a.csv", TABLE);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_VALUES,
                                                "a.csv");
    DaichoEdit *edit = daicho_edit_new("", target->digest, FALSE);
    add_range(edit, TABLE, VALUE);
    g_ptr_array_add(target->edits, edit);
    return plan;
}

/* The table without the value, and with one text for another. */
static GBytes *make_table(const char *from, const char *to)
{
    g_autoptr(GString) text = g_string_new(TABLE);
    assert_int_equal(g_string_replace(text, VALUE, "", 0), 1);
    assert_int_equal(g_string_replace(text, from, to, 0), 1);
    return fixture_bytes(text->str);
}

static void a_byte_that_changed_within_the_record_is_refused(void **state)
{
    Fixture *fixture = *state;
    static const struct {
        const char *from, *to, *words;
    } cases[] = {
        {"来客", "来客", NULL},
        {"来客", "未客", "bytes differ"},            /* of the record */
        {"氏名", "姓名", "bytes differ"},            /* of the header */
        {"来客 ", "来客", "bytes differ"},           /* gone */
        {"taro@", "jiro@", "bytes differ"},          /* of another record */
        {"架空花子,", "架空花子,x", "bytes differ"}, /* in its place */
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(DaichoPlan) plan = plan_value(fixture);
        g_autoptr(GBytes) copy = make_table(cases[i].from, cases[i].to);
        assert_verified(fixture, plan, copy, cases[i].words);
    }
}

/* With a second edit the bytes are no longer all that is known: nothing but the findings would be. */
static void single_values_with_a_second_edit_are_refused(void **state)
{
    Fixture *fixture = *state;
    g_autoptr(DaichoPlan) plan = plan_value(fixture);
    DaichoTarget *target = g_ptr_array_index(plan->targets, 0);
    g_ptr_array_add(target->edits, daicho_edit_new("nowhere", "00", TRUE));
    g_autoptr(GBytes) changed = make_table("来客", "未客");
    assert_verified(fixture, plan, changed, "out of a plain file");
    g_autoptr(GBytes) right = make_table("来客", "来客");
    assert_verified(fixture, plan, right, "out of a plain file");
}

static void single_values_of_a_member_are_refused(void **state)
{
    Fixture *fixture = *state;
    g_autoptr(GBytes) table = fixture_bytes(TABLE);
    const FixtureMember member = {.name = "a.csv", .content = table};
    g_autoptr(GBytes) source = fixture_archive_build(FIXTURE_ZIP_DEFLATED, &member, 1);
    g_autofree char *path = g_build_filename(fixture->root, "a.zip", NULL);
    assert_true(g_file_set_contents(path, g_bytes_get_data(source, NULL),
                                    (gssize)g_bytes_get_size(source), NULL));
    g_autoptr(DaichoPlan) plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_VALUES,
                                                "a.zip");
    add_range(fixture_edit(target->edits, "a.csv", table, FALSE), TABLE, VALUE);
    g_autoptr(GBytes) copy = fixture_expect_success(source, target->edits);
    assert_verified(fixture, plan, copy, "out of a plain file");
}

/* The same with a whole record: the bytes are what is compared. */
static void a_record_goes_with_nothing_else(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    g_autoptr(DaichoPlan) plan = fixture_enforcer_plan(fixture);
    fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_PARTS, "a.csv");
    g_autoptr(GBytes) right = fixture_bytes(FIXTURE_AFTER);
    assert_verified(fixture, plan, right, NULL);
    g_autoptr(GBytes) unchanged = fixture_bytes(FIXTURE_BEFORE);
    assert_verified(fixture, plan, unchanged, "thrown away");
}

#define IN_FIXTURE(test)                                                                           \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FIXTURE(a_byte_that_changed_within_the_record_is_refused),
        IN_FIXTURE(single_values_with_a_second_edit_are_refused),
        IN_FIXTURE(single_values_of_a_member_are_refused),
        IN_FIXTURE(a_record_goes_with_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

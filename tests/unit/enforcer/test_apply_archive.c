#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_enforcer.h"

static void put(const Fixture *fixture, const char *path, GBytes *bytes)
{
    g_autofree char *whole = g_build_filename(fixture->root, path, NULL);
    gsize length = 0;
    const char *data = g_bytes_get_data(bytes, &length);
    assert_true(g_file_set_contents(whole, data, (gssize)length, NULL));
}

static GBytes *get(const Fixture *fixture, const char *path)
{
    g_autofree char *whole = g_build_filename(fixture->root, path, NULL);
    char *data = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(whole, &data, &length, NULL));
    return g_bytes_new_take(data, length);
}

/* Cuts 架空花子's record of FIXTURE_BEFORE out of a part. */
static void cut_record(DaichoTarget *target, const char *part, GBytes *content)
{
    const char *line = strstr(FIXTURE_BEFORE, "架空花子");
    gint64 start = line - FIXTURE_BEFORE;
    DaichoEdit *edit = fixture_edit(target->edits, part, content, FALSE);
    const DaichoRange range = {start, start + (strchr(line, '\n') + 1 - line), 2};
    g_array_append_val(edit->ranges, range);
}

static gint64 plan_archive(Fixture *fixture, const char *path, GBytes *table, GBytes *note)
{
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_PARTS, path);
    cut_record(target, "d/table.csv", table);
    if (note != NULL) {
        fixture_edit(target->edits, "note.txt", note, TRUE);
    }
    return fixture_enforcer_store(fixture, plan, TRUE);
}

static void a_record_and_a_member_leave_an_archive(void **state)
{
    Fixture *fixture = *state;
    static const FixtureFormat formats[] = {FIXTURE_ZIP_DEFLATED, FIXTURE_ZIP_STORED, FIXTURE_PAX};
    g_autoptr(GBytes) before = fixture_bytes(FIXTURE_BEFORE);
    g_autoptr(GBytes) after = fixture_bytes(FIXTURE_AFTER);
    g_autoptr(GBytes) note = fixture_bytes("call hanako@example.com\n");
    g_autoptr(GBytes) other = fixture_bytes("nothing to see\n");
    const FixtureMember whole[] = {{"d/table.csv", before, NULL, NULL},
                                   {"note.txt", note, NULL, NULL},
                                   {"other.txt", other, NULL, NULL}};
    const FixtureMember rest[] = {{"d/table.csv", after, NULL, NULL},
                                  {"other.txt", other, NULL, NULL}};
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        const char *path = formats[i] == FIXTURE_PAX ? "a.tar" : "a.zip";
        g_autoptr(GBytes) archive = fixture_archive_build(formats[i], whole, 3);
        g_autoptr(GBytes) expected = fixture_archive_build(formats[i], rest, 2);
        put(fixture, path, archive);
        gint64 plan = plan_archive(fixture, path, before, note);
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_string_equal(g_str_has_prefix(fixture->told->str, "done") ? "" : fixture->told->str,
                            "");
        g_autoptr(GBytes) got = get(fixture, path);
        fixture_assert_same(got, expected);
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    }
}

static void a_person_left_in_another_member_stops_it(void **state)
{
    Fixture *fixture = *state;
    g_autoptr(GBytes) before = fixture_bytes(FIXTURE_BEFORE);
    g_autoptr(GBytes) note = fixture_bytes("call hanako@example.com\n");
    const FixtureMember whole[] = {{"d/table.csv", before, NULL, NULL},
                                   {"note.txt", note, NULL, NULL}};
    g_autoptr(GBytes) archive = fixture_archive_build(FIXTURE_ZIP_DEFLATED, whole, 2);
    put(fixture, "a.zip", archive);
    gint64 plan = plan_archive(fixture, "a.zip", before, NULL);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_non_null(strstr(fixture->told->str, "the person is still found in it: note.txt"));
    g_autoptr(GBytes) got = get(fixture, "a.zip");
    fixture_assert_same(got, archive);
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
}

/* The rest of the file is told as a manual task of the same plan. */
static void what_a_person_must_do_does_not_stop_the_rest(void **state)
{
    Fixture *fixture = *state;
    g_autoptr(GBytes) before = fixture_bytes(FIXTURE_BEFORE);
    g_autoptr(GBytes) after = fixture_bytes(FIXTURE_AFTER);
    g_autoptr(GBytes) note = fixture_bytes("call hanako@example.com\n");
    const FixtureMember whole[] = {{"d/table.csv", before, NULL, NULL},
                                   {"note.txt", note, NULL, NULL}};
    const FixtureMember rest[] = {{"d/table.csv", after, NULL, NULL},
                                  {"note.txt", note, NULL, NULL}};
    g_autoptr(GBytes) archive = fixture_archive_build(FIXTURE_ZIP_DEFLATED, whole, 2);
    g_autoptr(GBytes) expected = fixture_archive_build(FIXTURE_ZIP_DEFLATED, rest, 2);
    put(fixture, "a.zip", archive);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_PARTS, "a.zip");
    cut_record(target, "d/table.csv", before);
    fixture_enforcer_add(fixture, plan, DAICHO_ACTION_MANUAL, "a.zip");
    gint64 number = fixture_enforcer_store(fixture, plan, TRUE);
    fixture_enforcer_apply(fixture, number, TRUE);
    assert_int_equal(fixture->result.done, 1);
    assert_int_equal(fixture->result.manual, 1);
    g_autoptr(GBytes) got = get(fixture, "a.zip");
    fixture_assert_same(got, expected);
}

static void a_compressed_file_is_emptied(void **state)
{
    Fixture *fixture = *state;
    g_autoptr(GBytes) note = fixture_bytes("call hanako@example.com\n");
    g_autoptr(GBytes) compressed = fixture_compress("gzip", note);
    put(fixture, "note.txt.gz", compressed);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_PARTS,
                                                "note.txt.gz");
    fixture_edit(target->edits, "note.txt", note, TRUE);
    gint64 number = fixture_enforcer_store(fixture, plan, TRUE);
    fixture_enforcer_apply(fixture, number, TRUE);
    assert_string_equal(g_str_has_prefix(fixture->told->str, "done") ? "" : fixture->told->str, "");
    g_autoptr(GBytes) got = get(fixture, "note.txt.gz");
    g_autoptr(GBytes) content = fixture_expand(got);
    assert_int_equal(g_bytes_get_size(content), 0);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_record_and_a_member_leave_an_archive),
        IN_SHARE(a_person_left_in_another_member_stops_it),
        IN_SHARE(what_a_person_must_do_does_not_stop_the_rest),
        IN_SHARE(a_compressed_file_is_emptied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

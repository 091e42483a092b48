#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"

/* A file whose records are not bytes alone. */
typedef struct {
    const char *path, *part, *format;
    GBytes *before, *content; /* content: of the part */
    DaichoRange range;
    gboolean remove;
} Sample;

static void sample_clear(Sample *sample)
{
    g_clear_pointer(&sample->before, g_bytes_unref);
    g_clear_pointer(&sample->content, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sample, sample_clear)

static Sample make_json(void)
{
    static const char text[] =
        "[{\"mail\": \"hanako@example.com\"}, {\"mail\": \"taro@example.com\"}]";
    Sample sample = {.path = "a.json", .part = "", .format = "json", .range = {1, 31, 1}};
    sample.before = fixture_bytes(text);
    sample.content = g_bytes_ref(sample.before);
    return sample;
}

static Sample make_mail(void)
{
    Sample sample = {.path = "a.eml", .part = "note.txt", .format = "", .remove = TRUE};
    sample.before = fixture_bytes(
        "From: taro@example.com\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhello\n--x\n"
        "Content-Disposition: attachment; filename=note.txt\n\nhanako@example.com\n--x--\n");
    sample.content = fixture_bytes("hanako@example.com");
    return sample;
}

static Sample make_database(void)
{
    sqlite3 *database = NULL;
    sqlite3_int64 size = 0;
    Sample sample = {.path = "a.db", .part = "", .format = "", .range = {-1, -1, 2}};
    sqlite3_open(":memory:", &database);
    sqlite3_exec(database,
                 "CREATE TABLE c(id INTEGER PRIMARY KEY, mail TEXT);"
                 "INSERT INTO c(mail) VALUES('hanako@example.com'),('taro@example.com');",
                 NULL, NULL, NULL);
    guint8 *bytes = sqlite3_serialize(database, "main", &size, 0);
    sample.before = g_bytes_new(bytes, (gsize)size);
    sample.content = g_bytes_ref(sample.before);
    sqlite3_free(bytes);
    sqlite3_close(database);
    return sample;
}

static Sample make_sevenzip(void)
{
    Sample sample = {.path = "a.7z", .part = "list.csv", .format = "", .range = {5, 24, 2}};
    char *bytes = NULL;
    gsize length = 0;
    g_autofree char *folder = g_dir_make_tmp("daicho-7z-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "a.7z", NULL);
    g_autofree char *make = g_strdup_printf("cd '%s' && printf 'mail\nhanako@example.com\n"
                                            "taro@example.com\n' >list.csv && echo x >other.txt"
                                            " && 7z a a.7z ./*.* >/dev/null",
                                            folder);
    g_autofree char *clean = g_strdup_printf("rm -r '%s'", folder);
    assert_int_equal(system(make), 0);
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    assert_int_equal(system(clean), 0);
    sample.content = fixture_bytes("mail\nhanako@example.com\ntaro@example.com\n");
    sample.before = g_bytes_new_take(bytes, length);
    return sample;
}

static Sample make_archive(FixtureFormat format, const char *path)
{
    Sample sample = {.path = path, .part = "list.csv", .format = "", .range = {5, 24, 2}};
    sample.content = fixture_bytes("mail\nhanako@example.com\ntaro@example.com\n");
    g_autoptr(GBytes) other = fixture_bytes("left alone");
    const FixtureMember members[] = {{.name = "other.txt", .content = other},
                                     {.name = "list.csv", .content = sample.content}};
    sample.before = fixture_archive_build(format, members, G_N_ELEMENTS(members));
    return sample;
}

/* The line that the fixture's ZIPs have as their comment. */
static Sample make_commented(void)
{
    Sample sample = {.path = "a.zip", .part = "", .format = "", .range = {-1, -1, 1}};
    g_autoptr(GBytes) other = fixture_bytes("left alone");
    const FixtureMember member = {.name = "other.txt", .content = other};
    sample.before = fixture_archive_build(FIXTURE_ZIP_DEFLATED, &member, 1);
    sample.content = g_bytes_ref(sample.before);
    return sample;
}

static void put(const Fixture *fixture, const Sample *sample)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(sample->before, &length);
    g_autofree char *path = g_build_filename(fixture->root, sample->path, NULL);
    assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
}

static void add_edit(GPtrArray *edits, const Sample *sample)
{
    DaichoEdit *edit = fixture_edit(edits, sample->part, sample->content, sample->remove);
    g_free(edit->format);
    edit->format = g_strdup(sample->format);
    if (!sample->remove) {
        g_array_append_val(edit->ranges, sample->range);
    }
}

static GBytes *get(const Fixture *fixture, const Sample *sample)
{
    char *bytes = NULL;
    gsize length = 0;
    g_autofree char *path = g_build_filename(fixture->root, sample->path, NULL);
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    return g_bytes_new_take(bytes, length);
}

/* J1 and J3: as before, or as planned, and the journal says which. */
static void assert_whole_or_changed(const Fixture *fixture, const Sample *sample, gint64 plan,
                                    GBytes *after)
{
    g_autofree char *step = fixture_enforcer_get_step(fixture, plan, 1);
    gboolean is_before = strcmp(step, "undone") == 0 || strcmp(step, "refused") == 0;
    g_autoptr(GBytes) got = get(fixture, sample);
    fixture_assert_same(got, is_before ? sample->before : after);
    if (strcmp(step, "exchanged") != 0) {
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    }
}

static gboolean apply_with_fault(Fixture *fixture, const Sample *sample, FaultKind kind, guint nth,
                                 int errnum)
{
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    add_edit(edits, sample);
    g_autoptr(GBytes) after = fixture_expect_success(sample->before, edits);
    g_autoptr(FaultFs) fault = fault_fs_new(kind, nth, errnum);
    put(fixture, sample);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_PARTS,
                                                sample->path);
    add_edit(target->edits, sample);
    gint64 number = fixture_enforcer_store(fixture, plan, TRUE);
    fixture->enforcer.fs = &fault->fs;
    fixture_enforcer_apply(fixture, number, TRUE);
    fixture->enforcer.fs = daicho_fs_system();
    assert_whole_or_changed(fixture, sample, number, after);
    fixture_enforcer_apply(fixture, number, TRUE);
    g_autoptr(GBytes) got = get(fixture, sample);
    fixture_assert_same(got, after);
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    return fault_fs_fired(fault);
}

static void try_calls(Fixture *fixture, const Sample *sample, FaultKind kind, int errnum)
{
    guint nth = 1;
    while (apply_with_fault(fixture, sample, kind, nth, errnum)) {
        nth += FAULT_STRIDE;
    }
    assert_true(nth > 10);
}

static void an_element_is_there_or_gone_whichever_call_fails(void **state)
{
    g_auto(Sample) sample = make_json();
    try_calls(*state, &sample, FAULT_ERROR, ENOSPC);
    try_calls(*state, &sample, FAULT_SHORT, 0);
}

static void an_attachment_is_there_or_gone_whichever_call_fails(void **state)
{
    g_auto(Sample) sample = make_mail();
    try_calls(*state, &sample, FAULT_ERROR, EIO);
    try_calls(*state, &sample, FAULT_LATE, EIO);
}

static void a_row_is_there_or_gone_whichever_call_fails(void **state)
{
    g_auto(Sample) sample = make_database();
    try_calls(*state, &sample, FAULT_ERROR, EIO);
    try_calls(*state, &sample, FAULT_SHORT, 0);
}

static void a_record_in_a_cpio_archive_is_there_or_gone_whichever_call_fails(void **state)
{
    g_auto(Sample) sample = make_archive(FIXTURE_CPIO_NEWC, "a.cpio");
    try_calls(*state, &sample, FAULT_ERROR, ENOSPC);
    try_calls(*state, &sample, FAULT_ERROR, EIO);
}

static void a_record_in_a_7z_archive_is_there_or_gone_whichever_call_fails(void **state)
{
    g_auto(Sample) sample = make_sevenzip();
    try_calls(*state, &sample, FAULT_ERROR, ENOSPC);
    try_calls(*state, &sample, FAULT_ERROR, EIO);
    sample.remove = TRUE;
    try_calls(*state, &sample, FAULT_SHORT, 0);
}

static void a_comment_is_there_or_gone_whichever_call_fails(void **state)
{
    g_auto(Sample) sample = make_commented();
    try_calls(*state, &sample, FAULT_ERROR, ENOSPC);
    try_calls(*state, &sample, FAULT_ERROR, EIO);
}

/* A log beside it came after the plan. */
static void a_database_that_came_into_use_is_refused(void **state)
{
    Fixture *fixture = *state;
    static const char *const beside[] = {"a.db-wal", "a.db-journal", "a.db-shm"};
    g_auto(Sample) sample = make_database();
    for (gsize i = 0; i < G_N_ELEMENTS(beside); i++) {
        put(fixture, &sample);
        DaichoPlan *plan = fixture_enforcer_plan(fixture);
        DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_PARTS,
                                                    sample.path);
        add_edit(target->edits, &sample);
        gint64 number = fixture_enforcer_store(fixture, plan, TRUE);
        fixture_enforcer_put(fixture, beside[i], "x");
        fixture_enforcer_apply(fixture, number, TRUE);
        assert_non_null(strstr(fixture->told->str, "changes to it stand in a file beside it"));
        g_autoptr(GBytes) got = get(fixture, &sample);
        fixture_assert_same(got, sample.before);
        g_autofree char *path = g_build_filename(fixture->root, beside[i], NULL);
        assert_int_equal(remove(path), 0);
        fixture_enforcer_apply(fixture, number, TRUE);
        assert_int_equal(fixture->result.done, 1);
    }
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(an_element_is_there_or_gone_whichever_call_fails),
        IN_SHARE(an_attachment_is_there_or_gone_whichever_call_fails),
        IN_SHARE(a_row_is_there_or_gone_whichever_call_fails),
        IN_SHARE(a_record_in_a_cpio_archive_is_there_or_gone_whichever_call_fails),
        IN_SHARE(a_record_in_a_7z_archive_is_there_or_gone_whichever_call_fails),
        IN_SHARE(a_comment_is_there_or_gone_whichever_call_fails),
        IN_SHARE(a_database_that_came_into_use_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

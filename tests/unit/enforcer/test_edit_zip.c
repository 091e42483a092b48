#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"

/* What is particular to ZIP: fields and bytes that a writer of its own ideas would lose. */

#define ROWS "a,1\nb,2\nc,3\n"
#define ROWS_LEFT "a,1\nc,3\n"
enum { CENTRAL_BYTES = 46 + 5 + 9 + 7, END_BYTES = 22 + 5, LOCAL_BYTES = 30 + 5 + 9 };

static GPtrArray *cut_rows(const char *part)
{
    GPtrArray *edits = fixture_edits_new();
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    fixture_cut(fixture_edit(edits, part, content, FALSE), 4, 8);
    return edits;
}

static GBytes *build(const char *first, const char *second)
{
    g_autoptr(GBytes) one = fixture_bytes(first);
    g_autoptr(GBytes) other = fixture_bytes(second);
    const FixtureMember members[] = {{.name = "a.csv", .content = one},
                                     {.name = "b.csv", .content = other},
                                     {.name = "c.csv", .content = one}};
    return fixture_archive_build(FIXTURE_ZIP_STORED, members, 3);
}

/* The same archive, to be changed by hand. */
static GByteArray *open_bytes(GBytes *archive)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(archive, &length);
    GByteArray *copy = g_byte_array_new();
    g_byte_array_append(copy, bytes, (guint)length);
    return copy;
}

static GBytes *close_bytes(GByteArray *bytes)
{
    return g_byte_array_free_to_bytes(bytes);
}

/* Offsets from the end, where the directory is. */
static guint8 *end_field(GByteArray *bytes, guint offset)
{
    return bytes->data + bytes->len - END_BYTES + offset;
}

static guint8 *central_field(GByteArray *bytes, guint member, guint offset)
{
    return bytes->data + bytes->len - END_BYTES - (3 - member) * CENTRAL_BYTES + offset;
}

/* Takes one member out of the directory, as an interrupted or careless writer does: its data lies on
 * between the others. */
static GBytes *forget_member(GBytes *archive, guint member)
{
    GByteArray *bytes = open_bytes(archive);
    end_field(bytes, 8)[0]--;
    end_field(bytes, 10)[0]--;
    end_field(bytes, 12)[0] = (guint8)(2 * CENTRAL_BYTES);
    guint at = (guint)(central_field(bytes, member, 0) - bytes->data);
    g_byte_array_remove_range(bytes, at, CENTRAL_BYTES);
    return close_bytes(bytes);
}

static void bytes_that_no_member_owns_are_kept_or_the_edit_refused(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = build(ROWS, "other");
    g_autoptr(GBytes) forgotten = forget_member(source, 1);
    g_autoptr(GPtrArray) before = cut_rows("a.csv");
    fixture_expect_refusal(forgotten, before, "unknown bytes stand behind");
    g_autoptr(GPtrArray) behind = cut_rows("c.csv");
    g_autoptr(GBytes) got = fixture_expect_success(forgotten, behind);
    const char *kept = g_bytes_get_data(got, NULL);
    assert_memory_equal(kept, g_bytes_get_data(forgotten, NULL), 2 * LOCAL_BYTES + 12 + 5);
}

static void a_program_in_front_is_kept_or_refused(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = build(ROWS, "other");
    g_autoptr(GBytes) forgotten = forget_member(source, 0);
    g_autoptr(GPtrArray) edits = cut_rows("c.csv");
    g_autoptr(GBytes) got = fixture_expect_success(forgotten, edits);
    assert_memory_equal(g_bytes_get_data(got, NULL), g_bytes_get_data(forgotten, NULL),
                        2 * LOCAL_BYTES + 12 + 5);
    /* Offsets that do not count the program. */
    GByteArray *bytes = open_bytes(source);
    g_byte_array_prepend(bytes, (const guint8 *)"MZ program", 10);
    g_autoptr(GBytes) with_program = close_bytes(bytes);
    fixture_expect_refusal(with_program, edits, "");
}

static void what_could_not_be_written_back_is_refused(void **state)
{
    (void)state;
    static const struct {
        gboolean in_end;
        guint offset, member;
        guint8 value[4];
        const char *words;
    } cases[] = {
        {TRUE, 10, 0, {0xff, 0xff}, "ZIP64"},
        {TRUE, 4, 0, {1, 0}, "several volumes"},
        {TRUE, 12, 0, {1, 0}, ""},
        {TRUE, 16, 0, {0xff, 0xff, 0xff, 0xff}, ""},
        {FALSE, 0, 1, {'Q', 'K'}, ""},
        {FALSE, 20, 1, {0xff, 0xff, 0xff, 0xff}, ""},
        {FALSE, 20, 0, {80, 0, 0, 0}, ""},
        {FALSE, 42, 1, {1, 0, 0, 0}, ""},
        {FALSE, 42, 1, {0, 0, 0, 0}, ""},
        {FALSE, 46, 0, {'x'}, "disagree"},
        {FALSE, 10, 2, {99, 0}, ""},
    };
    g_autoptr(GBytes) source = build(ROWS, "other");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        GByteArray *bytes = open_bytes(source);
        guint8 *at = cases[i].in_end ? end_field(bytes, cases[i].offset)
                                     : central_field(bytes, cases[i].member, cases[i].offset);
        gsize length = 4;
        while (length > 1 && cases[i].value[length - 1] == 0) {
            length--;
        }
        memcpy(at, cases[i].value, length);
        g_autoptr(GBytes) changed = close_bytes(bytes);
        g_autoptr(GPtrArray) edits = cut_rows("c.csv");
        g_autoptr(GError) error = NULL;
        if (cases[i].words[0] != '\0') {
            fixture_expect_refusal(changed, edits, cases[i].words);
            continue;
        }
        g_autoptr(GBytes) got = fixture_apply(changed, edits, &daicho_limits_default, &error);
        if (got != NULL) {
            fail_msg("case %" G_GSIZE_FORMAT " was not refused", i);
        }
    }
}

/* The extra field of the member that is cut, changed to one with 64-bit sizes. */
static void members_with_large_sizes_pass_but_are_not_cut(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = build(ROWS, "other");
    GByteArray *bytes = open_bytes(source);
    const guint8 zip64[] = {1, 0};
    memcpy(bytes->data + 35, zip64, 2); /* the first local header's extra field */
    g_autoptr(GBytes) changed = close_bytes(bytes);
    g_autoptr(GPtrArray) own = cut_rows("a.csv");
    fixture_expect_refusal(changed, own, "ZIP64 sizes");
    g_autoptr(GPtrArray) other = cut_rows("c.csv");
    g_autoptr(GBytes) got = fixture_expect_success(changed, other);
    assert_memory_equal(g_bytes_get_data(got, NULL), g_bytes_get_data(changed, NULL),
                        2 * LOCAL_BYTES + 12 + 5);
}

static void the_directory_keeps_its_order(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = build(ROWS, "other");
    GBytes *archives[] = {g_bytes_ref(source), build(ROWS, "oth")};
    for (gsize i = 0; i < 2; i++) {
        GByteArray *bytes = open_bytes(archives[i]);
        guint8 swapped[CENTRAL_BYTES];
        memcpy(swapped, central_field(bytes, 0, 0), CENTRAL_BYTES);
        memmove(central_field(bytes, 0, 0), central_field(bytes, 1, 0), CENTRAL_BYTES);
        memcpy(central_field(bytes, 1, 0), swapped, CENTRAL_BYTES);
        g_bytes_unref(archives[i]);
        archives[i] = close_bytes(bytes);
    }
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    g_autoptr(GBytes) content = fixture_bytes("other");
    fixture_cut(fixture_edit(edits, "b.csv", content, FALSE), 3, 5);
    g_autoptr(GBytes) got = fixture_expect_success(archives[0], edits);
    fixture_assert_same(got, archives[1]);
    g_bytes_unref(archives[0]);
    g_bytes_unref(archives[1]);
}

/* --- Info-ZIP's own --- */

static char *run(const char *folder, const char *command)
{
    g_autofree char *script = g_strdup_printf("cd %s && %s", folder, command);
    char *words[] = {(char[]){"sh"}, (char[]){"-c"}, script, NULL};
    char *output = NULL;
    int status = 0;
    assert_true(g_spawn_sync(NULL, words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                             &status, NULL));
    assert_int_equal(status, 0);
    return output;
}

static GBytes *load(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *text = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(path, &text, &length, NULL));
    return g_bytes_new_take(text, length);
}

static void store(const char *folder, const char *name, GBytes *content)
{
    gsize length = 0;
    const char *bytes = g_bytes_get_data(content, &length);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
}

/* Each local header of source but the named member's, up to the next, stands in got. */
static void assert_others_are_raw(GBytes *source, GBytes *got, const char *named)
{
    gsize length = 0;
    gsize got_length = 0;
    const guint8 *bytes = g_bytes_get_data(source, &length);
    const guint8 *got_bytes = g_bytes_get_data(got, &got_length);
    const guint8 *at = bytes;
    guint compared = 0;
    while (memcmp(at, "PK\3\4", 4) == 0) {
        gsize left = length - (gsize)(at - bytes) - 4;
        const guint8 *next = memmem(at + 4, left, "PK\3\4", 4);
        next = next != NULL ? next : memmem(at + 4, left, "PK\1\2", 4);
        assert_non_null(next);
        if (memcmp(at + 30, named, strlen(named)) != 0) {
            assert_non_null(memmem(got_bytes, got_length, at, (gsize)(next - at)));
            compared++;
        }
        at = next;
    }
    assert_true(compared >= 3);
}

static void info_zip_sees_the_same_archive_without_the_rows(void **state)
{
    (void)state;
    static const char *const commands[] = {
        "zip -q -y -9 -r ../source.zip .",
        "zip -q -y -0 -r ../source.zip .",
        "zip -q -y -1 -r ../source.zip . && echo note | zip -q -z ../source.zip",
        "bsdtar --format=zip -cf ../source.zip numbers list.csv link empty folder",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_autofree char *folder = g_dir_make_tmp("daicho-edit-XXXXXX", NULL);
        g_autofree char *make = g_strdup_printf(
            "mkdir in && cd in && printf 'a,1\\nb,2\\nc,3\\n' >list.csv && ln -s list.csv link && "
            "mkdir 'folder' && printf other >'folder/名簿.csv' && : >empty && seq 5000 >numbers && "
            "%s",
            commands[i]);
        g_free(run(folder, make));
        g_autoptr(GBytes) source = load(folder, "source.zip");
        g_autoptr(GPtrArray) edits = cut_rows("list.csv");
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        store(folder, "got.zip", got);
        assert_others_are_raw(source, got, "list.csv");
        g_autofree char *rows = run(folder, "bsdtar -xOf got.zip list.csv folder");
        assert_string_equal(rows, ROWS_LEFT "other");
        g_autofree char *listed = run(folder,
                                      "bsdtar -tvf source.zip | sed 's/ 12 / 8 /;s/  */ /g'");
        g_autofree char *listed_got = run(folder, "bsdtar -tvf got.zip | sed 's/  */ /g'");
        assert_string_equal(listed_got, listed);
        g_free(run(folder, "rm -r in source.zip got.zip && rmdir \"$PWD\""));
    }
}

/* Info-ZIP gives 64-bit sizes to what it reads from a pipe. */
static void members_from_a_pipe_can_be_removed(void **state)
{
    (void)state;
    g_autofree char *folder = g_dir_make_tmp("daicho-edit-XXXXXX", NULL);
    g_free(run(folder, "printf 'a,1\\nb,2\\nc,3\\n' | zip -q - - | cat >s.zip"));
    g_autoptr(GBytes) source = load(folder, "s.zip");
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    fixture_edit(edits, "-", content, TRUE);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_int_equal(g_bytes_get_size(got), 22);
    g_autoptr(GPtrArray) rows = cut_rows("-");
    fixture_expect_refusal(source, rows, "ZIP64 sizes");
    g_free(run(folder, "rm s.zip && rmdir \"$PWD\""));
}

static void encrypted_members_pass_but_are_not_rewritten(void **state)
{
    (void)state;
    g_autofree char *folder = g_dir_make_tmp("daicho-edit-XXXXXX", NULL);
    g_free(run(folder, "printf 'a,1\\nb,2\\nc,3\\n' >list.csv && echo 1 >one && echo 2 >two && "
                       "echo 3 >three && zip -q -P secret s.zip one two && "
                       "zip -q s.zip list.csv three"));
    g_autoptr(GBytes) source = load(folder, "s.zip");
    g_autoptr(GPtrArray) edits = cut_rows("list.csv");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_others_are_raw(source, got, "list.csv");
    g_autoptr(GPtrArray) encrypted = fixture_edits_new();
    g_autoptr(GBytes) content = fixture_bytes("1\n");
    fixture_edit(encrypted, "one", content, TRUE);
    fixture_expect_refusal(source, encrypted, "one is encrypted");
    g_free(run(folder, "rm s.zip list.csv one two three && rmdir \"$PWD\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_no_member_owns_are_kept_or_the_edit_refused),
        cmocka_unit_test(a_program_in_front_is_kept_or_refused),
        cmocka_unit_test(what_could_not_be_written_back_is_refused),
        cmocka_unit_test(members_with_large_sizes_pass_but_are_not_cut),
        cmocka_unit_test(the_directory_keeps_its_order),
        cmocka_unit_test(info_zip_sees_the_same_archive_without_the_rows),
        cmocka_unit_test(members_from_a_pipe_can_be_removed),
        cmocka_unit_test(encrypted_members_pass_but_are_not_rewritten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"

/* What is particular to tape archives: headers made by hand, and by GNU tar. */

#define ROWS "a,1\nb,2\nc,3\n"
#define ROWS_LEFT "a,1\nc,3\n"
enum { BLOCK = 512, SIZE_AT = 124, TYPE_AT = 156, MAGIC_AT = 257 };

static void put_sum(guint8 *header)
{
    guint sum = 0;
    memset(header + 148, ' ', 8);
    for (guint i = 0; i < BLOCK; i++) {
        sum += header[i];
    }
    g_snprintf((char *)header + 148, 8, "%06o", sum);
}

static void pad(GByteArray *out)
{
    static const guint8 zeros[BLOCK] = {0};
    g_byte_array_append(out, zeros, (BLOCK - out->len % BLOCK) % BLOCK);
}

static guint8 *put_header(GByteArray *out, const char *name, char type, const char *size)
{
    guint8 header[BLOCK] = {0};
    g_strlcpy((char *)header, name, 100);
    memcpy(header + 100, "0000640", 7);
    memcpy(header + SIZE_AT, size, strlen(size));
    header[TYPE_AT] = (guint8)type;
    memcpy(header + MAGIC_AT, "ustar\00000", 8);
    put_sum(header);
    g_byte_array_append(out, header, BLOCK);
    return out->data + out->len - BLOCK;
}

static void put_member(GByteArray *out, const char *name, char type, const char *content)
{
    g_autofree char *size = g_strdup_printf("%011o", (guint)strlen(content));
    put_header(out, name, type, size);
    g_byte_array_append(out, (const guint8 *)content, (guint)strlen(content));
    pad(out);
}

static GBytes *end_archive(GByteArray *out, guint blocks)
{
    static const guint8 zeros[BLOCK] = {0};
    for (guint i = 0; i < blocks; i++) {
        g_byte_array_append(out, zeros, BLOCK);
    }
    return g_byte_array_free_to_bytes(out);
}

static GPtrArray *cut_rows(const char *part)
{
    GPtrArray *edits = fixture_edits_new();
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    fixture_cut(fixture_edit(edits, part, content, FALSE), 4, 8);
    return edits;
}

static GPtrArray *remove_rows(const char *part)
{
    GPtrArray *edits = fixture_edits_new();
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    fixture_edit(edits, part, content, TRUE);
    return edits;
}

static void a_member_that_a_hard_link_shares_is_not_removed(void **state)
{
    (void)state;
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    const FixtureMember members[] = {{.name = "a.csv", .content = content},
                                     {.name = "b.csv", .hardlink = "a.csv"},
                                     {.name = "c.csv", .content = content}};
    g_autoptr(GBytes) source = fixture_archive_build(FIXTURE_USTAR, members, 3);
    g_autoptr(GPtrArray) edits = remove_rows("a.csv");
    fixture_expect_refusal(source, edits, "a.csv is also the content of a hard link");
    g_autoptr(GPtrArray) of_link = remove_rows("b.csv");
    fixture_expect_refusal(source, of_link, "b.csv is another name (a hard link)");
    const FixtureMember dotted[] = {members[0], {.name = "b.csv", .hardlink = "./a.csv"}};
    g_autoptr(GBytes) dotted_source = fixture_archive_build(FIXTURE_PAX, dotted, 2);
    fixture_expect_refusal(dotted_source, edits, "a.csv is also the content of a hard link");
    g_autoptr(GPtrArray) other = remove_rows("c.csv");
    g_autoptr(GBytes) got = fixture_expect_success(source, other);
    g_autoptr(GBytes) expected = fixture_archive_build(FIXTURE_USTAR, members, 2);
    fixture_assert_same(got, expected);
}

static GBytes *build_with_binary_size(const char *content)
{
    GByteArray *out = g_byte_array_new();
    const guint size = (guint)strlen(content);
    guint8 *header = put_header(out, "a.csv", '0', "");
    header[SIZE_AT] = 0x80;
    header[SIZE_AT + 11] = (guint8)size;
    put_sum(header);
    header[155] = ' ';
    g_byte_array_append(out, (const guint8 *)content, size);
    pad(out);
    return end_archive(out, 2);
}

static void binary_sizes_stay_binary(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = build_with_binary_size(ROWS);
    g_autoptr(GBytes) expected = build_with_binary_size(ROWS_LEFT);
    g_autoptr(GPtrArray) edits = cut_rows("a.csv");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    fixture_assert_same(got, expected);
}

/* The size in a pax header wins, so it must change, too. */
static void a_pax_size_is_set_anew(void **state)
{
    (void)state;
    GByteArray *out = g_byte_array_new();
    put_member(out, "PaxHeaders/a.csv", 'x', "11 size=12\n20 comment=size=120\n");
    put_header(out, "a.csv", '0', "00000000000");
    g_byte_array_append(out, (const guint8 *)ROWS, (guint)strlen(ROWS));
    pad(out);
    put_member(out, "b.csv", '0', "other\n");
    g_autoptr(GBytes) source = end_archive(out, 2);
    g_autoptr(GPtrArray) edits = cut_rows("a.csv");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    gsize length = 0;
    const char *bytes = g_bytes_get_data(got, &length);
    assert_memory_equal(bytes + BLOCK, "11 size=08\n20 comment=size=120\n", 31);
    assert_memory_equal(bytes + 3 * BLOCK, ROWS_LEFT "\0\0\0\0", 12);
    assert_memory_equal(bytes + 4 * BLOCK, "b.csv", 6);
}

static void what_belongs_to_the_whole_archive_stays(void **state)
{
    (void)state;
    GByteArray *out = g_byte_array_new();
    put_member(out, "pax_global_header", 'g', "19 comment=0123456\n");
    put_member(out, "PaxHeaders/a.csv", 'x', "14 path=a.csv\n");
    put_member(out, "a.csv", '0', ROWS);
    put_member(out, "b.csv", '0', "other\n");
    g_autoptr(GBytes) source = end_archive(out, 7);
    GByteArray *left = g_byte_array_new();
    put_member(left, "pax_global_header", 'g', "19 comment=0123456\n");
    put_member(left, "b.csv", '0', "other\n");
    g_autoptr(GBytes) expected = end_archive(left, 7);
    g_autoptr(GPtrArray) edits = remove_rows("a.csv");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    fixture_assert_same(got, expected);
}

/* Bytes behind the end, which no program shows, are nobody's to throw away. */
static void bytes_behind_the_end_stay(void **state)
{
    (void)state;
    GByteArray *out = g_byte_array_new();
    put_member(out, "a.csv", '0', ROWS);
    static const guint8 zeros[2 * BLOCK] = {0};
    g_byte_array_append(out, zeros, sizeof zeros);
    g_byte_array_append(out, (const guint8 *)"behind", 6);
    g_autoptr(GBytes) source = g_byte_array_free_to_bytes(out);
    g_autoptr(GPtrArray) edits = cut_rows("a.csv");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    gsize length = 0;
    const char *bytes = g_bytes_get_data(got, &length);
    assert_int_equal(length, g_bytes_get_size(source));
    assert_memory_equal(bytes + length - 6, "behind", 6);
    assert_memory_equal(bytes + BLOCK, ROWS_LEFT "\0\0\0\0", 12);
}

static void sparse_and_many_volumes_are_refused(void **state)
{
    (void)state;
    static const char types[] = {'S', 'M'};
    for (gsize i = 0; i < sizeof types; i++) {
        GByteArray *out = g_byte_array_new();
        put_member(out, "a.csv", '0', ROWS);
        put_member(out, "sparse", types[i], ROWS);
        g_autoptr(GBytes) source = end_archive(out, 2);
        g_autoptr(GPtrArray) edits = cut_rows("a.csv");
        fixture_expect_refusal(source, edits, "");
    }
    GByteArray *out = g_byte_array_new();
    put_member(out, "PaxHeaders/a.csv", 'x', "22 GNU.sparse.major=1\n");
    put_member(out, "a.csv", '0', ROWS);
    g_autoptr(GBytes) source = end_archive(out, 2);
    g_autoptr(GPtrArray) edits = cut_rows("a.csv");
    fixture_expect_refusal(source, edits, "");
}

static void every_damaged_header_byte_is_refused_or_harmless(void **state)
{
    (void)state;
    for (guint at = 0; at < BLOCK; at += 7) {
        GByteArray *out = g_byte_array_new();
        put_member(out, "a.csv", '0', ROWS);
        guint second = out->len;
        put_member(out, "b.csv", '0', ROWS);
        out->data[second + at] ^= 0x11;
        g_autoptr(GBytes) source = end_archive(out, 2);
        g_autoptr(GPtrArray) edits = cut_rows("a.csv");
        g_autoptr(GBytes) got = fixture_apply(source, edits, &daicho_limits_default, NULL);
        assert_true(got == NULL || (at >= 148 && at < 156));
    }
}

/* --- GNU tar's own --- */

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

static void gnu_tar_sees_the_same_archive_without_the_rows(void **state)
{
    (void)state;
    static const char *const formats[] = {"gnu", "pax", "ustar", "v7", "oldgnu"};
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *folder = g_dir_make_tmp("daicho-edit-XXXXXX", NULL);
        g_autofree char *make = g_strdup_printf(
            "mkdir in && cd in && printf 'a,1\\nb,2\\nc,3\\n' >list.csv && ln -s list.csv link && "
            "mkdir folder && printf other >folder/other && : >empty && "
            "tar --format=%s -cf ../source.tar list.csv link folder empty",
            formats[i]);
        g_free(run(folder, make));
        g_autoptr(GBytes) source = load(folder, "source.tar");
        g_autoptr(GPtrArray) edits = cut_rows("list.csv");
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        gsize length = 0;
        const char *bytes = g_bytes_get_data(got, &length);
        g_autofree char *path = g_build_filename(folder, "got.tar", NULL);
        assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
        g_autofree char *listed = run(folder, "tar -tvf source.tar | sed 's/ 12 / 8 /;s/  */ /g'");
        g_autofree char *listed_got = run(folder, "tar -tvf got.tar | sed 's/  */ /g'");
        assert_string_equal(listed_got, listed);
        g_autofree char *rows = run(folder, "tar -xOf got.tar list.csv folder/other");
        assert_string_equal(rows, ROWS_LEFT "other");
        g_free(run(folder, "rm -r in source.tar got.tar && rmdir \"$PWD\""));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_that_a_hard_link_shares_is_not_removed),
        cmocka_unit_test(binary_sizes_stay_binary),
        cmocka_unit_test(a_pax_size_is_set_anew),
        cmocka_unit_test(what_belongs_to_the_whole_archive_stays),
        cmocka_unit_test(bytes_behind_the_end_stay),
        cmocka_unit_test(sparse_and_many_volumes_are_refused),
        cmocka_unit_test(every_damaged_header_byte_is_refused_or_harmless),
        cmocka_unit_test(gnu_tar_sees_the_same_archive_without_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"

/* What is particular to cpio archives: sums, letters of digits, links, and what stands behind the end. */

#define ROWS "a,1\nb,2\nc,3\n"
#define ROWS_LEFT "a,1\nc,3\n"
enum { BLOCK = 512 };

static guint sum_of(const char *content)
{
    guint sum = 0;
    for (; *content != '\0'; content++) {
        sum += (guint8)*content;
    }
    return sum;
}

static void fill_up(GByteArray *out, guint unit)
{
    static const guint8 zeros[BLOCK] = {0};
    g_byte_array_append(out, zeros, (unit - out->len % unit) % unit);
}

/* As GNU cpio writes it: digits in capitals, and with kind '2' a sum. */
static void put_member(GByteArray *out, char kind, const char *name, guint links,
                       const char *content)
{
    g_autofree char *header = g_strdup_printf(
        "07070%c%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X", kind, 0xabc, 0x81a0, 1000,
        1000, links, 1700000000, (guint)strlen(content), 8, 1, 0, 0, (guint)strlen(name) + 1,
        kind == '2' ? sum_of(content) : 0);
    g_byte_array_append(out, (const guint8 *)header, 110);
    g_byte_array_append(out, (const guint8 *)name, (guint)strlen(name) + 1);
    fill_up(out, 4);
    g_byte_array_append(out, (const guint8 *)content, (guint)strlen(content));
    fill_up(out, 4);
}

static GBytes *end_archive(GByteArray *out, char kind, guint unit)
{
    put_member(out, kind, "TRAILER!!!", 1, "");
    fill_up(out, unit);
    return g_byte_array_free_to_bytes(out);
}

static GBytes *make_archive(char kind, const char *rows)
{
    GByteArray *out = g_byte_array_new();
    put_member(out, kind, "first.txt", 1, "first");
    if (rows != NULL) {
        put_member(out, kind, "a.csv", 1, rows);
    }
    put_member(out, kind, "last.txt", 1, "the last");
    return end_archive(out, kind, BLOCK);
}

static GPtrArray *make_edits(const char *part, gboolean remove)
{
    GPtrArray *edits = fixture_edits_new();
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    DaichoEdit *edit = fixture_edit(edits, part, content, remove);
    if (!remove) {
        fixture_cut(edit, 4, 8);
    }
    return edits;
}

static void sums_and_letters_are_those_of_the_writer(void **state)
{
    (void)state;
    static const char kinds[] = {'1', '2'};
    for (gsize i = 0; i < sizeof kinds; i++) {
        g_autoptr(GBytes) source = make_archive(kinds[i], ROWS);
        g_autoptr(GPtrArray) cut = make_edits("a.csv", FALSE);
        g_autoptr(GBytes) got = fixture_expect_success(source, cut);
        g_autoptr(GBytes) expected = make_archive(kinds[i], ROWS_LEFT);
        fixture_assert_same(got, expected);
        g_autoptr(GPtrArray) removal = make_edits("a.csv", TRUE);
        g_autoptr(GBytes) without = fixture_expect_success(source, removal);
        g_autoptr(GBytes) rest = make_archive(kinds[i], NULL);
        fixture_assert_same(without, rest);
        assert_int_equal(g_bytes_get_size(without) % BLOCK, 0);
    }
}

static void what_shares_its_content_is_left_to_a_person(void **state)
{
    (void)state;
    GByteArray *out = g_byte_array_new();
    put_member(out, '1', "a.csv", 2, "");
    put_member(out, '1', "b.csv", 2, ROWS);
    g_autoptr(GBytes) source = end_archive(out, '1', BLOCK);
    g_autoptr(GPtrArray) of_last = make_edits("b.csv", FALSE);
    fixture_expect_refusal(source, of_last, "b.csv is another name (a hard link) of a member");
    g_autoptr(GPtrArray) of_first = fixture_edits_new();
    fixture_edit(of_first, "a.csv", NULL, TRUE);
    fixture_expect_refusal(source, of_first, "a.csv is also the content of a hard link");
}

static void bytes_behind_the_end_are_not_thrown_away(void **state)
{
    (void)state;
    GByteArray *out = g_byte_array_new();
    put_member(out, '1', "a.csv", 1, ROWS);
    put_member(out, '1', "TRAILER!!!", 1, "");
    put_member(out, '1', "b.csv", 1, ROWS);
    g_autoptr(GBytes) source = end_archive(out, '1', BLOCK);
    g_autoptr(GPtrArray) edits = make_edits("a.csv", FALSE);
    fixture_expect_refusal(source, edits, "has unknown bytes behind its end");
}

/* The name of a binary one is no sign of what its last member is. */
static void a_zip_that_stands_last_in_a_binary_archive_is_a_member(void **state)
{
    (void)state;
    g_autoptr(GBytes) before = fixture_bytes(ROWS);
    g_autoptr(GBytes) after = fixture_bytes(ROWS_LEFT);
    FixtureMember member = {.name = "list.csv", .content = before};
    g_autoptr(GBytes) zip = fixture_archive_build(FIXTURE_ZIP_STORED, &member, 1);
    const FixtureMember whole[] = {{.name = "a.csv", .content = before},
                                   {.name = "x.zip", .content = zip}};
    const FixtureMember left[] = {{.name = "a.csv", .content = after},
                                  {.name = "x.zip", .content = zip}};
    g_autoptr(GBytes) source = fixture_archive_build(FIXTURE_CPIO_BINARY, whole, 2);
    g_autoptr(GPtrArray) edits = make_edits("a.csv", FALSE);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    g_autoptr(GBytes) expected = fixture_archive_build(FIXTURE_CPIO_BINARY, left, 2);
    fixture_assert_same(got, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_and_letters_are_those_of_the_writer),
        cmocka_unit_test(what_shares_its_content_is_left_to_a_person),
        cmocka_unit_test(bytes_behind_the_end_are_not_thrown_away),
        cmocka_unit_test(a_zip_that_stands_last_in_a_binary_archive_is_a_member),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/enforcer/fixture_archive.h"

#define ROWS "a,1\nb,2\nc,3\n"
#define ROWS_LEFT "a,1\nc,3\n"

static const char *const filters[] = {"gzip", "bzip2", "xz", "zstd"};

static GPtrArray *cut_rows(const char *part)
{
    GPtrArray *edits = fixture_edits_new();
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    fixture_cut(fixture_edit(edits, part, content, FALSE), 4, 8);
    return edits;
}

static GBytes *join(GBytes *one, GBytes *other)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(one, &length);
    GByteArray *joined = g_byte_array_new();
    g_byte_array_append(joined, bytes, (guint)length);
    bytes = g_bytes_get_data(other, &length);
    g_byte_array_append(joined, bytes, (guint)length);
    return g_byte_array_free_to_bytes(joined);
}

static void assert_expands_to(GBytes *compressed, GBytes *source, GBytes *expected)
{
    gsize length = 0;
    g_autoptr(GBytes) plain = fixture_expand(compressed);
    fixture_assert_same(plain, expected);
    const guint8 *one = g_bytes_get_data(compressed, &length);
    const guint8 *other = g_bytes_get_data(source, &length);
    assert_memory_equal(one, other, 3); /* the same way of compressing */
}

static void one_compressed_file_loses_its_rows(void **state)
{
    (void)state;
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    g_autoptr(GBytes) left = fixture_bytes(ROWS_LEFT);
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(GBytes) source = fixture_compress(filters[i], content);
        g_autoptr(GPtrArray) edits = cut_rows("list.csv");
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        assert_expands_to(got, source, left);
        g_autoptr(GBytes) again = fixture_expect_success(source, edits);
        fixture_assert_same(again, got);
    }
}

static void the_content_of_a_compressed_file_may_go(void **state)
{
    (void)state;
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    g_autoptr(GBytes) nothing = fixture_bytes("");
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(GBytes) source = fixture_compress(filters[i], content);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        fixture_edit(edits, "list.csv", content, TRUE);
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        assert_expands_to(got, source, nothing);
    }
}

static void compressed_tape_archives_are_rewritten_within(void **state)
{
    (void)state;
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    g_autoptr(GBytes) left = fixture_bytes(ROWS_LEFT);
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        const FixtureMember members[] = {{.name = "list.csv", .content = content},
                                         {.name = "other.csv", .content = content}};
        const FixtureMember members_left[] = {{.name = "list.csv", .content = left},
                                              {.name = "other.csv", .content = content}};
        g_autoptr(GBytes) tar = fixture_archive_build(FIXTURE_PAX, members, 2);
        g_autoptr(GBytes) tar_left = fixture_archive_build(FIXTURE_PAX, members_left, 2);
        g_autoptr(GBytes) source = fixture_compress(filters[i], tar);
        g_autoptr(GPtrArray) edits = cut_rows("list.csv");
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        assert_expands_to(got, source, tar_left);
    }
}

/* zip ← tar.gz ← list.csv.xz ← list.csv, by the names that a scan gives. */
static GBytes *build_deep(GBytes *content)
{
    g_autoptr(GBytes) xz = fixture_compress("xz", content);
    const FixtureMember in_tar = {.name = "folder/list.csv.xz", .content = xz};
    g_autoptr(GBytes) tar = fixture_archive_build(FIXTURE_USTAR, &in_tar, 1);
    g_autoptr(GBytes) tar_gz = fixture_compress("gzip", tar);
    const FixtureMember in_zip = {.name = "old.tar.gz", .content = tar_gz};
    return fixture_archive_build(FIXTURE_ZIP_STORED, &in_zip, 1);
}

static void deep_nesting_is_rewritten_layer_by_layer(void **state)
{
    (void)state;
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    g_autoptr(GBytes) left = fixture_bytes(ROWS_LEFT);
    g_autoptr(GBytes) source = build_deep(content);
    const char *part = "old.tar.gz!/folder/list.csv.xz!/folder/list.csv";
    g_autoptr(GPtrArray) edits = cut_rows(part);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    /* Found again under the same name, it is what was left: all of it can be cut. */
    g_autoptr(GPtrArray) again = fixture_edits_new();
    fixture_cut(fixture_edit(again, part, left, FALSE), 0, 4);
    g_bytes_unref(fixture_expect_success(got, again));
    g_autoptr(GPtrArray) misnamed = cut_rows("old.tar.gz!/folder/list.csv.xz!/list.csv");
    fixture_expect_refusal(source, misnamed, "is not there");
}

static void streams_in_a_row_lose_nothing(void **state)
{
    (void)state;
    g_autoptr(GBytes) first = fixture_bytes("a,1\nb,2\n");
    g_autoptr(GBytes) second = fixture_bytes("c,3\n");
    g_autoptr(GBytes) left = fixture_bytes(ROWS_LEFT);
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(GBytes) one = fixture_compress(filters[i], first);
        g_autoptr(GBytes) other = fixture_compress(filters[i], second);
        g_autoptr(GBytes) source = join(one, other);
        g_autoptr(GPtrArray) edits = cut_rows("list.csv");
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        assert_expands_to(got, source, left);
    }
}

static void damaged_streams_and_what_stands_behind_them_are_refused(void **state)
{
    (void)state;
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    g_autoptr(GBytes) behind = fixture_bytes("behind");
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(GBytes) whole = fixture_compress(filters[i], content);
        g_autoptr(GPtrArray) edits = cut_rows("list.csv");
        g_autoptr(GBytes) longer = join(whole, behind);
        fixture_expect_refusal(longer, edits, "");
        gsize length = g_bytes_get_size(whole);
        for (gsize cut = 1; cut < length; cut += 5) {
            g_autoptr(GBytes) shorter = g_bytes_new_from_bytes(whole, 0, length - cut);
            fixture_expect_refusal(shorter, edits, "");
        }
    }
}

/* gzip's check sum stands last but four bytes. */
static void a_wrong_check_sum_is_refused(void **state)
{
    (void)state;
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    g_autoptr(GBytes) whole = fixture_compress("gzip", content);
    gsize length = 0;
    const void *bytes = g_bytes_get_data(whole, &length);
    guint8 *changed = g_memdup2(bytes, length);
    changed[length - 8] ^= 1;
    g_autoptr(GBytes) source = g_bytes_new_take(changed, length);
    g_autoptr(GPtrArray) edits = cut_rows("list.csv");
    fixture_expect_refusal(source, edits, "damaged");
}

static void the_header_of_gzip_stays(void **state)
{
    (void)state;
    static const guint8 header[] = {0x1f, 0x8b, 8,   0x1c, 1,   2,   3,   4,   2,   3,
                                    3,    0,    'x', 'y',  'z', 'l', 'i', 's', 't', '.',
                                    'c',  's',  'v', 0,    'n', 'o', 't', 'e', 0};
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    g_autoptr(GBytes) left = fixture_bytes(ROWS_LEFT);
    g_autoptr(GBytes) bare = fixture_compress("gzip", content);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(bare, &length);
    g_autoptr(GBytes) front = g_bytes_new_static(header, sizeof header);
    g_autoptr(GBytes) back = g_bytes_new(bytes + 10, length - 10);
    g_autoptr(GBytes) source = join(front, back);
    g_autoptr(GPtrArray) edits = cut_rows("list.csv");
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_memory_equal(g_bytes_get_data(got, NULL), header, sizeof header);
    assert_expands_to(got, source, left);
}

static void a_bomb_ends_at_the_limit(void **state)
{
    (void)state;
    enum { ZEROS = 8 << 20 };
    g_autoptr(GBytes) zeros = g_bytes_new_take(g_malloc0(ZEROS), ZEROS);
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        g_autoptr(GBytes) source = fixture_compress(filters[i], zeros);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        fixture_edit(edits, "zeros", zeros, TRUE);
        DaichoLimits limits = daicho_limits_default;
        limits.rewrite_bytes = ZEROS - 1;
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) got = fixture_apply(source, edits, &limits, &error);
        assert_null(got);
        assert_non_null(strstr(error->message, "expands to more than the limit"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_compressed_file_loses_its_rows),
        cmocka_unit_test(the_content_of_a_compressed_file_may_go),
        cmocka_unit_test(compressed_tape_archives_are_rewritten_within),
        cmocka_unit_test(deep_nesting_is_rewritten_layer_by_layer),
        cmocka_unit_test(streams_in_a_row_lose_nothing),
        cmocka_unit_test(damaged_streams_and_what_stands_behind_them_are_refused),
        cmocka_unit_test(a_wrong_check_sum_is_refused),
        cmocka_unit_test(the_header_of_gzip_stays),
        cmocka_unit_test(a_bomb_ends_at_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

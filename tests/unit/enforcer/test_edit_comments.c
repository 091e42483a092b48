#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <zlib.h>

#include "tests/unit/enforcer/fixture_archive.h"
#include "tests/unit/enforcer/fixture_document.h"

#define ROWS "a,1\nb,2\nc,3\n"
#define ROWS_LEFT "a,1\nc,3\n"
enum { END_BYTES = 22 };

/* A ZIP as the fixture makes it, each member with the comment "comment", with another of its own. */
static GBytes *build(const char *rows, gboolean with_note, const char *comment)
{
    g_autoptr(GBytes) content = fixture_bytes(rows);
    g_autoptr(GBytes) note = fixture_bytes("note");
    const FixtureMember members[] = {{.name = "a.csv", .content = content},
                                     {.name = "note.txt", .content = note}};
    g_autoptr(GBytes)
        whole = fixture_archive_build(FIXTURE_ZIP_DEFLATED, members, with_note ? 2 : 1);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(whole, &length);
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, bytes, (guint)(length - strlen("whole")));
    out->data[out->len - 2] = (guint8)strlen(comment);
    g_byte_array_append(out, (const guint8 *)comment, (guint)strlen(comment));
    return g_byte_array_free_to_bytes(out);
}

static GPtrArray *cut_records(GBytes *archive, gint64 first, gint64 last)
{
    GPtrArray *edits = fixture_edits_new();
    DaichoEdit *edit = fixture_edit(edits, "", archive, FALSE);
    for (gint64 number = first; number <= last; number++) {
        const DaichoRange range = {-1, -1, number};
        g_array_append_val(edit->ranges, range);
    }
    return edits;
}

static void a_line_of_a_comment_goes(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = build(ROWS, TRUE, "name list\r\n \r\nof hanako\r\nof taro");
    g_autofree char *records = fixture_document_records(source, "a.zip");
    assert_string_equal(records, "name list\nof hanako\nof taro\ncomment\ncomment\n");
    g_autoptr(GPtrArray) edits = cut_records(source, 2, 2);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    g_autoptr(GBytes) expected = build(ROWS, TRUE, "name list\r\n \r\nof taro");
    fixture_assert_same(got, expected);
}

static void a_comment_goes_with_its_last_line(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = build(ROWS, TRUE, "\r\nof hanako\r\n");
    g_autoptr(GPtrArray) edits = cut_records(source, 1, 1);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    g_autoptr(GBytes) expected = build(ROWS, TRUE, "");
    fixture_assert_same(got, expected);
}

static void the_comment_of_a_member_goes(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = build(ROWS, TRUE, "");
    g_autoptr(GPtrArray) edits = cut_records(source, 1, 1);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    assert_int_equal(g_bytes_get_size(got), g_bytes_get_size(source) - strlen("comment"));
    g_autofree char *records = fixture_document_records(got, "a.zip");
    assert_string_equal(records, "comment\n");
    g_autofree char *rows = fixture_document_part(got, "a.csv");
    assert_string_equal(rows, ROWS);
}

/* The fixture's extended timestamp, by another name. */
static void a_comment_that_is_kept_twice_is_left_to_a_person(void **state)
{
    (void)state;
    g_autoptr(GBytes) plain = build(ROWS, TRUE, "of hanako");
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(plain, &length);
    guint8 *copy = g_memdup2(bytes, length);
    guint8 *list = memmem(copy, length, "PK\1\2", 4);
    assert_memory_equal(list + 46 + strlen("a.csv"), "UT", 2);
    memcpy(list + 46 + strlen("a.csv"), "uc", 2);
    g_autoptr(GBytes) source = g_bytes_new_take(copy, length);
    g_autoptr(GPtrArray) of_member = cut_records(source, 2, 2);
    fixture_expect_refusal(source, of_member, "keeps a copy of the comment in another field");
    g_autoptr(GPtrArray) of_archive = cut_records(source, 1, 1);
    g_autoptr(GBytes) got = fixture_expect_success(source, of_archive);
    assert_int_equal(g_bytes_get_size(got), length - strlen("of hanako"));
}

/* In any order of the edits; and where they lie within another archive. */
static void comments_and_members_go_together(void **state)
{
    (void)state;
    g_autoptr(GBytes) rows = fixture_bytes(ROWS);
    g_autoptr(GBytes) note = fixture_bytes("note");
    g_autoptr(GBytes) inner = build(ROWS, TRUE, "of hanako\nof taro");
    g_autoptr(GBytes) inner_left = build(ROWS_LEFT, FALSE, "of taro");
    const FixtureMember before[] = {{.name = "x.zip", .content = inner}};
    const FixtureMember after[] = {{.name = "x.zip", .content = inner_left}};
    g_autoptr(GBytes) source = fixture_archive_build(FIXTURE_USTAR, before, 1);
    g_autoptr(GBytes) expected = fixture_archive_build(FIXTURE_USTAR, after, 1);
    const DaichoRange record = {-1, -1, 1};
    for (guint i = 0; i < 2; i++) {
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        if (i == 0) {
            g_array_append_val(fixture_edit(edits, "x.zip", inner, FALSE)->ranges, record);
        }
        fixture_cut(fixture_edit(edits, "x.zip!/a.csv", rows, FALSE), 4, 8);
        fixture_edit(edits, "x.zip!/note.txt", note, TRUE);
        if (i == 1) {
            g_array_append_val(fixture_edit(edits, "x.zip", inner, FALSE)->ranges, record);
        }
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        fixture_assert_same(got, expected);
    }
}

static void what_is_not_as_planned_is_refused(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = build(ROWS, TRUE, "of hanako");
    g_autoptr(GBytes) other = build(ROWS, TRUE, "of taro");
    g_autoptr(GPtrArray) changed = cut_records(other, 1, 1);
    fixture_expect_refusal(source, changed, "changed since the plan");
    g_autoptr(GPtrArray) missing = cut_records(source, 4, 4);
    fixture_expect_refusal(source, missing, "names a record that the document does not have");
}

/* --- gzip --- */

static GBytes *make_gzip(const char *name, const char *comment, gboolean has_sum)
{
    const guint8 flags = (guint8)((name != NULL ? 8 : 0) | (comment != NULL ? 16 : 0) |
                                  (has_sum ? 2 : 0));
    const guint8 header[] = {0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3};
    g_autoptr(GBytes) plain = fixture_bytes("nothing\n");
    g_autoptr(GBytes) packed = fixture_compress("gzip", plain);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(packed, &length);
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, header, sizeof header);
    if (name != NULL) {
        g_byte_array_append(out, (const guint8 *)name, (guint)strlen(name) + 1);
    }
    if (comment != NULL) {
        g_byte_array_append(out, (const guint8 *)comment, (guint)strlen(comment) + 1);
    }
    if (has_sum) {
        guint32 sum = (guint32)crc32_z(0, out->data, out->len);
        const guint8 little[] = {(guint8)(sum & 0xff), (guint8)(sum >> 8 & 0xff)};
        g_byte_array_append(out, little, sizeof little);
    }
    g_byte_array_append(out, bytes + 10, (guint)(length - 10));
    return g_byte_array_free_to_bytes(out);
}

static void name_and_comment_of_gzip_go(void **state)
{
    (void)state;
    static const struct {
        const char *name, *comment, *name_left, *comment_left;
        gint64 first, last;
    } samples[] = {
        {"hanako.txt", NULL, NULL, NULL, 1, 1},
        {"a.txt", "of hanako", "a.txt", NULL, 2, 2},
        {"hanako.txt", "x\nof hanako", NULL, "x\n", 1, 1},
        {"hanako.txt", "of hanako", NULL, NULL, 1, 2},
        {NULL, "of hanako\nof taro", NULL, "of taro", 1, 1},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(samples) * 2; i++) {
        gsize at = i / 2;
        gboolean has_sum = i % 2 != 0;
        g_autoptr(GBytes) source = make_gzip(samples[at].name, samples[at].comment, has_sum);
        gint64 last = at == 2 ? 3 : samples[at].last;
        g_autoptr(GPtrArray) edits = cut_records(source, samples[at].first, samples[at].last);
        if (at == 2) {
            const DaichoRange range = {-1, -1, last};
            DaichoEdit *edit = g_ptr_array_index(edits, 0);
            g_array_append_val(edit->ranges, range);
        }
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        g_autoptr(GBytes)
            expected = make_gzip(samples[at].name_left, samples[at].comment_left, has_sum);
        fixture_assert_same(got, expected);
    }
}

static void damaged_archives_are_refused_or_right(void **state)
{
    (void)state;
    g_autoptr(GBytes) zip = build(ROWS, TRUE, "of hanako\nof taro");
    g_autoptr(GBytes) gzip = make_gzip("hanako.txt", "of hanako", TRUE);
    GBytes *const sources[] = {zip, gzip};
    for (gsize i = 0; i < G_N_ELEMENTS(sources); i++) {
        gsize length = 0;
        const guint8 *bytes = g_bytes_get_data(sources[i], &length);
        for (gsize at = 0; at < length; at++) {
            guint8 *copy = g_memdup2(bytes, length);
            copy[at] ^= 0x08;
            g_autoptr(GBytes) damaged = g_bytes_new_take(copy, length);
            g_autoptr(GPtrArray) edits = cut_records(damaged, 1, 1);
            g_autoptr(GError) error = NULL;
            g_autoptr(GBytes) got = fixture_apply(damaged, edits, &daicho_limits_default, &error);
            assert_true(got == NULL || g_bytes_get_size(got) < length);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_a_comment_goes),
        cmocka_unit_test(a_comment_goes_with_its_last_line),
        cmocka_unit_test(the_comment_of_a_member_goes),
        cmocka_unit_test(a_comment_that_is_kept_twice_is_left_to_a_person),
        cmocka_unit_test(comments_and_members_go_together),
        cmocka_unit_test(what_is_not_as_planned_is_refused),
        cmocka_unit_test(name_and_comment_of_gzip_go),
        cmocka_unit_test(damaged_archives_are_refused_or_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

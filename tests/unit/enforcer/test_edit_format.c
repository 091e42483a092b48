#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "tests/unit/enforcer/fixture_archive.h"

/* What holds for every format: the result is the archive that would have been built without the
 * bytes that go. */

#define ROWS "見出し,a\n架空 花子,b\n見本 太郎,c\n"
enum { ROW_START = 12, ROW_END = 28 }; /* the row of 架空 花子 */
#define ROWS_LEFT "見出し,a\n見本 太郎,c\n"

/* "個人/名簿.csv" as Windows writes it. */
#define CP932_NAME "\x8c\xc2\x90\x6c/\x96\xbc\x95\xeb.csv"

enum { N_MEMBERS = 7 };

typedef struct {
    FixtureMember members[N_MEMBERS];
    char *long_name;
} Sample;

static void sample_init(Sample *sample)
{
    g_autofree char *deep = g_strnfill(230, 'd');
    g_autofree char *big = g_strnfill(3 << 19, 'x');
    *sample = (Sample){.long_name = g_strconcat("long/", deep, "/list.csv", NULL)};
    const FixtureMember members[N_MEMBERS] = {
        {.name = "folder/"},
        {.name = "folder/list.csv", .content = fixture_bytes(ROWS)},
        {.name = "empty.txt", .content = fixture_bytes("")},
        {.name = "link", .symlink = "folder/list.csv"},
        {.name = CP932_NAME, .content = fixture_bytes(ROWS)},
        {.name = "long", .content = fixture_bytes(ROWS)},
        {.name = "big.bin", .content = fixture_bytes(big)},
    };
    memcpy(sample->members, members, sizeof members);
}

static void sample_set(Sample *sample, guint index, const char *content)
{
    g_bytes_unref(sample->members[index].content);
    sample->members[index].content = fixture_bytes(content);
}

static void sample_clear(Sample *sample)
{
    for (guint i = 0; i < N_MEMBERS; i++) {
        g_clear_pointer(&sample->members[i].content, g_bytes_unref);
    }
    g_free(sample->long_name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sample, sample_clear)

/* ustar has room for long names only where a slash allows it; the others have theirs in a header. */
static GBytes *build(FixtureFormat format, Sample *sample)
{
    sample->members[5].name = format == FIXTURE_USTAR ? "short.csv" : sample->long_name;
    return fixture_archive_build(format, sample->members, N_MEMBERS);
}

static void cut_row(GPtrArray *edits, const char *part)
{
    g_autoptr(GBytes) content = fixture_bytes(ROWS);
    fixture_cut(fixture_edit(edits, part, content, FALSE), ROW_START, ROW_END);
}

static void cut_bytes_leave_all_else_as_it_was(void **state)
{
    (void)state;
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        g_auto(Sample) sample = {0};
        sample_init(&sample);
        g_autoptr(GBytes) source = build(format, &sample);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        cut_row(edits, "folder/list.csv");
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        sample_set(&sample, 1, ROWS_LEFT);
        g_autoptr(GBytes) expected = build(format, &sample);
        fixture_assert_same(got, expected);
    }
}

static void members_with_odd_names_are_cut(void **state)
{
    (void)state;
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        g_auto(Sample) sample = {0};
        sample_init(&sample);
        g_autoptr(GBytes) source = build(format, &sample);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        cut_row(edits, "個人/名簿.csv");
        cut_row(edits, sample.members[5].name);
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        sample_set(&sample, 4, ROWS_LEFT);
        sample_set(&sample, 5, ROWS_LEFT);
        g_autoptr(GBytes) expected = build(format, &sample);
        fixture_assert_same(got, expected);
    }
}

static void a_removed_member_takes_its_headers_along(void **state)
{
    (void)state;
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        g_auto(Sample) sample = {0};
        sample_init(&sample);
        g_autoptr(GBytes) source = build(format, &sample);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        fixture_edit(edits, sample.members[5].name, sample.members[5].content, TRUE);
        cut_row(edits, "folder/list.csv");
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        sample_set(&sample, 1, ROWS_LEFT);
        FixtureMember left[N_MEMBERS - 1];
        memcpy(left, sample.members, 5 * sizeof *left);
        left[5] = sample.members[6];
        g_autoptr(GBytes) expected = fixture_archive_build(format, left, N_MEMBERS - 1);
        fixture_assert_same(got, expected);
    }
}

static void a_big_member_is_cut_at_its_start_and_end(void **state)
{
    (void)state;
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        g_auto(Sample) sample = {0};
        sample_init(&sample);
        g_autoptr(GBytes) source = build(format, &sample);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        DaichoEdit *edit = fixture_edit(edits, "big.bin", sample.members[6].content, FALSE);
        fixture_cut(edit, 0, 1000);
        fixture_cut(edit, (3 << 19) - 1, 3 << 19);
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        g_autofree char *left = g_strnfill((3 << 19) - 1001, 'x');
        sample_set(&sample, 6, left);
        g_autoptr(GBytes) expected = build(format, &sample);
        fixture_assert_same(got, expected);
    }
}

static void an_archive_may_become_empty(void **state)
{
    (void)state;
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        g_autoptr(GBytes) content = fixture_bytes(ROWS);
        g_autoptr(GBytes) nothing = fixture_bytes("");
        const FixtureMember members[] = {{.name = "a.csv", .content = content},
                                         {.name = "b.csv", .content = nothing}};
        g_autoptr(GBytes) source = fixture_archive_build(format, members, 2);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        fixture_edit(edits, "a.csv", content, TRUE);
        fixture_edit(edits, "b.csv", nothing, TRUE);
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        g_autoptr(GBytes) expected = fixture_archive_build(format, members, 0);
        fixture_assert_same(got, expected);
    }
}

static void a_member_may_lose_all_its_bytes(void **state)
{
    (void)state;
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        g_auto(Sample) sample = {0};
        sample_init(&sample);
        g_autoptr(GBytes) source = build(format, &sample);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        DaichoEdit *edit = fixture_edit(edits, "folder/list.csv", sample.members[1].content, FALSE);
        fixture_cut(edit, 0, (gint64)strlen(ROWS));
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        sample_set(&sample, 1, "");
        g_autoptr(GBytes) expected = build(format, &sample);
        fixture_assert_same(got, expected);
    }
}

static void archives_within_archives_are_rewritten(void **state)
{
    (void)state;
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        FixtureFormat inner_format = (format + 3) % FIXTURE_FORMATS;
        g_auto(Sample) sample = {0};
        sample_init(&sample);
        g_autoptr(GBytes) inner = build(inner_format, &sample);
        const FixtureMember outer[] = {{.name = "first.txt", .content = sample.members[1].content},
                                       {.name = "内側", .content = inner}};
        g_autoptr(GBytes) source = fixture_archive_build(format, outer, 2);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        cut_row(edits, "内側!/folder/list.csv");
        cut_row(edits, "内側!/個人/名簿.csv");
        fixture_edit(edits, "first.txt", sample.members[1].content, TRUE);
        g_autoptr(GBytes) got = fixture_expect_success(source, edits);
        sample_set(&sample, 1, ROWS_LEFT);
        sample_set(&sample, 4, ROWS_LEFT);
        g_autoptr(GBytes) inner_left = build(inner_format, &sample);
        const FixtureMember left[] = {{.name = "内側", .content = inner_left}};
        g_autoptr(GBytes) expected = fixture_archive_build(format, left, 1);
        fixture_assert_same(got, expected);
    }
}

static void what_is_not_as_planned_is_refused(void **state)
{
    (void)state;
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        g_auto(Sample) sample = {0};
        sample_init(&sample);
        g_autoptr(GBytes) source = build(format, &sample);
        g_autoptr(GBytes) other = fixture_bytes("other");
        g_autoptr(GPtrArray) changed = fixture_edits_new();
        fixture_edit(changed, "folder/list.csv", other, TRUE);
        fixture_expect_refusal(source, changed, "folder/list.csv changed since the plan");
        g_autoptr(GPtrArray) changed_bytes = fixture_edits_new();
        fixture_cut(fixture_edit(changed_bytes, "folder/list.csv", other, FALSE), 0, 2);
        fixture_expect_refusal(source, changed_bytes, "folder/list.csv changed since the plan");
        g_autoptr(GPtrArray) missing = fixture_edits_new();
        cut_row(missing, "folder/other.csv");
        fixture_expect_refusal(source, missing, "folder/other.csv is not there");
        g_autoptr(GPtrArray) twice = fixture_edits_new();
        cut_row(twice, "folder/list.csv");
        cut_row(twice, "folder/list.csv");
        fixture_expect_refusal(source, twice, "folder/list.csv is changed twice");
        g_autoptr(GPtrArray) outside = fixture_edits_new();
        fixture_cut(fixture_edit(outside, "folder/list.csv", sample.members[1].content, FALSE), 0,
                    4000);
        fixture_expect_refusal(source, outside, "not in the");
    }
}

static void two_members_of_one_name_are_refused(void **state)
{
    (void)state;
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        g_autoptr(GBytes) content = fixture_bytes(ROWS);
        const FixtureMember members[] = {{.name = "a.csv", .content = content},
                                         {.name = "b.csv", .content = content},
                                         {.name = "a.csv", .content = content}};
        g_autoptr(GBytes) source = fixture_archive_build(format, members, 3);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        cut_row(edits, "a.csv");
        fixture_expect_refusal(source, edits, "several members of that name");
    }
}

/* Nothing that a bit flip or a cut does may crash, or give a member that nobody planned. */
static void damaged_archives_are_refused_or_right(void **state)
{
    (void)state;
    for (FixtureFormat format = 0; format < FIXTURE_FORMATS; format++) {
        g_autoptr(GBytes) content = fixture_bytes(ROWS);
        const FixtureMember members[] = {{.name = "a.csv", .content = content},
                                         {.name = "b.csv", .content = content}};
        g_autoptr(GBytes) whole = fixture_archive_build(format, members, 2);
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        cut_row(edits, "a.csv");
        gsize length = g_bytes_get_size(whole);
        for (gsize cut = 1; cut < length; cut += length / 12) {
            gboolean has_both = format <= FIXTURE_GNU_TAR && length - cut >= 4 * 512;
            g_autoptr(GBytes) damaged = g_bytes_new_from_bytes(whole, 0, length - cut);
            g_autoptr(GError) error = NULL;
            g_autoptr(GBytes) got = fixture_apply(damaged, edits, &daicho_limits_default, &error);
            assert_true(got == NULL || has_both);
            assert_true(got != NULL || g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_bytes_leave_all_else_as_it_was),
        cmocka_unit_test(members_with_odd_names_are_cut),
        cmocka_unit_test(a_removed_member_takes_its_headers_along),
        cmocka_unit_test(a_big_member_is_cut_at_its_start_and_end),
        cmocka_unit_test(an_archive_may_become_empty),
        cmocka_unit_test(a_member_may_lose_all_its_bytes),
        cmocka_unit_test(archives_within_archives_are_rewritten),
        cmocka_unit_test(what_is_not_as_planned_is_refused),
        cmocka_unit_test(two_members_of_one_name_are_refused),
        cmocka_unit_test(damaged_archives_are_refused_or_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

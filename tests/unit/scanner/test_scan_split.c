#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <archive.h>
#include <archive_entry.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/scanner/fixture_share.h"
#include "tests/unit/scanner/fixture_split.h"
#include "tests/unit/scanner/fixture_zip.h"

/* As text_window.c reads them: a slice is one at least. */
enum { WINDOW_BYTES = 4 << 20, TEXT_BYTES = WINDOW_BYTES + (300 << 10) };

/* --- texts --- */

/* A person every few hundred lines, and matches around the ends of windows. */
static GString *make_text(gsize bytes, gsize foreign_from)
{
    GString *text = g_string_sized_new(bytes + 256);
    for (guint line = 0; text->len < bytes; line++) {
        gsize left = WINDOW_BYTES - text->len % WINDOW_BYTES;
        if (left < 300) {
            g_string_append_printf(text, "end%u@example.com\n", line);
        } else if (line % 400 != 0) {
            g_string_append(text, "nothing of interest stands in this line, which is like others, "
                                  "and is as long as lines of a log mostly are: some 150 bytes\n");
        } else if (text->len >= foreign_from) {
            g_string_append_printf(text, "氏名：架空花子 電話：03-0000-%04u\n", line % 10000);
        } else {
            g_string_append_printf(text, "mail: user%u@example.com\n", line);
        }
    }
    return text;
}

static void put_text(const FixtureShare *share, const char *path, const char *charset,
                     gsize foreign_from)
{
    g_autoptr(GString) text = make_text(TEXT_BYTES, foreign_from);
    if (strcmp(charset, "UTF-8") == 0) {
        fixture_share_put(share, path, text->str, (gssize)text->len);
    } else {
        fixture_share_put_as(share, path, charset, text->str);
    }
}

/* S5, S6: wherever it is cut, and whatever is found where of its charset. */
static void a_text_in_slices_is_the_text(void **state)
{
    const FixtureShare *share = *state;
    put_text(share, "a@example.com.txt", "UTF-8", 0);
    put_text(share, "late.log", "CP932", WINDOW_BYTES + 5000);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 2);
    assert_non_null(strstr(got, "late.log! text/plain Shift_JIS 0"));
}

/* What is told of the whole is told once. */
static void bytes_outside_the_charset_are_added_up(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) text = make_text(TEXT_BYTES, 0);
    text->str[100] = text->str[WINDOW_BYTES + 70000] = text->str[text->len - 50] = '\xff';
    fixture_share_put(share, "a.txt", text->str, (gssize)text->len);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 1);
    assert_non_null(strstr(got, "1 '3 bytes are not UTF-8'"));
}

/* Where windows overlap there is no place to cut. */
static void a_line_longer_than_a_window_keeps_a_text_whole(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) text = make_text((gsize)WINDOW_BYTES, 0);
    g_autofree char *line = g_strnfill((gsize)WINDOW_BYTES + 5000, 'x');
    g_string_append(text, line);
    g_string_append(text, " z@example.com\n");
    fixture_share_put(share, "a.txt", text->str, (gssize)text->len);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 0);
    assert_non_null(strstr(got, "z***@e***.com"));
}

static void limits_hold_for_the_whole_text(void **state)
{
    const FixtureShare *share = *state;
    put_text(share, "a.txt", "UTF-8", G_MAXSIZE);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){.findings = 60}, 0);
    assert_non_null(strstr(got, "'limit: findings'"));
}

/* Two workers are at slices, and more wait, when the file is found to be read whole. */
static void slices_that_wait_are_dropped_when_the_text_is_read_whole(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GString) text = make_text((gsize)5 * WINDOW_BYTES, 0);
    fixture_share_put(share, "a.txt", text->str, (gssize)text->len);
    const DaichoScanResult result = fixture_split_scan(share,
                                                       &(FixtureWay){.jobs = 2, .findings = 5});
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(items, "partly-read a.txt: limit: findings\n");
    assert_int_equal(result.split, 0);
    assert_int_equal(result.workers_replaced, 0);
}

/* --- archives --- */

static char *make_member(guint index)
{
    g_autoptr(GString) text = make_text(200 + (gsize)index * 37 % 900, 0);
    return g_strdup_printf("member%u@example.com\n%s", index, text->str);
}

static GBytes *make_zip(guint n_members)
{
    FixtureZip *zip = fixture_zip_new();
    FixtureZip *inner = fixture_zip_new();
    fixture_zip_add(inner, "名簿.csv", "氏名,メール\n架空花子,h@example.com\n", -1);
    g_autoptr(GBytes) nested = fixture_zip_finish(inner);
    for (guint i = 0; i < n_members; i++) {
        g_autofree char *name = g_strdup_printf("d/%u@example.com.txt", i);
        g_autofree char *text = make_member(i);
        fixture_zip_add(zip, name, text, -1);
    }
    fixture_zip_add(zip, "z.zip", g_bytes_get_data(nested, NULL), (gssize)g_bytes_get_size(nested));
    fixture_zip_add(zip, "sub/.daicho.yaml", "purpose: hr\n", -1);
    return fixture_zip_finish(zip);
}

static void put_zip(const FixtureShare *share, const char *path, guint n_members)
{
    g_autoptr(GBytes) zip = make_zip(n_members);
    gsize length = 0;
    const char *bytes = g_bytes_get_data(zip, &length);
    fixture_share_put(share, path, bytes, (gssize)length);
}

/* With an attribute of some members: it is told of the archive, behind all members. */
static void put_tar(const FixtureShare *share, const char *path, guint n_members)
{
    g_autofree char *full = g_build_filename(share->root, path, NULL);
    struct archive *archive = archive_write_new();
    archive_write_set_format_pax(archive);
    assert_int_equal(archive_write_open_filename(archive, full), ARCHIVE_OK);
    for (guint i = 0; i < n_members; i++) {
        g_autofree char *name = g_strdup_printf("d/%u.txt", i);
        g_autofree char *text = make_member(i);
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, name);
        archive_entry_set_size(entry, (gint64)strlen(text));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        if (i % 7 == 3) {
            archive_entry_xattr_add_entry(entry, "user.by", "x@example.com", 13);
        }
        assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
        archive_write_data(archive, text, strlen(text));
        archive_entry_free(entry);
    }
    assert_int_equal(archive_write_free(archive), ARCHIVE_OK);
}

static void an_archive_in_slices_is_the_archive(void **state)
{
    const FixtureShare *share = *state;
    put_zip(share, "a@example.com.zip", 60);
    put_tar(share, "b.tar", 60);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 2);
    assert_non_null(strstr(got, "'attribute of d/59.txt'"));
    assert_non_null(strstr(got, "a@example.com.zip!z.zip!/名簿.csv"));
}

static void limits_hold_for_the_whole_archive(void **state)
{
    const FixtureShare *share = *state;
    put_zip(share, "a.zip", 60);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){.members = 40}, 0);
    assert_non_null(strstr(got, "'limit: members'"));
}

static void a_damaged_archive_is_read_whole(void **state)
{
    const FixtureShare *share = *state;
    g_autoptr(GBytes) zip = make_zip(60);
    gsize length = 0;
    const char *bytes = g_bytes_get_data(zip, &length);
    fixture_share_put(share, "a.zip", bytes, (gssize)length * 2 / 3);
    g_autofree char *got = fixture_split_expect_same(share, &(FixtureWay){0}, 0);
    assert_non_null(strstr(got, " 1 'damaged"));
}

/* --- workers that fail --- */

static void die_in_second(int fd, const char *path, const CollectOptions *options,
                          Collected *collected)
{
    if (options->slice.kind == EXTRACT_ENTRIES && options->slice.from > 0) {
        raise(SIGKILL);
    }
    collect_fd(fd, path, options, collected);
}

static void die_in_second_and_whole(int fd, const char *path, const CollectOptions *options,
                                    Collected *collected)
{
    if (options->slice.kind == EXTRACT_WHOLE && g_str_has_suffix(path, ".zip")) {
        raise(SIGKILL);
    }
    die_in_second(fd, path, options, collected);
}

/* By one worker alone: perhaps memory was short. */
static void a_file_is_read_whole_when_a_worker_dies_at_a_slice(void **state)
{
    const FixtureShare *share = *state;
    put_zip(share, "a.zip", 60);
    const DaichoScanResult result = fixture_split_scan(
        share, &(FixtureWay){.jobs = 3, .read = die_in_second});
    assert_true(result.workers_replaced >= 1);
    assert_int_equal(result.split, 0);
    assert_int_equal(result.members, 63);
    assert_int_equal(result.totals.unread, 0);
}

/* S3: it costs the file, once, and no other. */
static void a_worker_that_dies_whenever_it_reads_costs_the_file(void **state)
{
    const FixtureShare *share = *state;
    put_zip(share, "a.zip", 60);
    fixture_share_put(share, "b.txt", "b@example.com\n", -1);
    const DaichoScanResult result = fixture_split_scan(
        share, &(FixtureWay){.jobs = 3, .read = die_in_second_and_whole});
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(items, "unread a.zip: worker died: SIGKILL\nread b.txt\n");
    assert_true(result.workers_replaced >= 2);
    assert_int_equal(result.split, 0);
}

/* S4: a plan for what was not asked about, and a slice that says of itself what it is not. */
static void plan_always(int fd, const char *path, const CollectOptions *options,
                        Collected *collected)
{
    collect_fd(fd, path, options, collected);
    const ExtractSlice slice = {.kind = EXTRACT_ENTRIES, .to = G_MAXUINT64};
    g_array_append_val(collected->outcome.plan, slice);
}

static void a_plan_that_was_not_asked_for_is_refused(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "b.txt", "b@example.com\n", -1);
    fixture_split_scan(share, &(FixtureWay){.jobs = 2, .read = plan_always});
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(items, "unread b.txt: worker gave a damaged answer\n");
}

static void ask_in_slices(int fd, const char *path, const CollectOptions *options,
                          Collected *collected)
{
    collect_fd(fd, path, options, collected);
    if (options->slice.kind == EXTRACT_ENTRIES && options->seen != NULL) {
        raise(SIGABRT);
    }
}

/* The whole is hashed once, by who plans; a slice is no copy of anything. */
static void slices_do_not_ask_what_was_read_before(void **state)
{
    const FixtureShare *share = *state;
    put_zip(share, "a.zip", 60);
    const DaichoScanResult result = fixture_split_scan(
        share, &(FixtureWay){.jobs = 2, .read = ask_in_slices});
    assert_int_equal(result.split, 1);
    assert_int_equal(result.workers_replaced, 0);
}

static void boast(int fd, const char *path, const CollectOptions *options, Collected *collected)
{
    collect_fd(fd, path, options, collected);
    if (options->slice.kind == EXTRACT_ENTRIES) {
        collected->outcome.sum.findings = G_MAXUINT64 - 1;
        ((DaichoItem *)collected->items->pdata[0])->records = G_MAXINT64;
    }
}

static void sums_that_cannot_be_make_a_file_whole(void **state)
{
    const FixtureShare *share = *state;
    put_zip(share, "a.zip", 60);
    const DaichoScanResult result = fixture_split_scan(share,
                                                       &(FixtureWay){.jobs = 2, .read = boast});
    assert_int_equal(result.split, 0);
    assert_int_equal(result.members, 63);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_text_in_slices_is_the_text),
        IN_SHARE(bytes_outside_the_charset_are_added_up),
        IN_SHARE(a_line_longer_than_a_window_keeps_a_text_whole),
        IN_SHARE(limits_hold_for_the_whole_text),
        IN_SHARE(slices_that_wait_are_dropped_when_the_text_is_read_whole),
        IN_SHARE(an_archive_in_slices_is_the_archive),
        IN_SHARE(limits_hold_for_the_whole_archive),
        IN_SHARE(a_damaged_archive_is_read_whole),
        IN_SHARE(a_file_is_read_whole_when_a_worker_dies_at_a_slice),
        IN_SHARE(a_worker_that_dies_whenever_it_reads_costs_the_file),
        IN_SHARE(a_plan_that_was_not_asked_for_is_refused),
        IN_SHARE(slices_do_not_ask_what_was_read_before),
        IN_SHARE(sums_that_cannot_be_make_a_file_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "tests/unit/enforcer/fixture_archive.h"

#define TEXT "one\r\ntwo\r\n\xff\xfe\x00three\r\n"

static GBytes *make_text(void)
{
    return g_bytes_new_static(TEXT, sizeof TEXT - 1);
}

static void a_plain_file_loses_the_ranges_and_nothing_else(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make_text();
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    DaichoEdit *edit = fixture_edit(edits, "", source, FALSE);
    fixture_cut(edit, 0, 5);
    fixture_cut(edit, 11, 13);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    static const char expected[] = "two\r\n\xff"
                                   "three\r\n";
    g_autoptr(GBytes) left = g_bytes_new_static(expected, sizeof expected - 1);
    fixture_assert_same(got, left);
}

static void a_large_plain_file_is_copied_range_by_range(void **state)
{
    (void)state;
    enum { LENGTH = 3 << 20, CUT = 1 << 20 };
    g_autofree char *text = g_strnfill(LENGTH, 'a');
    memset(text + CUT, 'b', CUT);
    g_autoptr(GBytes) source = g_bytes_new(text, LENGTH);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    fixture_cut(fixture_edit(edits, "", source, FALSE), CUT, 2 * CUT);
    g_autoptr(GBytes) got = fixture_expect_success(source, edits);
    memset(text, 'a', LENGTH);
    g_autoptr(GBytes) expected = g_bytes_new(text, LENGTH - CUT);
    fixture_assert_same(got, expected);
}

static void a_plain_file_that_changed_is_refused(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make_text();
    g_autoptr(GBytes) other = fixture_bytes("other");
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    fixture_cut(fixture_edit(edits, "", other, FALSE), 0, 3);
    fixture_expect_refusal(source, edits, "changed since the plan");
}

static void ranges_that_make_no_sense_are_refused(void **state)
{
    (void)state;
    static const gint64 ranges[][4] = {
        {5, 5, 6, 7}, {5, 4, 6, 7}, {5, 9, 8, 10}, {-1, 2, 3, 4}, {0, 2, 3, 400}, {6, 8, 0, 2},
    };
    g_autoptr(GBytes) source = make_text();
    for (gsize i = 0; i < G_N_ELEMENTS(ranges); i++) {
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        DaichoEdit *edit = fixture_edit(edits, "", source, FALSE);
        fixture_cut(edit, ranges[i][0], ranges[i][1]);
        fixture_cut(edit, ranges[i][2], ranges[i][3]);
        fixture_expect_refusal(source, edits, "not in order or not in the");
    }
    g_autoptr(GPtrArray) none = fixture_edits_new();
    fixture_edit(none, "", source, FALSE);
    fixture_expect_refusal(source, none, "names no bytes");
}

static void edits_that_do_not_fit_together_are_refused(void **state)
{
    (void)state;
    g_autoptr(GBytes) source = make_text();
    g_autoptr(GPtrArray) none = fixture_edits_new();
    fixture_expect_refusal(source, none, "do not fit together");
    g_autoptr(GPtrArray) whole = fixture_edits_new();
    fixture_edit(whole, "", source, TRUE);
    fixture_expect_refusal(source, whole, "do not fit together");
    g_autoptr(GPtrArray) mixed = fixture_edits_new();
    fixture_cut(fixture_edit(mixed, "", source, FALSE), 0, 3);
    fixture_edit(mixed, "a.csv", source, TRUE);
    fixture_expect_refusal(source, mixed, "is not there");
    g_autoptr(GPtrArray) twice = fixture_edits_new();
    fixture_cut(fixture_edit(twice, "", source, FALSE), 0, 3);
    fixture_cut(fixture_edit(twice, "", source, FALSE), 5, 8);
    fixture_expect_refusal(source, twice, "do not fit together");
}

static void what_is_no_archive_is_refused(void **state)
{
    (void)state;
    static const char cpio[] = "070707000001000002100644000000000000000001000000000000000000"
                               "0000000001300000000000TRAILER!!!";
    g_autoptr(GBytes) text = make_text();
    g_autoptr(GBytes) other = g_bytes_new_static(cpio, sizeof cpio);
    g_autoptr(GBytes) nothing = fixture_bytes("");
    g_autoptr(GBytes) compressed = fixture_compress("gzip", other);
    GBytes *const sources[] = {text, other, nothing, compressed};
    for (gsize i = 0; i < G_N_ELEMENTS(sources); i++) {
        g_autoptr(GPtrArray) edits = fixture_edits_new();
        fixture_edit(edits, "a.csv", text, TRUE);
        fixture_expect_refusal(sources[i], edits, "");
    }
}

static void limits_are_kept_to(void **state)
{
    (void)state;
    g_autoptr(GBytes) text = make_text();
    const FixtureMember inner_member = {.name = "a.csv", .content = text};
    g_autoptr(GBytes) inner = fixture_archive_build(FIXTURE_USTAR, &inner_member, 1);
    const FixtureMember member = {.name = "inner", .content = inner};
    g_autoptr(GBytes) source = fixture_archive_build(FIXTURE_ZIP_DEFLATED, &member, 1);
    g_autoptr(GPtrArray) edits = fixture_edits_new();
    fixture_edit(edits, "inner!/a.csv", text, TRUE);
    static const struct {
        guint depth;
        guint64 rewrite_bytes, expanded_bytes, members;
        const char *words;
    } cases[] = {
        {1, 1 << 20, 1 << 20, 10, "nested deeper than the limit of 1"},
        {16, 100, 1 << 20, 10, "more than the limit of 100"},
        {16, 1024, 1 << 20, 10, "more than the limit of 1024"},
        {16, 1 << 20, 1000, 10, "more than the limits of a scan allow"},
        {16, 1 << 20, 1 << 20, 0, "more than the limits of a scan allow"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        DaichoLimits limits = daicho_limits_default;
        limits.depth = cases[i].depth;
        limits.rewrite_bytes = cases[i].rewrite_bytes;
        limits.expanded_bytes = cases[i].expanded_bytes;
        limits.members = cases[i].members;
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) got = fixture_apply(source, edits, &limits, &error);
        assert_null(got);
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
        assert_non_null(strstr(error->message, cases[i].words));
    }
}

/* --- a file system whose Nth call fails --- */

typedef struct {
    DaichoFs fs;
    guint calls, fails_at;
    int errnum; /* 0: a write is short */
} FaultFs;

static gboolean fires(DaichoFs *fs)
{
    FaultFs *fault = (FaultFs *)fs;
    fault->calls++;
    errno = fault->errnum;
    return fault->calls == fault->fails_at;
}

static ssize_t fault_pread(DaichoFs *fs, int fd, void *buffer, size_t length, off_t offset)
{
    if (fires(fs)) {
        return errno != 0 ? -1 : pread(fd, buffer, MIN(length, 1), offset);
    }
    return pread(fd, buffer, length, offset);
}

static ssize_t fault_write(DaichoFs *fs, int fd, const void *buffer, size_t length)
{
    if (fires(fs)) {
        return errno != 0 ? -1 : write(fd, buffer, MIN(length, 1));
    }
    return write(fd, buffer, length);
}

static int fault_fstat(DaichoFs *fs, int fd, struct stat *status)
{
    if (fires(fs) && errno != 0 && errno != EINTR) {
        return -1;
    }
    return fstat(fd, status);
}

static int make_file(GBytes *content)
{
    gsize length = 0;
    const void *bytes = content != NULL ? g_bytes_get_data(content, &length) : NULL;
    int fd = memfd_create("edit", MFD_CLOEXEC);
    assert_true(daicho_fs_write_all(daicho_fs_system(), fd, bytes, length, NULL));
    return fd;
}

/* TRUE when the fault fired. */
static gboolean run_with_fault(GBytes *source, GBytes *expected, const GPtrArray *edits, guint nth,
                               int errnum)
{
    FaultFs fault = {*daicho_fs_system(), 0, nth, errnum};
    fault.fs.pread = fault_pread;
    fault.fs.write = fault_write;
    fault.fs.fstat = fault_fstat;
    DAICHO_AUTO_FD int source_fd = make_file(source);
    DAICHO_AUTO_FD int staged_fd = make_file(NULL);
    g_autoptr(GError) error = NULL;
    gboolean done = edit_apply(&fault.fs, source_fd, staged_fd, "a", edits, &daicho_limits_default,
                               &error);
    gboolean fired = fault.calls >= nth;
    gboolean is_mild = errnum == 0 || errnum == EINTR;
    assert_int_equal(done, !fired || is_mild);
    assert_true(done || g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
    if (done) {
        gsize length = 0;
        const void *bytes = g_bytes_get_data(expected, &length);
        g_autofree guint8 *staged = g_malloc(length + 1);
        assert_int_equal(pread(staged_fd, staged, length + 1, 0), length);
        assert_memory_equal(staged, bytes, length);
    }
    return fired;
}

static void every_fault_is_an_error_or_does_no_harm(void **state)
{
    (void)state;
    static const int errnums[] = {EIO, ENOSPC, EINTR, 0};
    g_autoptr(GBytes) text = fixture_bytes("one\ntwo\nthree\n");
    g_autoptr(GBytes) text_left = fixture_bytes("one\nthree\n");
    g_autoptr(GPtrArray) text_edits = fixture_edits_new();
    fixture_cut(fixture_edit(text_edits, "", text, FALSE), 4, 8);
    const FixtureMember member = {.name = "a.csv", .content = text};
    const FixtureMember member_left = {.name = "a.csv", .content = text_left};
    g_autoptr(GBytes) archive = fixture_archive_build(FIXTURE_ZIP_STORED, &member, 1);
    g_autoptr(GBytes) archive_left = fixture_archive_build(FIXTURE_ZIP_STORED, &member_left, 1);
    g_autoptr(GPtrArray) archive_edits = fixture_edits_new();
    fixture_cut(fixture_edit(archive_edits, "a.csv", text, FALSE), 4, 8);
    for (gsize i = 0; i < G_N_ELEMENTS(errnums); i++) {
        guint nth = 1;
        while (run_with_fault(text, text_left, text_edits, nth, errnums[i])) {
            nth++;
        }
        assert_true(nth > 8);
        nth = 1;
        while (run_with_fault(archive, archive_left, archive_edits, nth, errnums[i])) {
            nth++;
        }
        assert_true(nth > 3);
    }
}

static void the_containers_that_are_rewritten_are_told(void **state)
{
    (void)state;
    assert_true(edit_is_supported("application/zip"));
    assert_true(edit_is_supported("application/x-tar"));
    assert_true(edit_is_supported("application/gzip"));
    assert_true(edit_is_supported("application/x-bzip2"));
    assert_true(edit_is_supported("application/x-xz"));
    assert_true(edit_is_supported("application/zstd"));
    assert_false(edit_is_supported("application/vnd.rar"));
    assert_true(edit_is_supported("application/x-7z-compressed"));
    assert_false(edit_is_supported("application/x-7z-encrypted"));
    assert_false(edit_is_supported("text/plain"));
    assert_false(
        edit_is_supported("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_file_loses_the_ranges_and_nothing_else),
        cmocka_unit_test(a_large_plain_file_is_copied_range_by_range),
        cmocka_unit_test(a_plain_file_that_changed_is_refused),
        cmocka_unit_test(ranges_that_make_no_sense_are_refused),
        cmocka_unit_test(edits_that_do_not_fit_together_are_refused),
        cmocka_unit_test(what_is_no_archive_is_refused),
        cmocka_unit_test(limits_are_kept_to),
        cmocka_unit_test(every_fault_is_an_error_or_does_no_harm),
        cmocka_unit_test(the_containers_that_are_rewritten_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

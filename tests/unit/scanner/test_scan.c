#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/scanner/fixture_share.h"
#include "scanner/scan.h"

static DaichoReading make_reading(guint time_s)
{
    return (DaichoReading){.limits = {
                               .depth = 8,
                               .expanded_bytes = 64 << 20,
                               .ratio = 1000,
                               .members = 1000,
                               .findings = 1000,
                               .time_s = time_s,
                               .memory_bytes = 400 << 20,
                           }};
}

/* A busy machine makes honest readers slow: time is short only where a reader never ends. */
static DaichoScanResult scan_within(const FixtureShare *share, WorkerRead read, gboolean full,
                                    guint time_s)
{
    DaichoScanResult result = {0};
    g_autoptr(GError) error = NULL;
    const DaichoScanOptions options = {
        .share = "t",
        .root = share->root,
        .full = full,
        .jobs = 2,
        .reading = make_reading(time_s),
    };
    const WorkerConfig config = {
        .rules = share->rules, .key = share->key, .reading = &options.reading, .read = read};
    if (!scan_run(share->catalog, &config, &options, 1000, &result, &error)) {
        fail_msg("%s", error->message);
    }
    return result;
}

static DaichoScanResult scan_with(const FixtureShare *share, WorkerRead read, gboolean full)
{
    return scan_within(share, read, full, daicho_limits_default.time_s);
}

static DaichoScanResult scan(const FixtureShare *share)
{
    return scan_with(share, collect_fd, FALSE);
}

static void the_same_words_are_found_in_every_charset(void **state)
{
    const FixtureShare *share = *state;
    static const char text[] =
        "お名前：架空花子\n電話：０９０-００００-１２３４\nhanako@example.com\n";
    static const char *const charsets[] = {"UTF-8",  "CP932",    "EUC-JP-MS", "ISO-2022-JP-3",
                                           "UTF-16", "UTF-16LE", "UTF-16BE"};
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        fixture_share_put_as(share, "a.txt", charsets[i], text);
        scan_with(share, collect_fd, TRUE);
        g_autofree char *findings = fixture_share_list_findings(share);
        assert_string_equal(findings, "a.txt jp.name@1 架***\n"
                                      "a.txt jp.phone@2 0**-****-*234\n"
                                      "a.txt common.email@3 h***@e***.com\n");
    }
}

static void a_table_speaks_through_its_headers(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "名簿.csv",
                      "氏名,携帯,備考\n架空花子,09000001234,\"a\nb\"\n見本太郎,1,x\n", -1);
    scan(share);
    g_autofree char *findings = fixture_share_list_findings(share);
    assert_string_equal(findings, "名簿.csv jp.name@2 架***\n"
                                  "名簿.csv jp.phone-digits@2 0*******234\n"
                                  "名簿.csv jp.name@4 見***\n");
}

static void an_unchanged_file_is_not_opened_again(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.txt", "hanako@example.com\n", -1);
    fixture_share_put(share, "b.txt", "taro@example.com\n", -1);
    DaichoScanResult first = scan(share);
    assert_int_equal(first.unchanged, 0);
    fixture_share_put(share, "b.txt", "jiro@example.com\n", -1);
    DaichoScanResult second = scan(share);
    assert_int_equal(second.unchanged, 1);
    DaichoScanResult full = scan_with(share, collect_fd, TRUE);
    assert_int_equal(full.unchanged, 0);
    assert_int_equal(full.totals.findings, 2);
}

static void a_file_that_is_gone_leaves_the_catalog(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.txt", "hanako@example.com\n", -1);
    scan(share);
    g_autofree char *path = g_build_filename(share->root, "a.txt", NULL);
    assert_int_equal(unlink(path), 0);
    DaichoScanResult result = scan(share);
    assert_int_equal(result.totals.removed, 1);
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(items, "");
}

static void what_cannot_be_read_is_unread_with_its_reason(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.ps", "%!PS-Adobe-3.0\n", -1);
    fixture_share_put(share, "b.zip", "PK\x03\x04 and no more", -1);
    fixture_share_put(share, "c.txt", "", -1);
    g_autofree char *pipe = g_build_filename(share->root, "pipe", NULL);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    DaichoScanResult result = scan(share);
    g_autofree char *items = fixture_share_list_items(share);
    assert_true(g_str_has_prefix(items, "unread a.ps: no reader for application/postscript\n"
                                        "unread b.zip: damaged: "));
    assert_true(g_str_has_suffix(items, "\nread c.txt\n"));
    assert_int_equal(result.special, 1);
    assert_int_equal(result.totals.unread, 2);
}

static void an_unreadable_folder_takes_nothing_from_the_catalog(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "d/a.txt", "hanako@example.com\n", -1);
    scan(share);
    g_autofree char *folder = g_build_filename(share->root, "d", NULL);
    g_autofree char *moved = g_build_filename(share->folder, "moved", NULL);
    assert_int_equal(rename(folder, moved), 0);
    assert_int_equal(symlink(moved, folder), 0);
    scan(share); /* a link is no folder: what was in it is gone */
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(items, "");
}

/* Misbehaves as the file's name says; else reads it. */
static void misbehave(int fd, const char *path, const CollectOptions *options, Collected *collected)
{
    if (strstr(path, "crash") != NULL) {
        signal(SIGABRT, SIG_DFL);
        abort();
    } else if (strstr(path, "allocate") != NULL) {
        for (;;) {
            mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE,
                 -1, 0);
        }
    } else if (strstr(path, "open") != NULL) {
        open("/tmp/daicho-must-not-exist", O_WRONLY | O_CREAT, 0600);
    } else if (strstr(path, "socket") != NULL) {
        socket(AF_INET, SOCK_STREAM, 0);
    } else if (strstr(path, "exec") != NULL) {
        execl("/bin/true", "true", NULL);
    }
    collect_fd(fd, path, options, collected);
}

static void a_reader_that_misbehaves_costs_one_file(void **state)
{
    const FixtureShare *share = *state;
    static const char *const names[] = {"a-crash.txt", "b-open.txt", "c-socket.txt", "d-exec.txt",
                                        "e-allocate.txt"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        fixture_share_put(share, names[i], "hanako@example.com\n", -1);
    }
    fixture_share_put(share, "z.txt", "hanako@example.com\n", -1);
    DaichoScanResult result = scan_with(share, misbehave, FALSE);
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(
        items, "unread a-crash.txt: worker died: SIGABRT\n"
               "unread b-open.txt: worker was stopped: it tried a forbidden system call\n"
               "unread c-socket.txt: worker was stopped: it tried a forbidden system call\n"
               "unread d-exec.txt: worker was stopped: it tried a forbidden system call\n"
               "unread e-allocate.txt: out of memory: more than 400 MiB\n"
               "read z.txt\n");
    assert_int_equal(result.workers_replaced, G_N_ELEMENTS(names));
    assert_int_not_equal(access("/tmp/daicho-must-not-exist", F_OK), 0);
    /* What failed for a passing reason is read again; what was read, or needs more than there may be,
     * is not. */
    DaichoScanResult again = scan(share);
    assert_int_equal(again.unchanged, 2);
    assert_int_equal(again.totals.unread, 1);
}

/* S3: also of those before it whose answers the worker had not sent. */
static void a_reader_that_dies_among_many_costs_one_file(void **state)
{
    const FixtureShare *share = *state;
    for (int i = 0; i < 100; i++) {
        g_autofree char *name = g_strdup_printf("%02d%s.txt", i, i == 20 ? "-crash" : "");
        fixture_share_put(share, name, "hanako@example.com\n", -1);
    }
    DaichoScanResult result = scan_with(share, misbehave, FALSE);
    assert_int_equal(result.workers_replaced, 1);
    assert_int_equal(result.totals.read, 99);
    assert_int_equal(result.totals.unread, 1);
    assert_int_equal(result.totals.findings, 99);
}

static void hang_at_some(int fd, const char *path, const CollectOptions *options,
                         Collected *collected)
{
    for (volatile int i = 0; strstr(path, "hang") != NULL && i >= 0; i = (i + 1) & 1) {
    }
    collect_fd(fd, path, options, collected);
}

/* The honest file may be out of time too when the machine is busy: the next scan reads it. */
static void a_reader_that_hangs_is_stopped(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a-hang.txt", "hanako@example.com\n", -1);
    fixture_share_put(share, "z.txt", "hanako@example.com\n", -1);
    DaichoScanResult result = scan_within(share, hang_at_some, FALSE, 2);
    g_autofree char *items = fixture_share_list_items(share);
    assert_true(g_str_has_prefix(items, "unread a-hang.txt: out of time: more than 2 s\n"));
    assert_true(result.workers_replaced >= 1);
    DaichoScanResult again = scan(share);
    g_autofree char *items_again = fixture_share_list_items(share);
    assert_string_equal(items_again, "read a-hang.txt\nread z.txt\n");
    assert_int_equal(again.totals.unread, 0);
}

static volatile int stop;

static void stop_after_some(const DaichoScanProgress *progress, gpointer data)
{
    (void)data;
    stop = progress->files >= 40 && progress->bytes > 0;
}

static void a_scan_that_was_stopped_goes_on(void **state)
{
    const FixtureShare *share = *state;
    for (int i = 0; i < 300; i++) {
        g_autofree char *name = g_strdup_printf("%03d.txt", i);
        fixture_share_put(share, name, "hanako@example.com\n", -1);
    }
    DaichoScanResult result = {0};
    const DaichoScanOptions options = {
        .share = "t",
        .root = share->root,
        .full = TRUE,
        .jobs = 1,
        .reading = make_reading(daicho_limits_default.time_s),
        .stop = &stop,
        .max_rate = 2000,
        .progress = stop_after_some,
    };
    assert_true(daicho_scan_share(share->catalog, share->rules, &options, 1, &result, NULL));
    assert_true(result.stopped);
    DaichoScanResult rest = scan_with(share, collect_fd, TRUE);
    assert_true(rest.resumed);
    if (rest.totals.read != 300) {
        g_autofree char *items = fixture_share_list_items(share);
        fail_msg("%s", strstr(items, "unread") != NULL ? strstr(items, "unread") : items);
    }
    assert_true(rest.unchanged > 0);
}

static guint64 counted;

static void stop_when_counted(const DaichoScanProgress *progress, gpointer data)
{
    (void)data;
    counted = progress->expected_files;
    stop = counted > 0;
}

/* So slow that it is counted long before its end. */
static void how_many_files_there_are_is_told_during_a_first_scan(void **state)
{
    const FixtureShare *share = *state;
    for (int i = 0; i < 300; i++) {
        g_autofree char *name = g_strdup_printf("%03d.txt", i);
        fixture_share_put(share, name, "hanako@example.com\n", -1);
    }
    fixture_share_put(share, "left-out.txt", "x", -1);
    static const char *const exclude[] = {"left-out.txt", NULL};
    DaichoScanResult result = {0};
    const DaichoScanOptions options = {
        .share = "t",
        .root = share->root,
        .exclude = exclude,
        .jobs = 1,
        .reading = daicho_reading_default,
        .stop = &stop,
        .max_rate = 100,
        .progress = stop_when_counted,
    };
    stop = 0;
    assert_true(daicho_scan_share(share->catalog, share->rules, &options, 1, &result, NULL));
    assert_true(result.stopped);
    assert_int_equal(counted, 300);
}

static void content_that_was_seen_is_not_parsed_again(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.csv", "mail\nhanako@example.com\n", -1);
    g_autofree char *command = g_strdup_printf(
        "cd %s && bsdtar -a -cf a.zip a.csv && cp a.zip b.zip", share->root);
    assert_int_equal(system(command), 0);
    DaichoScanResult result = {0};
    const DaichoScanOptions options = {
        .share = "t", .root = share->root, .jobs = 1, .reading = daicho_reading_default};
    assert_true(daicho_scan_share(share->catalog, share->rules, &options, 1, &result, NULL));
    assert_int_equal(result.copied, 1);
    g_autofree char *findings = fixture_share_list_findings(share);
    assert_string_equal(findings, "a.csv common.email@2 h***@e***.com\n"
                                  "a.zip!/a.csv common.email@2 h***@e***.com\n"
                                  "b.zip!/a.csv common.email@2 h***@e***.com\n");
}

/* The rows are those of another name: what stands in this one must not be lost, nor what stood in
 * the other be taken for it. */
static void a_copy_is_read_by_its_own_name(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "in.csv", "mail\ntaro@example.com\n", -1);
    g_autofree char *command = g_strdup_printf(
        "cd %s && bsdtar -a -cf 'a x@example.com.zip' in.csv && cp a*.zip b.zip &&"
        " cp a*.zip 'c hanako@example.com.zip' && gzip -k in.csv && cp in.csv.gz on.csv.gz",
        share->root);
    assert_int_equal(system(command), 0);
    DaichoScanResult result = scan_with(share, collect_fd, FALSE);
    assert_int_equal(result.totals.read, 11);
    g_autofree char *findings = fixture_share_list_findings(share);
    assert_string_equal(findings, "a x@example.com.zip common.email@0 x***@e***.zip\n"
                                  "a x@example.com.zip!/in.csv common.email@2 t***@e***.com\n"
                                  "b.zip!/in.csv common.email@2 t***@e***.com\n"
                                  "c hanako@example.com.zip common.email@0 h***@e***.zip\n"
                                  "c hanako@example.com.zip!/in.csv common.email@2 t***@e***.com\n"
                                  "in.csv common.email@2 t***@e***.com\n"
                                  "in.csv.gz!/in.csv common.email@2 t***@e***.com\n"
                                  "on.csv.gz!/on.csv common.email@2 t***@e***.com\n");
}

static void names_are_read_by_the_rules_too(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "mail hanako@example.com.txt", "nothing\n", -1);
    scan(share);
    g_autofree char *findings = fixture_share_list_findings(share);
    assert_string_equal(findings, "");
    fixture_share_put(share, "(hanako@example.com) a.txt", "nothing\n", -1);
    scan(share);
    g_autofree char *found = fixture_share_list_findings(share);
    assert_string_equal(found, "(hanako@example.com) a.txt common.email@0 h***@e***.com\n");
}

/* Cutting the bytes that a record's finding names leaves the rest as it was. */
static void a_record_can_be_cut_from_the_original(void **state)
{
    const FixtureShare *share = *state;
    static const char *const charsets[] = {"UTF-8",  "CP932",    "EUC-JP-MS", "ISO-2022-JP-3",
                                           "UTF-16", "UTF-16LE", "UTF-16BE"};
    static const char first[] = "一行目の電話\r\n";
    static const char second[] = "メール hanako@example.com です\r\n";
    static const char third[] = "三行目\r\n";
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        g_autofree char *whole = g_strconcat(first, second, third, NULL);
        g_autofree char *rest = g_strconcat(first, third, NULL);
        fixture_share_put_as(share, "whole.txt", charsets[i], whole);
        gsize length = 0;
        gsize rest_length = 0;
        g_autofree char *path = g_build_filename(share->root, "whole.txt", NULL);
        g_autofree char *bytes = NULL;
        assert_true(g_file_get_contents(path, &bytes, &length, NULL));
        g_autofree char *expected = g_convert(rest, -1, charsets[i], "UTF-8", NULL, &rest_length,
                                              NULL);
        int fd = open(path, O_RDONLY);
        g_autoptr(GPtrArray) items = daicho_scan_fd(share->rules, share->key, fd, "whole.txt",
                                                    &daicho_reading_default, NULL);
        close(fd);
        const DaichoItem *item = g_ptr_array_index(items, 0);
        if (item->findings->len != 1) {
            fail_msg("%s: %s: %s", charsets[i], item->charset, item->reason);
        }
        const DaichoFinding *finding = g_ptr_array_index(item->findings, 0);
        assert_int_equal(finding->record, 2);
        memmove(bytes + finding->record_start, bytes + finding->record_end,
                length - (gsize)finding->record_end);
        length -= (gsize)(finding->record_end - finding->record_start);
        assert_int_equal(length, rest_length);
        assert_memory_equal(bytes, expected, length);
    }
}

/* What an erasure of all that a compressed file held leaves; a damaged one stays damaged. */
static void an_empty_compressed_file_is_read(void **state)
{
    const FixtureShare *share = *state;
    static const char empty[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0";
    static const char garbled[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03\x07garbled data";
    fixture_share_put(share, "a.csv.gz", empty, sizeof empty);
    scan(share);
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(items, "read a.csv.gz\n");
    fixture_share_put(share, "a.csv.gz", garbled, sizeof garbled);
    fixture_share_put(share, "b.csv.gz", empty, 10);
    fixture_share_put(share, "c.csv.gz", empty, 11);
    fixture_share_put(share, "d.csv.bz2", "BZh91AY&SY\x01\xff\x02garbled", -1);
    scan(share);
    g_autofree char *damaged = fixture_share_list_items(share);
    assert_string_equal(damaged, "unread a.csv.gz: damaged: gzip decompression failed\n"
                                 "unread b.csv.gz: damaged: truncated gzip input\n"
                                 "unread c.csv.gz: damaged: truncated gzip input\n"
                                 "unread d.csv.bz2: damaged: bzip decompression failed\n");
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(the_same_words_are_found_in_every_charset),
        IN_SHARE(a_table_speaks_through_its_headers),
        IN_SHARE(an_unchanged_file_is_not_opened_again),
        IN_SHARE(a_file_that_is_gone_leaves_the_catalog),
        IN_SHARE(what_cannot_be_read_is_unread_with_its_reason),
        IN_SHARE(an_unreadable_folder_takes_nothing_from_the_catalog),
        IN_SHARE(a_reader_that_misbehaves_costs_one_file),
        IN_SHARE(a_reader_that_dies_among_many_costs_one_file),
        IN_SHARE(a_reader_that_hangs_is_stopped),
        IN_SHARE(a_scan_that_was_stopped_goes_on),
        IN_SHARE(how_many_files_there_are_is_told_during_a_first_scan),
        IN_SHARE(content_that_was_seen_is_not_parsed_again),
        IN_SHARE(a_copy_is_read_by_its_own_name),
        IN_SHARE(names_are_read_by_the_rules_too),
        IN_SHARE(a_record_can_be_cut_from_the_original),
        IN_SHARE(an_empty_compressed_file_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

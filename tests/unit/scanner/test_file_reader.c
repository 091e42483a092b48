#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "scanner/scanner.h"
#include "tests/unit/scanner/fixture_share.h"

static GPtrArray *read_file(const FixtureShare *share, DaichoFileReader *reader, const char *name,
                            GError **error)
{
    g_autofree char *path = g_build_filename(share->root, name, NULL);
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    return daicho_file_reader_read(reader, fd, name, error);
}

static void put_files(const FixtureShare *share)
{
    fixture_share_put(share, "a.txt", "メール: hanako@example.com\n", -1);
    fixture_share_put(share, "b.txt", "注文番号 1\n", -1);
}

/* The only child of this process. */
static pid_t find_worker(void)
{
    g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", getpid());
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return (pid_t)g_ascii_strtoll(text, NULL, 10);
}

static void one_process_reads_many_files(void **state)
{
    const FixtureShare *share = *state;
    put_files(share);
    g_autoptr(DaichoFileReader)
        reader = daicho_file_reader_new(share->rules, share->key, &daicho_reading_default);
    pid_t worker = 0;
    for (guint i = 0; i < 100; i++) {
        const char *name = i % 2 == 0 ? "a.txt" : "b.txt";
        g_autoptr(GPtrArray) items = read_file(share, reader, name, NULL);
        assert_non_null(items);
        const DaichoItem *item = g_ptr_array_index(items, 0);
        assert_string_equal(item->path, name);
        assert_int_equal(item->findings->len, i % 2 == 0 ? 1 : 0);
        assert_int_equal(strlen(item->digest), 2 * DAICHO_DIGEST_BYTES);
        assert_true(worker == 0 || worker == find_worker());
        worker = find_worker();
    }
}

/* What a file does to the process that reads it stays with that file. */
static void after_a_rest_another_process_reads(void **state)
{
    const FixtureShare *share = *state;
    put_files(share);
    g_autoptr(DaichoFileReader)
        reader = daicho_file_reader_new(share->rules, share->key, &daicho_reading_default);
    daicho_file_reader_rest(reader);
    g_autoptr(GPtrArray) first = read_file(share, reader, "a.txt", NULL);
    pid_t worker = find_worker();
    daicho_file_reader_rest(reader);
    assert_int_equal(find_worker(), 0);
    g_autoptr(GPtrArray) second = read_file(share, reader, "a.txt", NULL);
    assert_int_equal(first->len, second->len);
    assert_int_not_equal(find_worker(), worker);
}

static void what_it_tells_is_what_a_process_of_its_own_tells(void **state)
{
    const FixtureShare *share = *state;
    put_files(share);
    g_autoptr(DaichoFileReader)
        reader = daicho_file_reader_new(share->rules, share->key, &daicho_reading_default);
    g_autoptr(GPtrArray) items = read_file(share, reader, "a.txt", NULL);
    g_autofree char *path = g_build_filename(share->root, "a.txt", NULL);
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
    g_autoptr(GPtrArray) alone = daicho_scan_fd(share->rules, share->key, fd, "a.txt",
                                                &daicho_reading_default, NULL);
    const DaichoItem *one = g_ptr_array_index(items, 0);
    const DaichoItem *other = g_ptr_array_index(alone, 0);
    const DaichoFinding *finding = g_ptr_array_index(one->findings, 0);
    const DaichoFinding *same = g_ptr_array_index(other->findings, 0);
    assert_string_equal(one->digest, other->digest);
    assert_int_equal(finding->record_start, same->record_start);
    assert_int_equal(finding->record_end, same->record_end);
    assert_memory_equal(finding->fingerprint, same->fingerprint, DAICHO_FINGERPRINT_BYTES);
}

/* It was at none: none is to blame. */
static void a_worker_that_dies_between_files_costs_none(void **state)
{
    const FixtureShare *share = *state;
    put_files(share);
    g_autoptr(DaichoFileReader)
        reader = daicho_file_reader_new(share->rules, share->key, &daicho_reading_default);
    g_autoptr(GPtrArray) before = read_file(share, reader, "a.txt", NULL);
    assert_non_null(before);
    assert_int_equal(kill(find_worker(), SIGKILL), 0);
    g_autoptr(GPtrArray) after = read_file(share, reader, "a.txt", NULL);
    assert_non_null(after);
    assert_int_equal(after->len, before->len);
}

/* Without any time to spare it is killed at its file as soon as it is looked at. */
static void a_worker_that_dies_costs_one_file(void **state)
{
    const FixtureShare *share = *state;
    DaichoReading reading = daicho_reading_default;
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoFileReader) reader = daicho_file_reader_new(share->rules, share->key, &reading);
    g_autofree char *long_text = g_strnfill((gsize)64 << 20, '1');
    put_files(share);
    fixture_share_put(share, "long.txt", long_text, -1);
    reading.limits.time_s = 0;
    assert_null(read_file(share, reader, "long.txt", &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
    assert_string_equal(error->message, "out of time: more than 0 s");
    reading.limits.time_s = daicho_reading_default.limits.time_s;
    g_autoptr(GPtrArray) after = read_file(share, reader, "a.txt", NULL);
    assert_non_null(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_process_reads_many_files, fixture_share_set_up,
                                        fixture_share_tear_down),
        cmocka_unit_test_setup_teardown(what_it_tells_is_what_a_process_of_its_own_tells,
                                        fixture_share_set_up, fixture_share_tear_down),
        cmocka_unit_test_setup_teardown(after_a_rest_another_process_reads, fixture_share_set_up,
                                        fixture_share_tear_down),
        cmocka_unit_test_setup_teardown(a_worker_that_dies_between_files_costs_none,
                                        fixture_share_set_up, fixture_share_tear_down),
        cmocka_unit_test_setup_teardown(a_worker_that_dies_costs_one_file, fixture_share_set_up,
                                        fixture_share_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

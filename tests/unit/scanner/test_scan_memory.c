#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "scanner/scan_memory.h"
#include "tests/unit/scanner/fixture_share.h"
#include "tests/unit/scanner/fixture_split.h"

/* "hanako@example.com\n" by xz with a dictionary of 80 MiB, which who unpacks it has to allocate. */
static const guint8 packed[] = {
    0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 0x00, 0x00, 0xff, 0x12, 0xd9, 0x41, 0x02, 0x00,
    0x21, 0x01, 0x1d, 0x00, 0x00, 0x00, 0x75, 0xa8, 0xe4, 0x74, 0x01, 0x00, 0x12, 0x68,
    0x61, 0x6e, 0x61, 0x6b, 0x6f, 0x40, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x2e,
    0x63, 0x6f, 0x6d, 0x0a, 0x00, 0x00, 0x00, 0x01, 0x23, 0x13, 0x94, 0x83, 0x91, 0x1a,
    0x06, 0x72, 0x9e, 0x7a, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x59, 0x5a,
};

/* Half of the first is too little for the dictionary, and so is all of the second. */
enum { HEAP_ENOUGH = 140 << 20, HEAP_SHORT = 70 << 20 };

static DaichoScanResult scan(const FixtureShare *share, WorkerRead read, guint64 heap_bytes)
{
    return fixture_split_scan(share,
                              &(FixtureWay){.jobs = 2, .read = read, .heap_bytes = heap_bytes});
}

static void expect_items(const FixtureShare *share, const char *expected)
{
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(items, expected);
}

static void put_packed(const FixtureShare *share, const char *name)
{
    fixture_share_put(share, name, (const char *)packed, sizeof packed);
}

static void what_the_share_of_a_worker_is_too_little_for_is_read_alone(void **state)
{
    const FixtureShare *share = *state;
    put_packed(share, "a.txt.xz");
    fixture_share_put(share, "b.txt", "taro@example.com\n", -1);
    put_packed(share, "c.txt.xz");
    DaichoScanResult result = scan(share, collect_fd, HEAP_ENOUGH);
    expect_items(share, "read a.txt.xz\nread a.txt.xz!/a.txt\nread b.txt\n"
                        "read c.txt.xz\nread c.txt.xz!/c.txt\n");
    assert_int_equal(result.totals.findings, 3);
    assert_int_equal(result.workers_replaced, 0);
}

static void what_all_of_it_is_too_little_for_is_unread(void **state)
{
    const FixtureShare *share = *state;
#if defined(__SANITIZE_ADDRESS__)
    skip(); /* its own needs leave no room for a limit */
#endif
    put_packed(share, "a.txt.xz");
    DaichoScanResult result = scan(share, collect_fd, HEAP_SHORT);
    expect_items(share, "unread a.txt.xz: out of memory\n");
    assert_int_equal(result.totals.unread, 1);
}

static void die_of_little(int fd, const char *path, const CollectOptions *options,
                          Collected *collected)
{
    struct rlimit heap = {0};
    if (getrlimit(RLIMIT_DATA, &heap) == 0 && heap.rlim_cur < HEAP_ENOUGH) {
        abort();
    }
    collect_fd(fd, path, options, collected);
}

static void what_a_worker_dies_of_is_read_again(void **state)
{
    const FixtureShare *share = *state;
#if defined(__SANITIZE_ADDRESS__)
    skip();
#endif
    fixture_share_put(share, "a.txt", "hanako@example.com\n", -1);
    DaichoScanResult result = scan(share, die_of_little, HEAP_ENOUGH);
    expect_items(share, "read a.txt\n");
    assert_int_equal(result.workers_replaced, 1);
}

static void die_always(int fd, const char *path, const CollectOptions *options,
                       Collected *collected)
{
    (void)fd, (void)path, (void)options, (void)collected;
    abort();
}

/* A reader that always dies is tried twice, and its file told. */
static void what_dies_with_all_of_it_too_is_unread(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.txt", "hanako@example.com\n", -1);
    DaichoScanResult result = scan(share, die_always, HEAP_ENOUGH);
    expect_items(share, "unread a.txt: worker died: SIGABRT\n");
    assert_int_equal(result.workers_replaced, 2);
}

static void the_heap_is_divided(void **state)
{
    (void)state;
    DaichoLimits limits = {.heap_bytes = 224 << 20};
    assert_int_equal(scan_memory_divide(&limits, 1), 224 << 20);
    assert_int_equal(scan_memory_divide(&limits, 2), 112 << 20);
    assert_int_equal(scan_memory_divide(&limits, 64), 64 << 20);
    limits.heap_bytes = 32 << 20;
    assert_int_equal(scan_memory_divide(&limits, 2), 32 << 20);
    limits.heap_bytes = 0;
    assert_int_equal(scan_memory_divide(&limits, 2), 0);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_heap_is_divided),
        IN_SHARE(what_the_share_of_a_worker_is_too_little_for_is_read_alone),
        IN_SHARE(what_all_of_it_is_too_little_for_is_unread),
        IN_SHARE(what_a_worker_dies_of_is_read_again),
        IN_SHARE(what_dies_with_all_of_it_too_is_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

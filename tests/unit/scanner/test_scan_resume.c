#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/fs.h"
#include "tests/unit/scanner/fixture_share.h"
#include "scanner/scan.h"

/* What a scan goes through: it is killed, goes on, and meets what hostile or busy shares hold. */

static DaichoScanOptions options_for(const FixtureShare *share)
{
    return (DaichoScanOptions){
        .share = "t", .root = share->root, .jobs = 1, .reading = daicho_reading_default};
}

static DaichoScanResult scan_with(const FixtureShare *share, WorkerRead read)
{
    const DaichoScanOptions options = options_for(share);
    const WorkerConfig config = {
        .rules = share->rules, .key = share->key, .reading = &options.reading, .read = read};
    DaichoScanResult result = {0};
    g_autoptr(GError) error = NULL;
    if (!scan_run(share->catalog, &config, &options, 1000, &result, &error)) {
        fail_msg("%s", error->message);
    }
    return result;
}

static DaichoScanResult scan(const FixtureShare *share)
{
    return scan_with(share, collect_fd);
}

/* Once some rows are committed, the whole scanning process goes. */
static void kill_after_a_commit(const DaichoScanProgress *progress, gpointer data)
{
    (void)data;
    if (progress->bytes > 3000) {
        kill(getpid(), SIGKILL);
    }
}

static void a_scan_that_was_killed_goes_on(void **state)
{
    FixtureShare *share = *state;
    for (int i = 0; i < 400; i++) {
        g_autofree char *name = g_strdup_printf("%03d.txt", i);
        fixture_share_put(share, name, "hanako@example.com\n", -1);
    }
    g_autofree char *path = g_build_filename(share->folder, "catalog.db", NULL);
    daicho_catalog_close(share->catalog);
    pid_t pid = fork();
    if (pid == 0) {
        DaichoScanOptions options = options_for(share);
        options.max_rate = 1000;
        options.progress = kill_after_a_commit;
        DaichoScanResult result;
        DaichoCatalog *catalog = daicho_catalog_open(path, DAICHO_CATALOG_CREATE, share->key, NULL);
        daicho_scan_share(catalog, share->rules, &options, 1, &result, NULL);
        _exit(1);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    share->catalog = daicho_catalog_open(path, DAICHO_CATALOG_CREATE, share->key, NULL);
    assert_non_null(share->catalog);
    DaichoScanResult rest = scan(share);
    assert_true(rest.resumed);
    assert_true(rest.unchanged > 0 && rest.unchanged < 400);
    assert_int_equal(rest.totals.read, 400);
    assert_int_equal(rest.totals.findings, 400);
}

static void must_not_read(int fd, const char *path, const CollectOptions *options,
                          Collected *collected)
{
    (void)fd, (void)path, (void)options, (void)collected;
    abort();
}

static void what_is_unchanged_is_not_even_opened(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.txt", "hanako@example.com\n", -1);
    fixture_share_put(share, "b.csv", "mail\ntaro@example.com\n", -1);
    scan(share);
    DaichoScanResult again = scan_with(share, must_not_read);
    assert_int_equal(again.unchanged, 2);
    assert_int_equal(again.workers_replaced, 0);
    assert_int_equal(again.totals.findings, 2);
}

static guint opened, listed;
static int (*real_open)(DaichoFs *fs, int dir_fd, const char *path, int flags, mode_t mode);

static int count_open(DaichoFs *fs, int dir_fd, const char *path, int flags, mode_t mode)
{
    *((flags & O_DIRECTORY) != 0 ? &listed : &opened) += 1;
    return real_open(fs, dir_fd, path, flags, mode);
}

/* S7: a system call is made for each folder that is listed, and none to open a file. */
static void what_is_unchanged_costs_no_open(void **state)
{
    const FixtureShare *share = *state;
    for (int i = 0; i < 30; i++) {
        g_autofree char *name = g_strdup_printf("%d/%d.txt", i % 3, i);
        fixture_share_put(share, name, "hanako@example.com\n", -1);
    }
    DaichoFs *fs = daicho_fs_system();
    real_open = fs->open_beneath;
    fs->open_beneath = count_open;
    scan(share);
    assert_int_equal(opened, 30);
    fixture_share_put(share, "1/1.txt", "taro@example.com\n", -1);
    opened = listed = 0;
    DaichoScanResult again = scan(share);
    fs->open_beneath = real_open;
    assert_int_equal(again.unchanged, 29);
    assert_int_equal(opened, 1);
    assert_int_equal(listed, 4);
}

static int replace_on_open(DaichoFs *fs, int dir_fd, const char *path, int flags, mode_t mode)
{
    if ((flags & O_DIRECTORY) == 0) {
        assert_int_equal(unlinkat(dir_fd, path, 0), 0);
        assert_true(strcmp(path, "b.txt") != 0 || mkfifoat(dir_fd, path, 0600) == 0);
    }
    return real_open(fs, dir_fd, path, flags, mode);
}

/* Between looking and opening: one is gone, the other is a pipe now. */
static void what_goes_as_it_is_opened_leaves_the_catalog(void **state)
{
    const FixtureShare *share = *state;
    static const char *const names[] = {"a.txt", "b.txt", "c.txt"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        fixture_share_put(share, names[i], "hanako@example.com\n", -1);
    }
    scan(share);
    fixture_share_put(share, "a.txt", "x\n", -1);
    fixture_share_put(share, "b.txt", "x\n", -1);
    DaichoFs *fs = daicho_fs_system();
    real_open = fs->open_beneath;
    fs->open_beneath = replace_on_open;
    DaichoScanResult result = scan(share);
    fs->open_beneath = real_open;
    assert_int_equal(result.totals.removed, 2);
    assert_int_equal(result.special, 1);
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(items, "read c.txt\n");
}

static int replace_by_name(DaichoFs *fs, int dir_fd, const char *path, int flags, mode_t mode)
{
    if ((flags & O_DIRECTORY) == 0 && *path != 'e') {
        assert_int_equal(unlinkat(dir_fd, path, 0), 0);
        assert_true(*path != 'b' || mkfifoat(dir_fd, path, 0600) == 0);
        assert_true(*path != 'c' || symlinkat("e.txt", dir_fd, path) == 0);
        assert_true(*path != 'd' || mkdirat(dir_fd, path, 0700) == 0);
    }
    return real_open(fs, dir_fd, path, flags, mode);
}

/* Between listing and opening; nothing was known of them. */
static void what_is_no_file_any_more_gets_no_row(void **state)
{
    const FixtureShare *share = *state;
    static const char *const names[] = {"a.txt", "b.txt", "c.txt", "d.txt", "e.txt"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        fixture_share_put(share, names[i], "hanako@example.com\n", -1);
    }
    DaichoFs *fs = daicho_fs_system();
    real_open = fs->open_beneath;
    fs->open_beneath = replace_by_name;
    DaichoScanResult result = scan(share);
    fs->open_beneath = real_open;
    assert_int_equal(result.special, 1);
    g_autofree char *items = fixture_share_list_items(share);
    assert_string_equal(items, "read e.txt\n");
}

/* Two names of one file are two files; when one goes the other has another change time, and is read
 * again. */
static void hard_links_are_files_of_their_own(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.txt", "hanako@example.com\n", -1);
    g_autofree char *path = g_build_filename(share->root, "a.txt", NULL);
    g_autofree char *other = g_build_filename(share->root, "d.txt", NULL);
    assert_int_equal(link(path, other), 0);
    assert_int_equal(scan(share).totals.findings, 2);
    assert_int_equal(scan(share).unchanged, 2);
    assert_int_equal(unlink(path), 0);
    DaichoScanResult result = scan(share);
    assert_int_equal(result.totals.removed, 1);
    assert_int_equal(result.totals.findings, 1);
    assert_int_equal(scan(share).unchanged, 1);
}

static volatile int stopped;

static void stop_at_once(const DaichoScanProgress *progress, gpointer data)
{
    (void)progress, (void)data;
    stopped = 1;
}

/* However much there is to go by before the next file that must be read. */
static void a_stop_is_heeded_where_nothing_changed(void **state)
{
    const FixtureShare *share = *state;
    for (int i = 0; i < 1500; i++) {
        g_autofree char *name = g_strdup_printf("%04d", i);
        fixture_share_put(share, name, "", -1);
    }
    scan(share);
    DaichoScanOptions options = options_for(share);
    options.progress = stop_at_once;
    options.stop = &stopped;
    DaichoScanResult result = {0};
    assert_true(daicho_scan_share(share->catalog, share->rules, &options, 1000, &result, NULL));
    assert_true(result.stopped);
    assert_in_range(result.unchanged, 1, 1499);
    DaichoScanResult rest = scan(share);
    assert_true(rest.resumed);
    assert_int_equal(rest.unchanged, 1500);
    assert_int_equal(rest.totals.removed, 0);
}

static void other_rules_read_everything_again(void **state)
{
    FixtureShare *share = *state;
    fixture_share_put(share, "a.txt", "hanako@example.com\n", -1);
    scan(share);
    g_autofree char *packs = g_build_filename(DAICHO_SOURCE_DIR, "rules", "packs", NULL);
    const char *const paths[] = {packs, NULL};
    const char *const names[] = {"common", NULL};
    daicho_rules_free(share->rules);
    share->rules = daicho_rules_load(paths, names, NULL);
    assert_non_null(share->rules);
    DaichoScanResult again = scan(share);
    assert_int_equal(again.unchanged, 0);
    assert_int_equal(scan(share).unchanged, 1);
}

/* Between two looks of the scan. */
static void replace_it(const DaichoScanProgress *progress, gpointer data)
{
    (void)progress;
    const FixtureShare *share = data;
    fixture_share_put(share, "a.txt", "hanako@example.com\ntaro@example.com\n", -1);
}

static void a_file_replaced_during_the_scan_is_read_again_by_the_next(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.txt", "hanako@example.com\n", -1);
    DaichoScanOptions options = options_for(share);
    options.progress = replace_it;
    options.progress_data = (gpointer)(guintptr)share;
    DaichoScanResult result = {0};
    assert_true(daicho_scan_share(share->catalog, share->rules, &options, 1000, &result, NULL));
    DaichoScanResult next = scan(share);
    assert_int_equal(next.unchanged, 0);
    assert_int_equal(next.totals.findings, 2);
}

static void strange_names_are_items_like_others(void **state)
{
    const FixtureShare *share = *state;
    g_autofree char *longest = g_strnfill(255, 'n');
    fixture_share_put(share, "new\nline.txt", "hanako@example.com\n", -1);
    fixture_share_put(share, "\x96\xbc\x95\xeb.txt", "hanako@example.com\n", -1);
    g_autofree char *path = g_build_filename(share->root, longest, NULL);
    DAICHO_AUTO_FD int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(write(fd, "hanako@example.com\n", 19), 19);
    DaichoScanResult result = scan(share);
    assert_int_equal(result.totals.read, 3);
    assert_int_equal(result.totals.findings, 3);
    assert_int_equal(scan(share).unchanged, 3);
}

/* S2: what was read and is covered now is kept; what was never read keeps nothing else back. */
static void what_is_mounted_in_the_share_is_unread(void **state)
{
    const FixtureShare *share = *state;
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) {
        skip(); /* nothing may be mounted here */
    }
    g_autofree char *folder = g_build_filename(share->root, "d", NULL);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(mount("none", folder, "tmpfs", 0, NULL), 0);
    fixture_share_put(share, "d/a.txt", "hanako@example.com", -1);
    DaichoScanResult result = scan(share);
    assert_int_equal(result.unreadable_directories, 0);
    g_autofree char *items = fixture_share_list_items(share);
    assert_non_null(strstr(items, "unread d/: not entered: another file system is mounted here"));
    assert_null(strstr(items, "d/a.txt"));
    assert_int_equal(umount2(folder, MNT_DETACH), 0);
    fixture_share_put(share, "d/b.txt", "hanako@example.com", -1);
    scan(share);
    assert_int_equal(mount("none", folder, "tmpfs", 0, NULL), 0);
    result = scan(share);
    assert_int_equal(result.unreadable_directories, 1);
    g_autofree char *kept = fixture_share_list_items(share);
    assert_non_null(strstr(kept, "read d/b.txt"));
    assert_int_equal(umount2(folder, MNT_DETACH), 0);
}

static void deep_trees_are_read_and_what_is_too_deep_is_told(void **state)
{
    const FixtureShare *share = *state;
    g_autofree char *name = g_strnfill(200, 'd');
    DAICHO_AUTO_FD int fd = open(share->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int depth = 0; depth < 30; depth++) {
        assert_int_equal(mkdirat(fd, name, 0700), 0);
        int below = openat(fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        assert_true(below >= 0);
        close(fd);
        fd = below;
        DAICHO_AUTO_FD int file = openat(fd, "a.txt", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        assert_int_equal(write(file, "hanako@example.com\n", 19), 19);
    }
    DaichoScanResult result = scan(share);
    assert_int_equal(result.unreadable_directories, 1);
    assert_true(result.totals.findings >= 19);
    g_autofree char *items = fixture_share_list_items(share);
    assert_non_null(strstr(items, "cannot open: File name too long"));
}

/* Whoever scans may lack the right to read; root has it always, so another user scans here. */
static void what_may_not_be_read_is_told(void **state)
{
    const FixtureShare *share = *state;
    fixture_share_put(share, "a.txt", "hanako@example.com\n", -1);
    fixture_share_put(share, "closed/b.txt", "hanako@example.com\n", -1);
    fixture_share_put(share, "c.txt", "hanako@example.com\n", -1);
    g_autofree char *command = g_strdup_printf(
        "cd %s && chmod 0 a.txt closed && if [ $(id -u) = 0 ]; then chown -R 65534 %s; fi",
        share->root, share->folder);
    assert_int_equal(system(command), 0);
    pid_t pid = fork();
    if (pid == 0) {
        if (geteuid() == 0 && setuid(65534) != 0) {
            _exit(2);
        }
        DaichoScanResult result = scan(share);
        g_autofree char *items = fixture_share_list_items(share);
        _exit(strcmp(items, "unread a.txt: cannot open: Permission denied\nread c.txt\n"
                            "unread closed/: cannot open: Permission denied\n") != 0 ||
              result.unreadable_directories != 1);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    g_autofree char *open = g_strdup_printf("chmod -R u+rwX %s", share->folder);
    assert_int_equal(system(open), 0);
    assert_int_equal(status, 0);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_scan_that_was_killed_goes_on),
        IN_SHARE(what_is_unchanged_is_not_even_opened),
        IN_SHARE(what_is_unchanged_costs_no_open),
        IN_SHARE(what_goes_as_it_is_opened_leaves_the_catalog),
        IN_SHARE(what_is_no_file_any_more_gets_no_row),
        IN_SHARE(hard_links_are_files_of_their_own),
        IN_SHARE(a_stop_is_heeded_where_nothing_changed),
        IN_SHARE(other_rules_read_everything_again),
        IN_SHARE(a_file_replaced_during_the_scan_is_read_again_by_the_next),
        IN_SHARE(strange_names_are_items_like_others),
        IN_SHARE(what_is_mounted_in_the_share_is_unread),
        IN_SHARE(deep_trees_are_read_and_what_is_too_deep_is_told),
        IN_SHARE(what_may_not_be_read_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

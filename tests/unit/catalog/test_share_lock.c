#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/catalog/fixture_catalog.h"

/* What a process of its own finds: 1 it has the lock, 2 this process holds it, 0 neither. */
static int try_elsewhere(const FixtureCatalog *fixture, const char *share)
{
    const pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        gint64 holder = 0;
        DaichoShareLock *lock = daicho_catalog_lock_share(fixture->catalog, share, &holder, NULL);
        _exit(lock != NULL ? 1 : holder == parent ? 2 : 0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WEXITSTATUS(status);
}

static gboolean is_locked_elsewhere(const FixtureCatalog *fixture, const char *share)
{
    pid_t pid = fork();
    if (pid == 0) {
        _exit(daicho_catalog_is_share_locked(fixture->catalog, share) ? 1 : 0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WEXITSTATUS(status) == 1;
}

static void one_process_scans_a_share_and_another_one_learns_which(void **state)
{
    const FixtureCatalog *fixture = *state;
    gint64 holder = 0;
    assert_false(is_locked_elsewhere(fixture, "人事"));
    g_autoptr(DaichoShareLock)
        lock = daicho_catalog_lock_share(fixture->catalog, "人事", &holder, NULL);
    assert_non_null(lock);
    assert_int_equal(try_elsewhere(fixture, "人事"), 2);
    assert_int_equal(try_elsewhere(fixture, "sales"), 1);
    assert_true(is_locked_elsewhere(fixture, "人事"));
    assert_false(is_locked_elsewhere(fixture, "sales"));
    g_clear_pointer(&lock, daicho_share_lock_free);
    assert_int_equal(try_elsewhere(fixture, "人事"), 1);
}

/* Holds the turn until the pipe is closed. */
static pid_t hold_turn(const FixtureCatalog *fixture, int told[2], int ended[2])
{
    pid_t pid = fork();
    if (pid == 0) {
        int go_on = 0;
        gint64 holder = 0;
        char byte = 'x';
        close(ended[1]);
        DaichoShareLock *lock = daicho_catalog_lock_share(fixture->catalog, "a", &holder, NULL);
        gboolean has = lock != NULL && daicho_share_lock_wait_turn(lock, &go_on, NULL);
        _exit(has && write(told[1], &byte, 1) == 1 && read(ended[0], &byte, 1) == 0 ? 0 : 1);
    }
    char byte = 0;
    assert_int_equal(read(told[0], &byte, 1), 1);
    return pid;
}

static void scans_that_wait_get_their_turn_or_stop_waiting(void **state)
{
    const FixtureCatalog *fixture = *state;
    int told[2], ended[2], status = 1;
    const int stopped = 1, go_on = 0;
    gint64 holder = 0;
    assert_int_equal(pipe(told), 0);
    assert_int_equal(pipe(ended), 0);
    pid_t pid = hold_turn(fixture, told, ended);
    g_autoptr(DaichoShareLock)
        lock = daicho_catalog_lock_share(fixture->catalog, "b", &holder, NULL);
    assert_non_null(lock);
    assert_false(daicho_share_lock_wait_turn(lock, &stopped, NULL));
    close(ended[1]);
    assert_true(daicho_share_lock_wait_turn(lock, &go_on, NULL));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    close(ended[0]);
    close(told[0]);
    close(told[1]);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_process_scans_a_share_and_another_one_learns_which),
        TEST(scans_that_wait_get_their_turn_or_stop_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

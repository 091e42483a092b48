#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "scanner/packet.h"
#include "scanner/scan_record.h"
#include "scanner/worker.h"
#include "tests/unit/scanner/fixture_share.h"

static GPtrArray *make_batch(const FixtureShare *share)
{
    static const char *const names[] = {"a.txt", "b.txt", "c.txt"};
    GPtrArray *files = g_ptr_array_new_with_free_func((GDestroyNotify)worker_file_free);
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        struct stat status;
        fixture_share_put(share, names[i], "x", -1);
        g_autofree char *path = g_build_filename(share->root, names[i], NULL);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        assert_true(fd >= 0);
        assert_int_equal(fstat(fd, &status), 0);
        g_ptr_array_add(files, worker_file_new(names[i], fd, &status));
    }
    return files;
}

/* The only child of this process. */
static pid_t find_child(void)
{
    g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", getpid());
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    return (pid_t)g_ascii_strtoll(text, NULL, 10);
}

/* An unread row is all that these readers answer; the second kills itself at b.txt. */
static void read_nothing(int fd, const char *path, const CollectOptions *options,
                         Collected *collected)
{
    (void)fd;
    (void)options;
    static const struct stat unknown;
    collected->items = scan_items_for_unread("t", path, &unknown, "text/plain", "not read");
    collected->marker = g_strdup("");
}

static void die_at_b(int fd, const char *path, const CollectOptions *options, Collected *collected)
{
    if (*path == 'b') {
        raise(SIGKILL);
    }
    read_nothing(fd, path, options, collected);
}

static WorkerConfig make_config(const FixtureShare *share, WorkerRead read)
{
    return (WorkerConfig){
        .rules = share->rules,
        .key = share->key,
        .reading = &daicho_reading_default,
        .read = read,
    };
}

/* What comes next, but that an answer is not whole. */
static WorkerEvent wait_for(Worker *worker, WorkerAnswer *answer)
{
    for (;;) {
        WorkerEvent event = worker_receive(worker, answer);
        if (event != WORKER_NOTHING) {
            return event;
        }
    }
}

static void expect_answers(Worker *worker, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_auto(WorkerAnswer) answer = {0};
        assert_int_equal(wait_for(worker, &answer), WORKER_ITEMS);
    }
}

/* Dead now: current is the file that it was at, "" for none, and n_left were not begun. */
static void expect_end(Worker *worker, const char *why, const char *current, guint n_left)
{
    g_auto(WorkerAnswer) answer = {0};
    g_autoptr(GPtrArray)
        not_begun = g_ptr_array_new_with_free_func((GDestroyNotify)worker_file_free);
    WorkerFile *file = NULL;
    assert_int_equal(wait_for(worker, &answer), WORKER_DIED);
    g_autofree char *reason = worker_take_rest(worker, &file, not_begun);
    g_autoptr(WorkerFile) held = file;
    assert_string_equal(reason, why);
    assert_string_equal(held != NULL ? held->path : "", current);
    assert_int_equal(not_begun->len, n_left);
}

static void expect_death(Worker *worker, const char *current, guint n_left)
{
    expect_end(worker, "worker died: SIGKILL", current, n_left);
}

/* The answer to a.txt waits for more: that file is read again. */
static void the_file_that_it_was_at_is_the_one_that_it_costs(void **state)
{
    const WorkerConfig config = make_config(*state, die_at_b);
    g_autoptr(Worker) worker = worker_start(&config, NULL);
    g_autoptr(GPtrArray) files = make_batch(*state);
    worker_send(worker, files);
    expect_death(worker, "b.txt", 2);
    assert_true(worker_has_started(worker));
}

static void take_long_at_a(int fd, const char *path, const CollectOptions *options,
                           Collected *collected)
{
    if (*path == 'a') {
        g_usleep(60 * G_TIME_SPAN_MILLISECOND);
    } else {
        g_usleep(G_USEC_PER_SEC);
        raise(SIGKILL);
    }
    read_nothing(fd, path, options, collected);
}

/* The time of the next is counted from its answer: else two slow files would be one that is too slow. */
static void the_answer_to_a_slow_file_does_not_wait(void **state)
{
    const WorkerConfig config = make_config(*state, take_long_at_a);
    g_autoptr(Worker) worker = worker_start(&config, NULL);
    g_autoptr(GPtrArray) files = make_batch(*state);
    worker_send(worker, files);
    expect_answers(worker, 1);
    expect_death(worker, "b.txt", 1);
}

static void hang_up_at_b(int fd, const char *path, const CollectOptions *options,
                         Collected *collected)
{
    if (*path == 'b') {
        for (int i = 3; i < 64; i++) {
            close(i);
        }
        g_usleep(5 * G_USEC_PER_SEC);
        raise(SIGABRT);
    }
    read_nothing(fd, path, options, collected);
}

/* S4: nobody waits for its end. */
static void one_that_hangs_up_is_ended(void **state)
{
    const WorkerConfig config = make_config(*state, hang_up_at_b);
    g_autoptr(Worker) worker = worker_start(&config, NULL);
    g_autoptr(GPtrArray) files = make_batch(*state);
    worker_send(worker, files);
    expect_death(worker, "b.txt", 2);
}

static void ask_at_b(int fd, const char *path, const CollectOptions *options, Collected *collected)
{
    static const char digest[] = "0123456789abcdef0123456789abcdef"
                                 "0123456789abcdef0123456789abcdef";
    if (*path == 'b') {
        options->seen(options->data, digest);
        raise(SIGKILL);
    }
    read_nothing(fd, path, options, collected);
}

/* What it asks is of the file that it is at: what it gathered comes before. */
static void answers_come_before_a_question(void **state)
{
    const WorkerConfig config = make_config(*state, ask_at_b);
    g_autoptr(Worker) worker = worker_start(&config, NULL);
    g_autoptr(GPtrArray) files = make_batch(*state);
    g_auto(WorkerAnswer) answer = {0};
    worker_send(worker, files);
    expect_answers(worker, 1);
    assert_int_equal(wait_for(worker, &answer), WORKER_SEEN);
    assert_string_equal(worker_get_current(worker)->path, "b.txt");
    worker_answer_seen(worker, FALSE);
    expect_death(worker, "b.txt", 1);
}

/* The first descriptor that is a socket is the worker's. */
static void lie_at_b(int fd, const char *path, const CollectOptions *options, Collected *collected)
{
    static const guint32 longer_than_it_is[] = {9, 0, 0};
    if (*path == 'b') {
        for (int i = 3; i < 64; i++) {
            if (packet_send(i, PACKET_ITEMS, 0, longer_than_it_is, sizeof longer_than_it_is, NULL,
                            0)) {
                break;
            }
        }
        sleep(60);
    }
    read_nothing(fd, path, options, collected);
}

/* S4 */
static void answers_longer_than_what_came_are_refused(void **state)
{
    const WorkerConfig config = make_config(*state, lie_at_b);
    g_autoptr(Worker) worker = worker_start(&config, NULL);
    g_autoptr(GPtrArray) files = make_batch(*state);
    worker_send(worker, files);
    expect_end(worker, "worker gave a damaged answer", "b.txt", 2);
}

static void between_batches_it_costs_none(void **state)
{
    const WorkerConfig config = make_config(*state, read_nothing);
    g_autoptr(Worker) worker = worker_start(&config, NULL);
    g_autoptr(GPtrArray) files = make_batch(*state);
    worker_send(worker, files);
    expect_answers(worker, 3);
    assert_true(worker_is_idle(worker));
    assert_int_equal(kill(find_child(), SIGKILL), 0);
    g_autoptr(GPtrArray) more = make_batch(*state);
    worker_send(worker, more);
    expect_death(worker, "", 3);
    assert_true(worker_has_started(worker));
}

static void one_that_never_had_a_batch_cannot_start(void **state)
{
    const WorkerConfig config = make_config(*state, read_nothing);
    g_autoptr(Worker) worker = worker_start(&config, NULL);
    assert_int_equal(kill(find_child(), SIGKILL), 0);
    g_autoptr(GPtrArray) files = make_batch(*state);
    worker_send(worker, files);
    expect_death(worker, "", 3);
    assert_false(worker_has_started(worker));
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_share_set_up, fixture_share_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(the_file_that_it_was_at_is_the_one_that_it_costs),
        IN_SHARE(the_answer_to_a_slow_file_does_not_wait),
        IN_SHARE(one_that_hangs_up_is_ended),
        IN_SHARE(answers_come_before_a_question),
        IN_SHARE(answers_longer_than_what_came_are_refused),
        IN_SHARE(between_batches_it_costs_none),
        IN_SHARE(one_that_never_had_a_batch_cannot_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

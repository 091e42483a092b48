#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scanner/worker_place.h"

typedef void (*Deed)(WorkerPlace *place);

/* How a child of now ends: 0, or the signal that it died of. */
static int end_of(Deed deed, WorkerPlace *place)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGSEGV, SIG_DFL);
        deed(place);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void set_three(WorkerPlace *place)
{
    worker_place_set(place, 3);
}

static void write_anything(WorkerPlace *place)
{
    worker_place_set(place, G_MAXUINT);
}

static void look(WorkerPlace *place)
{
    worker_place_get(place, 0, 1);
}

static void what_a_worker_writes_is_taken_only_within_its_batch(void **state)
{
    (void)state;
    WorkerPlace *place = worker_place_new(NULL);
    assert_non_null(place);
    assert_int_equal(end_of(set_three, place), 0);
    assert_int_equal(worker_place_get(place, 0, 4), 3);
    assert_int_equal(worker_place_get(place, 3, 4), 3);
    assert_int_equal(worker_place_get(place, 0, 3), 0);
    assert_int_equal(worker_place_get(place, 5, 9), 5);
    assert_int_equal(end_of(write_anything, place), 0);
    assert_int_equal(worker_place_get(place, 2, 64), 2);
    worker_place_free(place);
}

static void a_worker_does_not_have_anothers(void **state)
{
    (void)state;
    WorkerPlace *place = worker_place_new(NULL);
    assert_int_equal(end_of(set_three, place), 0);
    worker_place_keep(place);
    assert_int_equal(end_of(look, place), SIGSEGV);
    assert_int_equal(worker_place_get(place, 0, 4), 3);
    worker_place_free(place);
}

static void allow_itself(WorkerPlace *place)
{
    worker_place_keep_as_worker(place);
    worker_place_allow(place, 9);
}

static void leave_when_allowed(WorkerPlace *place)
{
    worker_place_keep_as_worker(place);
    if (worker_place_get_allowed(place) != 3 || worker_place_get_ended(place) != 2) {
        raise(SIGKILL);
    }
}

static void a_worker_reads_what_its_parent_writes(void **state)
{
    (void)state;
    WorkerPlace *place = worker_place_new(NULL);
    worker_place_allow(place, 3);
    worker_place_end(place, 2);
    assert_int_equal(end_of(leave_when_allowed, place), 0);
    assert_int_equal(end_of(allow_itself, place), SIGSEGV);
    assert_int_equal(worker_place_get_allowed(place), 3);
    worker_place_free(place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_worker_writes_is_taken_only_within_its_batch),
        cmocka_unit_test(a_worker_does_not_have_anothers),
        cmocka_unit_test(a_worker_reads_what_its_parent_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

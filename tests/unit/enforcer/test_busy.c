#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"

/* Another program with the file open, until it is ended. */
typedef struct {
    pid_t pid;
    int ready;
} Holder;

typedef gboolean (*Hold)(int fd);

static gboolean hold_open(int fd)
{
    return fd >= 0;
}

static gboolean hold_locked(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 3, .l_len = 1};
    return fcntl(fd, F_SETLK, &lock) == 0;
}

static gboolean hold_flocked(int fd)
{
    return flock(fd, LOCK_EX) == 0;
}

static gboolean hold_mapped(int fd)
{
    void *bytes = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return bytes != MAP_FAILED && close(fd) == 0;
}

static void wait_for_end(const char *path, int flags, Hold hold, int ready)
{
    int fd = open(path, flags);
    if (!hold(fd) || write(ready, "r", 1) != 1) {
        _exit(1);
    }
    pause();
    _exit(0);
}

static Holder holder_start(const Fixture *fixture, int flags, Hold hold)
{
    int ends[2];
    char byte = 0;
    g_autofree char *path = g_build_filename(fixture->root, "a.csv", NULL);
    assert_int_equal(pipe(ends), 0);
    Holder holder = {.pid = fork()};
    if (holder.pid == 0) {
        wait_for_end(path, flags, hold, ends[1]);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    return holder;
}

static void holder_end(const Holder *holder)
{
    kill(holder->pid, SIGKILL);
    waitpid(holder->pid, NULL, 0);
}

static void assert_is(const Fixture *fixture, const char *expected)
{
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    if (expected == NULL) {
        assert_null(text);
    } else {
        assert_non_null(text);
        assert_string_equal(text, expected);
    }
}

static gint64 prepare(Fixture *fixture, DaichoAction action)
{
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    return fixture_enforcer_plan_one(fixture, action, "a.csv");
}

static const DaichoAction actions[] = {DAICHO_ACTION_DELETE_FILE, DAICHO_ACTION_DELETE_PARTS,
                                       DAICHO_ACTION_SUSPEND_FILE, DAICHO_ACTION_SUSPEND_PARTS};

static gboolean rewrites(DaichoAction action)
{
    return action == DAICHO_ACTION_DELETE_PARTS || action == DAICHO_ACTION_SUSPEND_PARTS;
}

/* U1 */
static void a_file_that_another_program_uses_is_left_alone_and_the_program_named(void **state)
{
    Fixture *fixture = *state;
    static const struct {
        int flags;
        Hold hold;
        gboolean is_named;
    } ways[] = {
        {O_RDONLY, hold_open, TRUE},  {O_WRONLY | O_APPEND, hold_open, TRUE},
        {O_RDWR, hold_locked, TRUE},  {O_RDONLY, hold_flocked, TRUE},
        {O_RDWR, hold_mapped, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(ways) * G_N_ELEMENTS(actions); i++) {
        DaichoAction action = actions[i % G_N_ELEMENTS(actions)];
        gint64 plan = prepare(fixture, action);
        gsize way = i / G_N_ELEMENTS(actions);
        Holder holder = holder_start(fixture, ways[way].flags, ways[way].hold);
        g_autofree char *who = g_strdup_printf("(process %d)", (int)holder.pid);
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_int_equal(fixture->result.refused, 1);
        assert_non_null(strstr(fixture->told->str, "is open or locked in "));
        assert_int_equal(strstr(fixture->told->str, who) != NULL, ways[way].is_named);
        assert_is(fixture, FIXTURE_BEFORE);
        holder_end(&holder);
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_int_equal(fixture->result.done, 1);
        assert_is(fixture, rewrites(action) ? FIXTURE_AFTER : NULL);
    }
}

/* --- opened while it is being acted on --- */

typedef struct {
    const Fixture *fixture;
    int fd;
} Opener;

static void open_it(gpointer data)
{
    Opener *opener = data;
    g_autofree char *path = g_build_filename(opener->fixture->root, "a.csv", NULL);
    opener->fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
}

/* Whoever opened the file at the nth call writes into it when the act is over. */
static gboolean open_at_call(Fixture *fixture, DaichoAction action, guint nth, guint *kept)
{
    static const char late[] = "somebody's line\n";
    g_autoptr(FaultFs) fault = fault_fs_new(FAULT_ACT, nth, 0);
    Opener opener = {fixture, -1};
    gint64 plan = prepare(fixture, action);
    fault->act = open_it;
    fault->act_data = &opener;
    fixture->enforcer.fs = &fault->fs;
    fixture_enforcer_apply(fixture, plan, TRUE);
    fixture->enforcer.fs = daicho_fs_system();
    if (opener.fd >= 0) {
        assert_int_equal(write(opener.fd, late, strlen(late)), strlen(late));
        close(opener.fd);
        g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
        assert_non_null(text);
        assert_true(g_str_has_suffix(text, late));
        (*kept)++;
    }
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    return fault_fs_fired(fault);
}

/* U1, J4: nothing that is written through a descriptor is lost with the version that goes. */
static void what_is_written_by_who_opened_it_at_any_call_is_kept(void **state)
{
    for (gsize i = 2; i < G_N_ELEMENTS(actions); i++) {
        guint nth = 1;
        guint kept = 0;
        while (open_at_call(*state, actions[i], nth, &kept)) {
            nth += FAULT_STRIDE;
        }
        assert_true(kept > 3);
    }
}

/* V3 */
static void records_do_not_come_back_into_a_file_that_is_open(void **state)
{
    Fixture *fixture = *state;
    gint64 plan = prepare(fixture, DAICHO_ACTION_SUSPEND_PARTS);
    fixture_enforcer_apply(fixture, plan, TRUE);
    gint64 entry = fixture_enforcer_find_stored(fixture);
    Holder holder = holder_start(fixture, O_RDWR, hold_open);
    g_autoptr(GError) error = NULL;
    assert_false(daicho_vault_restore(&fixture->enforcer, entry, &error));
    assert_non_null(strstr(error->message, "is open or locked in "));
    assert_is(fixture, FIXTURE_AFTER);
    assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    holder_end(&holder);
    assert_true(daicho_vault_restore(&fixture->enforcer, entry, NULL));
    assert_is(fixture, FIXTURE_BEFORE);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_file_that_another_program_uses_is_left_alone_and_the_program_named),
        IN_SHARE(what_is_written_by_who_opened_it_at_any_call_is_kept),
        IN_SHARE(records_do_not_come_back_into_a_file_that_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

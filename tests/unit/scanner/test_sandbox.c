#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "scanner/scanner.h"

/* A busy machine makes honest calls slow: time is short only for the one that never ends. */
static const DaichoLimits limits = {.time_s = 120, .memory_bytes = 256ULL << 20};
static const DaichoLimits hurried = {.time_s = 2, .memory_bytes = 256ULL << 20};

typedef struct {
    const char *path; /* what the child may try to open */
} Bait;

static gboolean try_to_read(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                            GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)error;
    const Bait *bait = data;
    int fd = open(bait->path, O_RDONLY);
    *result = g_variant_ref_sink(g_variant_new_int32(fd >= 0 ? 0 : errno));
    return TRUE;
}

static gboolean try_to_write(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                             GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)result, (void)error;
    const Bait *bait = data;
    return open(bait->path, O_WRONLY | O_TRUNC) >= 0;
}

static gboolean try_to_connect(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                               GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)result, (void)error;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static gboolean try_to_execute(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                               GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)result, (void)error;
    execl("/bin/true", "true", NULL);
    return TRUE;
}

static gboolean try_to_fork(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                            GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)result, (void)error;
    return fork() >= 0;
}

/* Signal 0 asks only whether one may be sent. */
static gboolean try_to_signal(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                              GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)result, (void)error;
    const pid_t *other = data;
    return syscall(SYS_tgkill, *other, *other, 0) == 0;
}

static gboolean try_to_limit(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                             GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)result, (void)error;
    const pid_t *other = data;
    struct rlimit limit;
    return prlimit(*other, RLIMIT_CPU, NULL, &limit) == 0;
}

static gboolean try_to_have_signals_sent(const int *fds, gsize n_fds, GVariant *argument,
                                         gpointer data, GVariant **result, GError **error)
{
    (void)n_fds, (void)argument, (void)result, (void)error;
    const pid_t *other = data;
    return fcntl(fds[0], F_SETOWN, *other) == 0;
}

static gboolean do_to_itself(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                             GVariant **result, GError **error)
{
    (void)n_fds, (void)argument, (void)data, (void)error;
    struct rlimit limit;
    gboolean done = syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), 0) == 0 &&
                    getrlimit(RLIMIT_CPU, &limit) == 0 && fcntl(fds[0], F_GETFL) >= 0;
    *result = g_variant_ref_sink(g_variant_new_int32(done ? 0 : errno));
    return TRUE;
}

static gboolean crash(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                      GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)result, (void)error;
    kill(getpid(), SIGSEGV);
    raise(SIGSEGV);
    return TRUE;
}

static gboolean hang(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                     GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)result, (void)error;
    for (volatile int i = 0; i >= 0; i = (i + 1) & 1) {
    }
    return TRUE;
}

static gboolean allocate_without_end(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                                     GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)result, (void)error;
    const size_t piece = 1 << 20;
    for (;;) {
        void *memory = mmap(NULL, piece, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
        if (memory == MAP_FAILED) {
            continue; /* at the backstop: hold what there is until the parent looks */
        }
    }
    return TRUE;
}

static gboolean call_exit(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                          GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)result, (void)error;
    exit(1);
}

/* Whether a library gets so much at once. */
static gboolean allocate_much(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                              GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)error;
    g_autofree void *memory = malloc(100 << 20);
    *result = g_variant_ref_sink(g_variant_new_boolean(memory != NULL));
    return TRUE;
}

static gboolean answer(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                       GVariant **result, GError **error)
{
    (void)n_fds, (void)data, (void)error;
    char text[6] = {0};
    if (pread(fds[0], text, 5, 0) != 5) {
        return FALSE;
    }
    *result = g_variant_ref_sink(g_variant_new_take_string(
        g_strconcat(g_variant_get_string(argument, NULL), " ", text, NULL)));
    return TRUE;
}

static gboolean give_error(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                           GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)result;
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, "the member is damaged");
    return FALSE;
}

static void expect_death_within(DaichoSandboxFunc function, gpointer data,
                                const DaichoLimits *within, const char *reason)
{
    g_autoptr(GError) error = NULL;
    assert_false(daicho_sandbox_run(function, NULL, 0, NULL, data, within, NULL, NULL, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
    if (!g_str_has_prefix(error->message, reason)) {
        fail_msg("%s", error->message);
    }
}

static void expect_death(DaichoSandboxFunc function, gpointer data, const char *reason)
{
    expect_death_within(function, data, &limits, reason);
}

static char *make_bait(void)
{
    char *path = NULL;
    int fd = g_file_open_tmp("daicho-bait-XXXXXX", &path, NULL);
    assert_int_equal(write(fd, "whole", 5), 5);
    close(fd);
    return path;
}

static void a_descriptor_that_is_given_can_be_read(void **state)
{
    (void)state;
    g_autofree char *path = make_bait();
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY);
    g_autoptr(GVariant) result = NULL;
    assert_true(daicho_sandbox_run(answer, &fd, 1, g_variant_new_string("it is"), NULL, &limits,
                                   G_VARIANT_TYPE_STRING, &result, NULL));
    assert_string_equal(g_variant_get_string(result, NULL), "it is whole");
    unlink(path);
}

static void an_error_comes_back_as_it_is(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_false(daicho_sandbox_run(give_error, NULL, 0, NULL, NULL, &limits, NULL, NULL, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER));
    assert_string_equal(error->message, "the member is damaged");
}

static void an_answer_of_another_type_is_refused(void **state)
{
    (void)state;
    g_autofree char *path = make_bait();
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY);
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) result = NULL;
    assert_false(daicho_sandbox_run(answer, &fd, 1, g_variant_new_string("x"), NULL, &limits,
                                    G_VARIANT_TYPE_INT64, &result, &error));
    assert_string_equal(error->message, "worker gave a damaged answer");
    unlink(path);
}

static void no_other_file_can_be_opened(void **state)
{
    (void)state;
    g_autofree char *path = make_bait();
    Bait bait = {path};
    g_autoptr(GVariant) result = NULL;
    assert_true(daicho_sandbox_run(try_to_read, NULL, 0, NULL, &bait, &limits, G_VARIANT_TYPE_INT32,
                                   &result, NULL));
    assert_int_equal(g_variant_get_int32(result), EACCES);
    expect_death(try_to_write, &bait, "worker was stopped: it tried a forbidden system call");
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, "whole");
    unlink(path);
}

/* A file would be looked for at every call, and cannot be had. */
static gboolean tell_zone(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                          GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)error;
    struct tm day = {.tm_year = 124, .tm_mday = 1};
    const gint64 at_s = mktime(&day);
    *result = g_variant_ref_sink(g_variant_new("(sx)", g_getenv("TZ"), at_s));
    return TRUE;
}

static void the_time_zone_needs_no_file(void **state)
{
    (void)state;
    const char *zone = NULL;
    gint64 at_s = 0;
    g_autoptr(GVariant) result = NULL;
    assert_true(daicho_sandbox_run(tell_zone, NULL, 0, NULL, NULL, &limits, G_VARIANT_TYPE("(sx)"),
                                   &result, NULL));
    g_variant_get(result, "(&sx)", &zone, &at_s);
    assert_string_equal(zone, "UTC0");
    assert_int_equal(at_s, 1704067200); /* 2024-01-01T00:00:00Z */
}

static void network_and_programs_are_out_of_reach(void **state)
{
    (void)state;
    expect_death(try_to_connect, NULL, "worker was stopped");
    expect_death(try_to_execute, NULL, "worker was stopped");
    expect_death(try_to_fork, NULL, "worker was stopped");
}

/* Not even those of the same user. */
static void other_processes_are_out_of_reach(void **state)
{
    (void)state;
    pid_t parent = getpid();
    DAICHO_AUTO_FD int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    const char *forbidden = "worker was stopped: it tried a forbidden system call";
    g_autoptr(GError) error = NULL;
    expect_death(try_to_signal, &parent, forbidden);
    expect_death(try_to_limit, &parent, forbidden);
    assert_false(daicho_sandbox_run(try_to_have_signals_sent, &fd, 1, NULL, &parent, &limits, NULL,
                                    NULL, &error));
    assert_string_equal(error->message, forbidden);
    g_autoptr(GVariant) result = NULL;
    assert_true(daicho_sandbox_run(do_to_itself, &fd, 1, NULL, NULL, &limits, G_VARIANT_TYPE_INT32,
                                   &result, NULL));
    assert_int_equal(g_variant_get_int32(result), 0);
}

static void a_crash_is_told(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_false(daicho_sandbox_run(crash, NULL, 0, NULL, NULL, &limits, NULL, NULL, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
    assert_true(g_str_has_prefix(error->message, "worker "));
}

static void a_hang_ends(void **state)
{
    (void)state;
    expect_death_within(hang, NULL, &hurried, "out of time: more than 2 s");
}

static void memory_has_an_end(void **state)
{
    (void)state;
    expect_death(allocate_without_end, NULL, "out of memory: more than 256 MiB");
}

static void a_library_that_gives_up_is_told(void **state)
{
    (void)state;
    expect_death(call_exit, NULL, "out of memory: a library gave up on it");
}

static gboolean allocate_too_much(const int *fds, gsize n_fds, GVariant *argument, gpointer data,
                                  GVariant **result, GError **error)
{
    (void)fds, (void)n_fds, (void)argument, (void)data, (void)result, (void)error;
    g_free(g_malloc(1ULL << 46));
    return TRUE;
}

/* Not for what GLib would ask of the system to say so. */
static void who_finds_no_memory_is_told_for_it(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    skip(); /* it ends the process itself, with words of its own */
#endif
    expect_death(allocate_too_much, NULL, "out of memory: a library gave up on it");
}

static gboolean can_allocate(guint64 heap_bytes)
{
    DaichoLimits tight = limits;
    tight.heap_bytes = heap_bytes;
    g_autoptr(GVariant) result = NULL;
    assert_true(daicho_sandbox_run(allocate_much, NULL, 0, NULL, NULL, &tight,
                                   G_VARIANT_TYPE_BOOLEAN, &result, NULL));
    return g_variant_get_boolean(result);
}

static void an_allocation_past_the_heap_fails(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__)
    skip(); /* its own needs leave no room for a limit */
#endif
    assert_true(can_allocate(0));
    assert_true(can_allocate(150 << 20));
    assert_false(can_allocate(50 << 20));
}

static void what_the_kernel_offers_is_told(void **state)
{
    (void)state;
    DaichoSandboxSupport support = daicho_sandbox_probe();
    assert_true(support.openat2);
    assert_true(support.seccomp);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_library_that_gives_up_is_told),
        cmocka_unit_test(who_finds_no_memory_is_told_for_it),
        cmocka_unit_test(an_allocation_past_the_heap_fails),
        cmocka_unit_test(a_descriptor_that_is_given_can_be_read),
        cmocka_unit_test(the_time_zone_needs_no_file),
        cmocka_unit_test(an_error_comes_back_as_it_is),
        cmocka_unit_test(an_answer_of_another_type_is_refused),
        cmocka_unit_test(no_other_file_can_be_opened),
        cmocka_unit_test(network_and_programs_are_out_of_reach),
        cmocka_unit_test(other_processes_are_out_of_reach),
        cmocka_unit_test(a_crash_is_told),
        cmocka_unit_test(a_hang_ends),
        cmocka_unit_test(memory_has_an_end),
        cmocka_unit_test(what_the_kernel_offers_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

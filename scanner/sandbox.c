#include "scanner/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "base/sanitizer.h"
#include "scanner/process.h"

static int compare_descriptors(const void *one, const void *other)
{
    int a = *(const int *)one;
    int b = *(const int *)other;
    return (a > b) - (a < b);
}

/* Everything from 3 up, but keep. Standard input and output go too. */
static void close_others(const int *keep, gsize n_keep)
{
    g_autofree int *sorted = g_memdup2(keep, n_keep * sizeof *keep);
    if (n_keep > 0) {
        qsort(sorted, n_keep, sizeof *sorted, compare_descriptors);
    }
    unsigned from = STDERR_FILENO + 1;
    for (gsize i = 0; i < n_keep; i++) {
        if ((unsigned)sorted[i] > from) {
            close_range(from, (unsigned)sorted[i] - 1, 0);
        }
        from = MAX(from, (unsigned)sorted[i] + 1);
    }
    close_range(from, ~0U, 0);
}

static gboolean set_limit(int resource, rlim_t value, GError **error)
{
    const struct rlimit limit = {value, value};
    return setrlimit((__rlimit_resource_t)resource, &limit) == 0 ||
           daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot limit the worker");
}

static gboolean set_limits(const DaichoLimits *limits, GError **error)
{
    if (!set_limit(RLIMIT_CORE, 0, error)) {
        return FALSE;
    }
    /* The parent watches the resident size; this is the backstop between two looks. A library that
     * asks for more than a parser may have is told no, and reports damage: nobody has to die. */
    rlim_t heap = limits->heap_bytes > 0 ? limits->heap_bytes : RLIM_INFINITY;
    return DAICHO_HAS_ADDRESS_SANITIZER ||
           (set_limit(RLIMIT_DATA, heap, error) &&
            set_limit(RLIMIT_AS, limits->memory_bytes * 2 + (2ULL << 30), error));
}

static void reset_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD, SIGQUIT};
    for (gsize i = 0; i < G_N_ELEMENTS(signals); i++) {
        /* Ctrl-C reaches the whole group: the parent decides what ends. A broken pipe is an
         * error of that write. */
        gboolean ignored = signals[i] == SIGINT || signals[i] == SIGPIPE;
        signal(signals[i], ignored ? SIG_IGN : SIG_DFL);
    }
}

void sandbox_prepare(void)
{
    if (sandbox_seccomp_is_supported()) {
        sandbox_seccomp_prepare(sandbox_landlock_is_supported());
    }
}

/* Nothing of ours calls exit here; libarchive does where it finds no memory and cannot say so. */
static void give_up(int status, void *data)
{
    (void)status;
    (void)data;
    _exit(PROCESS_GAVE_UP);
}

/* Where GLib finds no memory it says so and aborts; where it would say it is asked of the system, and
 * that is forbidden here. */
static void on_log(const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
    if ((level & G_LOG_LEVEL_ERROR) != 0) {
        _exit(PROCESS_GAVE_UP);
    }
    g_log_default_handler(domain, level, message, data);
}

gboolean sandbox_enter(const DaichoLimits *limits, const int *keep, gsize n_keep, GError **error)
{
    reset_signals();
    if (on_exit(give_up, NULL) != 0) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "no room for an exit handler");
        return FALSE;
    }
    g_log_set_default_handler(on_log, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "no_new_privs");
    }
    close_others(keep, n_keep);
    /* The file that says which zone it is cannot be opened in here, and mktime would try at each call. */
    g_setenv("TZ", "UTC0", TRUE);
    if (!set_limits(limits, error)) {
        return FALSE;
    }
    gboolean landlock = sandbox_landlock_is_supported();
    if (landlock && !sandbox_landlock_restrict(error)) {
        return FALSE;
    }
    return !sandbox_seccomp_is_supported() || sandbox_seccomp_restrict(landlock, error);
}

static gboolean openat2_is_supported(void)
{
    struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_BENEATH};
    int fd = (int)syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof how);
    if (fd >= 0) {
        close(fd);
    }
    return fd >= 0 || errno != ENOSYS;
}

DaichoSandboxSupport daicho_sandbox_probe(void)
{
    return (DaichoSandboxSupport){
        .landlock = sandbox_landlock_is_supported(),
        .seccomp = sandbox_seccomp_is_supported(),
        .openat2 = openat2_is_supported(),
    };
}

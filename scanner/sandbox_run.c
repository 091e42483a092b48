#include "scanner/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "scanner/process.h"

/* What the child sends: whether it succeeded, an error's code and message, and the result. */
#define ANSWER_TYPE "(bisv)"
enum { WATCH_INTERVAL_MS = 50 };

typedef struct {
    DaichoSandboxFunc function;
    const int *fds;
    gsize n_fds;
    GVariant *argument;
    gpointer data;
} Call;

static GVariant *call_in_sandbox(const Call *call, const DaichoLimits *limits, int answer_fd)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) result = NULL;
    g_autofree int *keep = g_new(int, call->n_fds + 1);
    for (gsize i = 0; i < call->n_fds; i++) {
        keep[i] = call->fds[i];
    }
    keep[call->n_fds] = answer_fd;
    gboolean done = sandbox_enter(limits, keep, call->n_fds + 1, &error) &&
                    call->function(call->fds, call->n_fds, call->argument, call->data, &result,
                                   &error);
    if (result == NULL) {
        result = g_variant_ref_sink(g_variant_new_boolean(done));
    }
    return g_variant_ref_sink(g_variant_new(ANSWER_TYPE, done, error != NULL ? error->code : 0,
                                            error != NULL ? error->message : "", result));
}

/* No exit handlers, no leak check: the child only answers and goes. */
static G_NORETURN void run_child(const Call *call, const DaichoLimits *limits, int answer_fd)
{
    g_autoptr(GVariant) answer = call_in_sandbox(call, limits, answer_fd);
    const guint8 *bytes = g_variant_get_data(answer);
    gsize left = g_variant_get_size(answer);
    while (left > 0) {
        ssize_t written = write(answer_fd, bytes, left);
        if (written < 0 && errno != EINTR) {
            _exit(1);
        }
        bytes += MAX(written, 0);
        left -= (gsize)MAX(written, 0);
    }
    _exit(0);
}

/* Takes what the pipe holds; FALSE at its end. */
static gboolean read_some(int fd, GByteArray *answer)
{
    guint8 buffer[65536];
    ssize_t got = read(fd, buffer, sizeof buffer);
    if (got > 0) {
        g_byte_array_append(answer, buffer, (guint)got);
    }
    return got > 0 || (got < 0 && errno == EINTR);
}

/* Reads until the child has answered or must be stopped; returns why it was stopped, or NULL. */
static char *watch_child(pid_t pid, int fd, const DaichoLimits *limits, GByteArray *answer)
{
    gint64 began_us = g_get_monotonic_time();
    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        if (poll(&wait, 1, WATCH_INTERVAL_MS) > 0 && !read_some(fd, answer)) {
            return NULL;
        }
        char *reason = process_check_limits(pid, began_us, limits);
        if (reason != NULL) {
            kill(pid, SIGKILL);
            return reason;
        }
    }
}

static gboolean take_answer(GByteArray *bytes, const GVariantType *result_type, GVariant **result,
                            GError **error)
{
    gsize length = bytes->len;
    g_autoptr(GBytes) data = g_byte_array_free_to_bytes(g_byte_array_ref(bytes));
    g_autoptr(GVariant) answer = g_variant_ref_sink(
        g_variant_new_from_bytes(G_VARIANT_TYPE(ANSWER_TYPE), data, FALSE));
    gboolean done = FALSE;
    gint32 code = 0;
    const char *message = NULL;
    g_autoptr(GVariant) value = NULL;
    g_variant_get(answer, "(bi&sv)", &done, &code, &message, &value);
    if (length == 0 || (!done && *message == '\0')) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "worker gave no answer");
        return FALSE;
    }
    if (!done) {
        g_set_error_literal(error, DAICHO_ERROR, code, message);
        return FALSE;
    }
    if (result_type != NULL && !g_variant_is_of_type(value, result_type)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "worker gave a damaged answer");
        return FALSE;
    }
    if (result != NULL) {
        *result = g_steal_pointer(&value);
    }
    return TRUE;
}

static gboolean finish_call(pid_t pid, int fd, const DaichoLimits *limits,
                            const GVariantType *result_type, GVariant **result, GError **error)
{
    g_autoptr(GByteArray) answer = g_byte_array_new();
    g_autofree char *stopped = watch_child(pid, fd, limits, answer);
    int status = process_reap(pid);
    if (stopped == NULL && status != 0) {
        stopped = process_describe_end(status);
    }
    if (stopped != NULL) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_FILE, stopped);
        return FALSE;
    }
    return take_answer(answer, result_type, result, error);
}

gboolean daicho_sandbox_run(DaichoSandboxFunc function, const int *fds, gsize n_fds,
                            GVariant *argument, gpointer data, const DaichoLimits *limits,
                            const GVariantType *result_type, GVariant **result, GError **error)
{
    g_autoptr(GVariant) held = argument != NULL ? g_variant_ref_sink(argument) : NULL;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot make a pipe");
    }
    DAICHO_AUTO_FD int read_end = ends[0];
    DAICHO_AUTO_FD int write_end = ends[1];
    sandbox_prepare();
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot start a worker");
    }
    if (pid == 0) {
        const Call call = {function, fds, n_fds, held, data};
        run_child(&call, limits, write_end);
    }
    daicho_fd_clear(&write_end);
    return finish_call(pid, read_end, limits, result_type, result, error);
}

#include "scanner/process.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

char *process_describe_end(int wait_status)
{
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == PROCESS_GAVE_UP) {
        return g_strdup("out of memory: a library gave up on it");
    }
    if (!WIFSIGNALED(wait_status)) {
        return g_strdup_printf("worker ended with status %d", WEXITSTATUS(wait_status));
    }
    int number = WTERMSIG(wait_status);
    if (number == SIGSYS) {
        return g_strdup("worker was stopped: it tried a forbidden system call");
    }
    return g_strdup_printf("worker died: SIG%s", sigabbrev_np(number));
}

guint64 process_get_resident(pid_t pid)
{
    char path[64];
    g_snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    g_autofree char *text = NULL;
    /* The total comes first, then what is resident, both in pages. */
    const char *resident = g_file_get_contents(path, &text, NULL, NULL) ? strchr(text, ' ') : NULL;
    if (resident == NULL) {
        return 0;
    }
    return g_ascii_strtoull(resident, NULL, 10) * (guint64)sysconf(_SC_PAGESIZE);
}

char *process_describe_timeout(const DaichoLimits *limits)
{
    return g_strdup_printf("out of time: more than %u s", limits->time_s);
}

char *process_check_limits(pid_t pid, gint64 began_us, const DaichoLimits *limits)
{
    if (g_get_monotonic_time() - began_us > (gint64)limits->time_s * G_USEC_PER_SEC) {
        return process_describe_timeout(limits);
    }
    if (process_get_resident(pid) > limits->memory_bytes) {
        return g_strdup_printf("out of memory: more than %" G_GUINT64_FORMAT " MiB",
                               limits->memory_bytes >> 20);
    }
    return NULL;
}

int process_reap(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

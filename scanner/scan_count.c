#include "scanner/scan_count.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "scanner/process.h"
#include "scanner/walk.h"

struct ScanCount {
    pid_t pid;
    guint64 *files; /* shared with the process, which writes it once, at its end */
};

/* It has the catalog's lock with all else that is open, so it must not outlive the scan. */
static void die_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(1);
    }
}

static void G_GNUC_NORETURN count_files(int root_fd, const char *const *exclude,
                                        gboolean cross_devices, guint64 *files)
{
    /* Ctrl-C reaches the whole group: the scan ends in order, this at once. */
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    WalkEntry entry = {0};
    guint64 counted = 0;
    Walk *walk = walk_open(root_fd, exclude, cross_devices);
    do {
        walk_next(walk, &entry);
        counted += entry.kind == WALK_FILE ? 1 : 0;
    } while (entry.kind != WALK_END);
    __atomic_store_n(files, counted, __ATOMIC_RELEASE);
    _exit(0);
}

ScanCount *scan_count_start(int root_fd, const char *const *exclude, gboolean cross_devices)
{
    guint64 *files = mmap(NULL, sizeof *files, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                          -1, 0);
    if (files == MAP_FAILED) {
        return NULL;
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        die_with(parent);
        count_files(root_fd, exclude, cross_devices, files);
    }
    if (pid < 0) {
        munmap(files, sizeof *files);
        return NULL;
    }
    ScanCount *count = g_new0(ScanCount, 1);
    count->pid = pid;
    count->files = files;
    return count;
}

guint64 scan_count_get(const ScanCount *count)
{
    return count != NULL ? __atomic_load_n(count->files, __ATOMIC_ACQUIRE) : 0;
}

void scan_count_free(ScanCount *count)
{
    if (count == NULL) {
        return;
    }
    kill(count->pid, SIGKILL);
    process_reap(count->pid);
    munmap(count->files, sizeof *count->files);
    g_free(count);
}

#include "enforcer/acts/step_busy.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"

/* Who looks at new files, as a virus scanner does, is soon done with them. */
enum { TRIES = 5, PAUSE_US = 20000 };

typedef enum { BUSY_NO, BUSY_YES, BUSY_UNKNOWN } Busy;

static gboolean has_lock(int fd)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

/* A write lease is given when the file has no other open description. It is given back at once;
 * should somebody open the file in between, the kernel says so with a signal that does no harm. */
static Busy try_lease(int fd)
{
    if (fcntl(fd, F_SETSIG, SIGURG) < 0) {
        return BUSY_UNKNOWN;
    }
    if (fcntl(fd, F_SETLEASE, F_WRLCK) == 0) {
        fcntl(fd, F_SETLEASE, F_UNLCK);
        return BUSY_NO;
    }
    return errno == EAGAIN ? BUSY_YES : BUSY_UNKNOWN;
}

/* What another program has locked whole, on this machine. */
static gboolean has_flock(int fd)
{
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        flock(fd, LOCK_UN);
        return FALSE;
    }
    return errno == EWOULDBLOCK;
}

/* --- who --- */

static gboolean holds(const char *folder, const struct stat *file)
{
    gboolean found = FALSE;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name = dir != NULL ? g_dir_read_name(dir) : NULL; name != NULL && !found;
         name = g_dir_read_name(dir)) {
        struct stat status;
        g_autofree char *path = g_build_filename(folder, name, NULL);
        found = stat(path, &status) == 0 && status.st_dev == file->st_dev &&
                status.st_ino == file->st_ino;
    }
    return found;
}

static char *describe(const char *process)
{
    g_autofree char *path = g_build_filename("/proc", process, "comm", NULL);
    g_autofree char *name = NULL;
    if (!g_file_get_contents(path, &name, NULL, NULL)) {
        return g_strdup_printf("process %s", process);
    }
    g_autofree char *shown = daicho_text_escape(g_strchomp(name), -1);
    return g_strdup_printf("%s (process %s)", shown, process);
}

/* Another process that has it open; NULL when none is seen. */
static char *find_holder(int fd)
{
    struct stat file;
    g_autofree char *own = g_strdup_printf("%d", (int)getpid());
    g_autoptr(GDir) processes = g_dir_open("/proc", 0, NULL);
    if (processes == NULL || fstat(fd, &file) < 0) {
        return NULL;
    }
    for (const char *name = g_dir_read_name(processes); name != NULL;
         name = g_dir_read_name(processes)) {
        g_autofree char *folder = g_build_filename("/proc", name, "fd", NULL);
        if (g_ascii_isdigit(*name) && strcmp(name, own) != 0 && holds(folder, &file)) {
            return describe(name);
        }
    }
    return NULL;
}

static gboolean is_busy(int fd)
{
    Busy busy = has_lock(fd) ? BUSY_YES : try_lease(fd);
    g_autofree char *holder = busy == BUSY_UNKNOWN ? find_holder(fd) : NULL;
    return busy == BUSY_YES || holder != NULL || (busy == BUSY_UNKNOWN && has_flock(fd));
}

gboolean step_busy_check(int fd, const char *path, GError **error)
{
    gboolean busy = is_busy(fd);
    for (guint tries = 1; busy && tries < TRIES; tries++) {
        g_usleep(PAUSE_US);
        busy = is_busy(fd);
    }
    if (!busy) {
        return TRUE;
    }
    g_autofree char *holder = find_holder(fd);
    g_autofree char *shown = daicho_text_escape(path, -1);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "%s is open or locked in %s: close it there, then apply the plan again", shown,
                holder != NULL ? holder : "another program");
    return FALSE;
}

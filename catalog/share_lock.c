#include "catalog/share_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/fd.h"
#include "catalog/sql.h"

/*
 * fcntl(2) on a byte of one file for each share: the kernel knows which process has it, lets go when that
 * dies, and workers do not inherit it. A byte far out stands for a share by the digest of its name.
 */
struct DaichoShareLock {
    int fd;
    char *path;
};

enum { TURN = 0, WAIT_US = 200000 };

static off_t get_place(const char *share)
{
    guint8 digest[DAICHO_DIGEST_BYTES];
    guint64 place = 0;
    daicho_digest(share, strlen(share), digest);
    memcpy(&place, digest, sizeof place);
    return (off_t)(place & (G_MAXINT64 >> 1)) + 1;
}

static struct flock byte_at(off_t place)
{
    return (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = place, .l_len = 1};
}

static char *dup_path(const DaichoCatalog *catalog)
{
    return g_strconcat(catalog->path, "-scan-lock", NULL);
}

/* FALSE without error: another process has it. */
static gboolean try_lock(int fd, const char *path, off_t place, GError **error)
{
    struct flock byte = byte_at(place);
    if (fcntl(fd, F_SETLK, &byte) == 0) {
        return TRUE;
    }
    if (errno != EACCES && errno != EAGAIN) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot lock %s", path);
    }
    return FALSE;
}

/* The process that holds the byte; 0 when none that can be told does. */
static gint64 find_holder(int fd, off_t place)
{
    struct flock byte = byte_at(place);
    return fcntl(fd, F_GETLK, &byte) == 0 && byte.l_type != F_UNLCK ? MAX(byte.l_pid, 0) : 0;
}

DaichoShareLock *daicho_catalog_lock_share(DaichoCatalog *catalog, const char *share,
                                           gint64 *holder, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autofree char *path = dup_path(catalog);
    DAICHO_AUTO_FD int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    *holder = -1;
    if (fd < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot make the lock %s", path);
        return NULL;
    }
    DAICHO_AUTO_FD int catalog_fd = open(catalog->path, O_PATH | O_CLOEXEC);
    if (!daicho_fd_give(fd, catalog_fd, error)) {
        return NULL;
    }
    if (!try_lock(fd, path, get_place(share), &failed)) {
        *holder = failed == NULL ? find_holder(fd, get_place(share)) : -1;
        if (failed != NULL) {
            g_propagate_error(error, g_steal_pointer(&failed));
        }
        return NULL;
    }
    DaichoShareLock *lock = g_new0(DaichoShareLock, 1);
    lock->fd = daicho_fd_steal(&fd);
    lock->path = g_steal_pointer(&path);
    return lock;
}

void daicho_share_lock_free(DaichoShareLock *lock)
{
    if (lock != NULL) {
        daicho_fd_clear(&lock->fd);
        g_free(lock->path);
        g_free(lock);
    }
}

gboolean daicho_share_lock_wait_turn(DaichoShareLock *lock, const volatile int *stop,
                                     GError **error)
{
    g_autoptr(GError) failed = NULL;
    gboolean has_turn = FALSE;
    while (*stop == 0 && failed == NULL && !has_turn) {
        has_turn = try_lock(lock->fd, lock->path, TURN, &failed);
        if (!has_turn && failed == NULL) {
            g_usleep(WAIT_US);
        }
    }
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
    }
    return has_turn;
}

gboolean daicho_catalog_is_share_locked(DaichoCatalog *catalog, const char *share)
{
    g_autofree char *path = dup_path(catalog);
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct flock byte = byte_at(get_place(share));
    return fd >= 0 && fcntl(fd, F_GETLK, &byte) == 0 && byte.l_type != F_UNLCK;
}

#include "catalog/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "catalog/sql.h"

/*
 * flock(2) on a file of its own: the kernel lets go when the process dies, so a lock is never stale.
 * Not on the catalog itself: closing a second descriptor of it would drop SQLite's own locks.
 */
struct DaichoCatalogLock {
    int fd;
};

/* The byte of the lock file that is shared by all who have the catalog open. Locks of a description of an
 * open file (F_OFD_…) know nothing of flock(2), nor of one another in other processes' descriptors. */
enum { BYTE_OF_USERS = 0 };

static int open_lock(const char *path, int flags)
{
    g_autofree char *name = g_strconcat(path, "-lock", NULL);
    return open(name, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
}

gboolean lock_give(int fd, const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    DAICHO_AUTO_FD int like = open(path, O_PATH | O_CLOEXEC);
    if (like < 0 && errno == ENOENT) {
        like = open(folder, O_PATH | O_CLOEXEC);
    }
    return daicho_fd_give(fd, like, error);
}

static gboolean lock_byte(int fd, short type)
{
    struct flock lock = {
        .l_type = type,
        .l_whence = SEEK_SET,
        .l_start = BYTE_OF_USERS,
        .l_len = 1,
    };
    return fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

static gboolean refuse(const char *path, GError **error)
{
    return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot lock %s-lock", path);
}

gboolean lock_share(const char *path, gboolean writable, int *fd, GError **error)
{
    *fd = -1;
    DAICHO_AUTO_FD int opened = open_lock(path, writable ? O_RDWR | O_CREAT : O_RDONLY);
    if (opened < 0 && !writable) {
        /* Who only reads may find a folder in which nothing was ever written. */
        opened = open_lock(path, O_RDWR | O_CREAT);
        if (opened < 0) {
            return TRUE;
        }
        writable = TRUE;
    }
    if (opened < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno,
                                      "cannot make the lock %s-lock", path);
    }
    if (writable && !lock_give(opened, path, error)) {
        return FALSE;
    }
    if (!lock_byte(opened, F_RDLCK)) {
        if (errno != EAGAIN && errno != EACCES) {
            return refuse(path, error);
        }
        g_set_error(
            error, DAICHO_ERROR, DAICHO_ERROR_RUN,
            "catalog %s: a backup is just taking its place, or it gets a new key: wait until "
            "that is done",
            path);
        return FALSE;
    }
    *fd = daicho_fd_steal(&opened);
    return TRUE;
}

static DaichoCatalogLock *lock_path(const char *path, GError **error)
{
    DAICHO_AUTO_FD int fd = open_lock(path, O_RDWR | O_CREAT);
    if (fd < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot make the lock %s-lock",
                               path);
        return NULL;
    }
    if (!lock_give(fd, path, error)) {
        return NULL;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if (errno == EWOULDBLOCK) {
            g_set_error(
                error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                "another daicho is changing shares by the catalog %s: wait until it is done", path);
        } else {
            refuse(path, error);
        }
        return NULL;
    }
    DaichoCatalogLock *lock = g_new0(DaichoCatalogLock, 1);
    lock->fd = daicho_fd_steal(&fd);
    return lock;
}

DaichoCatalogLock *daicho_catalog_lock(DaichoCatalog *catalog, GError **error)
{
    return lock_path(catalog->path, error);
}

DaichoCatalogLock *lock_alone(const char *path, GError **error)
{
    g_autoptr(DaichoCatalogLock) lock = lock_path(path, error);
    if (lock == NULL || lock_byte(lock->fd, F_WRLCK)) {
        return g_steal_pointer(&lock);
    }
    if (errno != EAGAIN && errno != EACCES) {
        refuse(path, error);
    } else {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "another daicho has the catalog %s open: wait until it is done", path);
    }
    return NULL;
}

void daicho_catalog_lock_free(DaichoCatalogLock *lock)
{
    if (lock != NULL) {
        daicho_fd_clear(&lock->fd);
        g_free(lock);
    }
}

gboolean daicho_catalog_flush(DaichoCatalog *catalog, GError **error)
{
    g_assert(catalog->depth == 0);
    return sqlite3_wal_checkpoint_v2(catalog->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) ==
               SQLITE_OK ||
           sql_set_error(catalog, error);
}

#include "catalog/store.h"

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

DaichoCatalogLock *daicho_catalog_lock(DaichoCatalog *catalog, GError **error)
{
    g_autofree char *path = g_strconcat(catalog->path, "-lock", NULL);
    DAICHO_AUTO_FD int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot make the lock %s", path);
        return NULL;
    }
    DAICHO_AUTO_FD int catalog_fd = open(catalog->path, O_PATH | O_CLOEXEC);
    if (!daicho_fd_give(fd, catalog_fd, error)) {
        return NULL;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if (errno == EWOULDBLOCK) {
            g_set_error(
                error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                "another daicho is changing shares by the catalog %s: wait until it is done",
                catalog->path);
        } else {
            daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot lock %s", path);
        }
        return NULL;
    }
    DaichoCatalogLock *lock = g_new0(DaichoCatalogLock, 1);
    lock->fd = daicho_fd_steal(&fd);
    return lock;
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

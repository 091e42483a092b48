#include "enforcer/acts/place.h"

#include <errno.h>
#include <fcntl.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/text.h"

gboolean place_open(DaichoFs *fs, const char *root, const char *path, guint64 device, Place *place,
                    GError **error)
{
    const char *name = NULL;
    g_autoptr(GError) failed = NULL;
    *place = (Place){.fs = fs, .dir_fd = -1};
    DAICHO_AUTO_FD int root_fd = daicho_fs_open_root(root, &failed);
    if (root_fd < 0) {
        /* One share that is not there ends no run: others may be. */
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_FILE, failed->message);
        return FALSE;
    }
    place->dir_fd = daicho_fs_open_parent(fs, root_fd, path, device, &name, error);
    place->name = g_strdup(name);
    return place->dir_fd >= 0;
}

void place_clear(Place *place)
{
    daicho_fd_clear(&place->dir_fd);
    g_clear_pointer(&place->name, g_free);
}

gboolean place_look(const Place *place, const char *name, gboolean *exists, struct stat *status,
                    GError **error)
{
    /* With both flags a link is opened itself, not followed and not refused. */
    DAICHO_AUTO_FD int fd = place->fs->open_beneath(place->fs, place->dir_fd, name,
                                                    O_PATH | O_NOFOLLOW | O_CLOEXEC, 0);
    *exists = fd >= 0;
    if (fd < 0 && errno != ENOENT) {
        int errnum = errno;
        g_autofree char *shown = daicho_text_escape(name, -1);
        return daicho_error_set_errno(error, DAICHO_ERROR_FILE, errnum, "cannot look up %s", shown);
    }
    return fd < 0 || daicho_fs_stat(place->fs, fd, status, error);
}

static int open_quietly(const Place *place, const char *name, GError **error)
{
    enum { FLAGS = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOATIME };
    int fd = place->fs->open_beneath(place->fs, place->dir_fd, name, FLAGS, 0);
    return fd >= 0 ? fd : daicho_fs_open(place->fs, place->dir_fd, name, O_RDONLY, error);
}

int place_open_file(const Place *place, const char *name, struct stat *status, GError **error)
{
    DAICHO_AUTO_FD int fd = open_quietly(place, name, error);
    if (fd < 0 || !daicho_fs_stat(place->fs, fd, status, error)) {
        return -1;
    }
    if (!S_ISREG(status->st_mode)) {
        g_autofree char *shown = daicho_text_escape(name, -1);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "%s is not a regular file", shown);
        return -1;
    }
    return daicho_fd_steal(&fd);
}

gboolean place_sync(const Place *place, GError **error)
{
    return daicho_fs_sync(place->fs, place->dir_fd, error);
}

gboolean place_remove(const Place *place, const char *name, GError **error)
{
    return daicho_fs_unlink(place->fs, place->dir_fd, name, error) && place_sync(place, error);
}

#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/fs_attributes.h"
#include "base/text.h"

int daicho_fs_open_root(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot open the folder %s", path);
    }
    return fd;
}

static int set_path_error(GError **error, int errnum, const char *act, const char *path)
{
    g_autofree char *shown = daicho_text_escape(path, -1);
    static const struct {
        int errnum;
        const char *hint;
    } hints[] = {
        {ELOOP, " (a symbolic link stands on the way; it is not followed)"},
        {EXDEV,
         " (it leads outside, or another file system is mounted on the way; it is not entered)"},
        {EROFS, " (its file system is mounted for reading only)"},
        {EPERM, " (is it immutable or append-only? see lsattr; or another's?)"},
        {EBUSY, " (something is mounted on it, or uses it)"},
    };
    const char *hint = "";
    for (gsize i = 0; i < G_N_ELEMENTS(hints); i++) {
        hint = hints[i].errnum == errnum ? hints[i].hint : hint;
    }
    daicho_error_set_errno(error, DAICHO_ERROR_FILE, errnum, "cannot %s %s%s", act, shown, hint);
    return -1;
}

int daicho_fs_open(DaichoFs *fs, int root_fd, const char *path, int flags, GError **error)
{
    int fd = fs->open_beneath(fs, root_fd, path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
    return fd >= 0 ? fd : set_path_error(error, errno, "open", path);
}

static gboolean is_on(DaichoFs *fs, int fd, guint64 device)
{
    struct stat status;
    return fs->fstat(fs, fd, &status) == 0 && status.st_dev == device;
}

int daicho_fs_open_on(DaichoFs *fs, int root_fd, const char *path, guint64 device, int flags,
                      GError **error)
{
    const int all = flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    DAICHO_AUTO_FD int fd = fs->open_beneath(fs, root_fd, path, all, 0);
    if (fd >= 0) {
        return daicho_fd_steal(&fd);
    }
    if (errno == EXDEV && device != 0 && !is_on(fs, root_fd, device)) {
        fd = fs->open_beneath(fs, root_fd, path, all | DAICHO_FS_ACROSS, 0);
        if (fd >= 0 && is_on(fs, fd, device)) {
            return daicho_fd_steal(&fd);
        }
        errno = fd >= 0 ? EXDEV : errno;
    }
    return set_path_error(error, errno, "open", path);
}

int daicho_fs_open_parent(DaichoFs *fs, int root_fd, const char *path, guint64 device,
                          const char **name, GError **error)
{
    const char *slash = strrchr(path, '/');
    *name = slash != NULL ? slash + 1 : path;
    g_autofree char *folder = slash != NULL ? g_strndup(path, (gsize)(slash - path))
                                            : g_strdup(".");
    return daicho_fs_open_on(fs, root_fd, folder, device, O_RDONLY | O_DIRECTORY, error);
}

int daicho_fs_create(DaichoFs *fs, int dir_fd, const char *name, GError **error)
{
    int fd = fs->open_beneath(fs, dir_fd, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return set_path_error(error, errno, "make", name);
    }
    /* K1: what is verified is read, after its times were set. Not every file system grants it. */
    fcntl(fd, F_SETFL, O_NOATIME);
    return fd;
}

gboolean daicho_fs_write_all(DaichoFs *fs, int fd, const void *data, gsize length, GError **error)
{
    const guint8 *bytes = data;
    while (length > 0) {
        ssize_t written = fs->write(fs, fd, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return daicho_error_set_errno(error, DAICHO_ERROR_FILE, written < 0 ? errno : ENOSPC,
                                          "cannot write");
        }
        bytes += written;
        length -= (gsize)written;
    }
    return TRUE;
}

gssize daicho_fs_read_some(DaichoFs *fs, int fd, void *buffer, gsize length, goffset offset,
                           GError **error)
{
    ssize_t got;
    do {
        got = fs->pread(fs, fd, buffer, length, offset);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "cannot read");
    }
    return got;
}

gboolean daicho_fs_copy_range(DaichoFs *fs, int from_fd, goffset offset, goffset length, int to_fd,
                              GError **error)
{
    enum { CHUNK = 1 << 18 };
    g_autofree guint8 *buffer = g_malloc(CHUNK);
    gboolean to_end = length < 0;
    while (to_end || length > 0) {
        gsize wanted = to_end ? CHUNK : (gsize)MIN(length, (goffset)CHUNK);
        ssize_t got = daicho_fs_read_some(fs, from_fd, buffer, wanted, offset, error);
        if (got < 0) {
            return FALSE;
        }
        if (got == 0 && !to_end) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "the file became shorter");
            return FALSE;
        }
        if (got == 0) {
            return TRUE;
        }
        if (!daicho_fs_write_all(fs, to_fd, buffer, (gsize)got, error)) {
            return FALSE;
        }
        offset += got;
        length -= to_end ? 0 : got;
    }
    return TRUE;
}

gboolean daicho_fs_copy_attributes(DaichoFs *fs, int from_fd, int to_fd, GError **error)
{
    return fs->copy_attributes(fs, from_fd, to_fd) == 0 ||
           daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno,
                                  "cannot keep the owner, mode, attributes or times");
}

GVariant *daicho_fs_read_attributes(int fd, GError **error)
{
    GVariant *attributes = fs_attributes_get(fd);
    if (attributes == NULL) {
        daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno,
                               "cannot read the owner, mode, attributes or times");
    }
    return attributes;
}

gboolean daicho_fs_set_attributes(DaichoFs *fs, int fd, GVariant *attributes, GError **error)
{
    return fs->set_attributes(fs, fd, attributes) == 0 ||
           daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno,
                                  "cannot give back the owner, mode, attributes or times");
}

gboolean daicho_fs_sync(DaichoFs *fs, int fd, GError **error)
{
    int status;
    do {
        status = fs->fsync(fs, fd);
    } while (status < 0 && errno == EINTR);
    return status == 0 ||
           daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "cannot sync to disk");
}

gboolean daicho_fs_stat(DaichoFs *fs, int fd, struct stat *status, GError **error)
{
    return fs->fstat(fs, fd, status) == 0 ||
           daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "cannot stat");
}

gboolean daicho_fs_exchange(DaichoFs *fs, int dir_fd, const char *one, const char *other,
                            GError **error)
{
    return fs->renameat2(fs, dir_fd, one, dir_fd, other, RENAME_EXCHANGE) == 0 ||
           set_path_error(error, errno, "exchange", one) == 0;
}

gboolean daicho_fs_rename(DaichoFs *fs, int dir_fd, const char *from, const char *to,
                          GError **error)
{
    return fs->renameat2(fs, dir_fd, from, dir_fd, to, RENAME_NOREPLACE) == 0 ||
           set_path_error(error, errno, "rename", from) == 0;
}

gboolean daicho_fs_unlink(DaichoFs *fs, int dir_fd, const char *name, GError **error)
{
    return fs->unlinkat(fs, dir_fd, name) == 0 || set_path_error(error, errno, "delete", name) == 0;
}

gboolean daicho_fs_close(DaichoFs *fs, int *fd, GError **error)
{
    int status = fs->close(fs, daicho_fd_steal(fd));
    return status == 0 || daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "cannot close");
}

char *daicho_fs_type(int fd)
{
    /* statfs(2) and linux/magic.h. */
    static const struct {
        guint32 magic;
        const char *name;
    } types[] = {
        {0xef53, "ext4"},         {0x58465342, "xfs"},     {0x9123683e, "btrfs"},
        {0x01021994, "tmpfs"},    {0x794c7630, "overlay"}, {0x6969, "nfs"},
        {0xff534d42, "cifs"},     {0xfe534d42, "smb3"},    {0x2fc12fc1, "zfs"},
        {0xf2f52010, "f2fs"},     {0x4d44, "vfat"},        {0x2011bab0, "exfat"},
        {0x65735546, "fuse"},     {0x7366746e, "ntfs3"},   {0x01021997, "9p"},
        {0xca451a4e, "bcachefs"},
    };
    struct statfs status;
    if (fstatfs(fd, &status) < 0) {
        return g_strdup("unknown");
    }
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        if (types[i].magic == (guint32)status.f_type) {
            return g_strdup(types[i].name);
        }
    }
    return g_strdup_printf("0x%x", (guint)status.f_type);
}

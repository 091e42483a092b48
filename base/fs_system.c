#include "base/fs.h"

#include <errno.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static int system_open_beneath(DaichoFs *fs, int dir_fd, const char *path, int flags, mode_t mode)
{
    (void)fs;
    struct open_how how = {
        .flags = (guint64)(guint)flags,
        .mode = mode,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    int fd;
    do {
        fd = (int)syscall(SYS_openat2, dir_fd, path, &how, sizeof how);
    } while (fd < 0 && (errno == EAGAIN || errno == EINTR));
    return fd;
}

static ssize_t system_pread(DaichoFs *fs, int fd, void *buffer, size_t length, off_t offset)
{
    (void)fs;
    return pread(fd, buffer, length, offset);
}

static ssize_t system_write(DaichoFs *fs, int fd, const void *buffer, size_t length)
{
    (void)fs;
    return write(fd, buffer, length);
}

static int system_fsync(DaichoFs *fs, int fd)
{
    (void)fs;
    return fsync(fd);
}

static int system_close(DaichoFs *fs, int fd)
{
    (void)fs;
    return close(fd);
}

static int system_fstat(DaichoFs *fs, int fd, struct stat *status)
{
    (void)fs;
    return fstat(fd, status);
}

static int system_unlinkat(DaichoFs *fs, int dir_fd, const char *name)
{
    (void)fs;
    return unlinkat(dir_fd, name, 0);
}

static int system_renameat2(DaichoFs *fs, int from_dir_fd, const char *from, int to_dir_fd,
                            const char *to, unsigned flags)
{
    (void)fs;
    return renameat2(from_dir_fd, from, to_dir_fd, to, flags);
}

/* Every extended attribute, the POSIX ACL (system.posix_acl_access) among them. */
static int copy_xattrs(int from_fd, int to_fd)
{
    char names[65536];
    ssize_t length = flistxattr(from_fd, names, sizeof names);
    if (length < 0) {
        return errno == ENOTSUP ? 0 : -1;
    }
    g_autofree char *value = g_malloc(65536);
    for (const char *name = names; name < names + length; name += strlen(name) + 1) {
        ssize_t size = fgetxattr(from_fd, name, value, 65536);
        if (size < 0 || fsetxattr(to_fd, name, value, (gsize)size, 0) < 0) {
            return -1;
        }
    }
    return 0;
}

static int system_copy_attributes(DaichoFs *fs, int from_fd, int to_fd)
{
    (void)fs;
    struct stat from, to;
    if (fstat(from_fd, &from) < 0 || fstat(to_fd, &to) < 0) {
        return -1;
    }
    gboolean other_owner = from.st_uid != to.st_uid || from.st_gid != to.st_gid;
    if (other_owner && fchown(to_fd, from.st_uid, from.st_gid) < 0) {
        return -1;
    }
    if (fchmod(to_fd, from.st_mode & 07777) < 0 || copy_xattrs(from_fd, to_fd) < 0) {
        return -1;
    }
    const struct timespec times[] = {from.st_atim, from.st_mtim};
    return futimens(to_fd, times);
}

DaichoFs *daicho_fs_system(void)
{
    static DaichoFs system_calls = {
        .open_beneath = system_open_beneath,
        .pread = system_pread,
        .write = system_write,
        .fsync = system_fsync,
        .close = system_close,
        .fstat = system_fstat,
        .unlinkat = system_unlinkat,
        .renameat2 = system_renameat2,
        .copy_attributes = system_copy_attributes,
    };
    return &system_calls;
}

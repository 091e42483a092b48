#include "base/fs.h"

#include <errno.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fs_attributes.h"

static int system_open_beneath(DaichoFs *fs, int dir_fd, const char *path, int flags, mode_t mode)
{
    (void)fs;
    const guint64 crossing = (flags & DAICHO_FS_ACROSS) != 0 ? 0 : RESOLVE_NO_XDEV;
    struct open_how how = {
        .flags = (guint64)(guint)(flags & ~DAICHO_FS_ACROSS),
        .mode = mode,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | crossing,
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

static int system_copy_attributes(DaichoFs *fs, int from_fd, int to_fd)
{
    (void)fs;
    g_autoptr(GVariant) attributes = fs_attributes_get(from_fd);
    return attributes != NULL ? fs_attributes_set(to_fd, attributes) : -1;
}

static int system_set_attributes(DaichoFs *fs, int fd, GVariant *attributes)
{
    (void)fs;
    return fs_attributes_set(fd, attributes);
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
        .set_attributes = system_set_attributes,
    };
    return &system_calls;
}

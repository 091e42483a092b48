#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>

#include "base/fd.h"
#include "tests/unit/enforcer/fixture_mount.h"

gboolean fixture_mount_is_possible(void)
{
    return unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

void fixture_mount_memory(const char *folder, const char *size)
{
    g_autofree char *options = g_strdup_printf("mode=0700,size=%s", size);
    assert_int_equal(mount("none", folder, "tmpfs", 0, options), 0);
}

void fixture_mount_bind(const char *source, const char *folder)
{
    assert_int_equal(mount(source, folder, NULL, MS_BIND, NULL), 0);
}

void fixture_mount_read_only(const char *folder, gboolean is_read_only)
{
    const unsigned long flags = MS_REMOUNT | (is_read_only ? MS_RDONLY : 0);
    assert_int_equal(mount(NULL, folder, NULL, flags, NULL), 0);
}

void fixture_unmount(const char *folder)
{
    assert_int_equal(umount2(folder, MNT_DETACH), 0);
}

gboolean fixture_mount_set_flag(const char *path, int flag, gboolean is_on)
{
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
    int flags = 0;
    if (fd < 0 || ioctl(fd, FS_IOC_GETFLAGS, &flags) < 0) {
        return FALSE;
    }
    flags = is_on ? flags | flag : flags & ~flag;
    return ioctl(fd, FS_IOC_SETFLAGS, &flags) == 0;
}

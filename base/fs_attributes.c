#include "base/fs_attributes.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "base/fs.h"

enum { XATTR_BYTES = 65536 }; /* limits of the kernel for the list and for a value */

#define ACL_NAME "system.posix_acl_access"

static gboolean add_xattrs(int fd, GVariantBuilder *builder)
{
    g_autofree char *names = g_malloc(XATTR_BYTES);
    g_autofree char *value = g_malloc(XATTR_BYTES);
    ssize_t length = flistxattr(fd, names, XATTR_BYTES);
    if (length < 0) {
        return errno == ENOTSUP;
    }
    for (const char *name = names; name < names + length; name += strlen(name) + 1) {
        ssize_t size = fgetxattr(fd, name, value, XATTR_BYTES);
        if (size < 0) {
            return FALSE;
        }
        g_variant_builder_add(
            builder, "(s@ay)", name,
            g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, value, (gsize)size, 1));
    }
    return TRUE;
}

GVariant *fs_attributes_get(int fd)
{
    struct stat status;
    if (fstat(fd, &status) < 0) {
        return NULL;
    }
    g_auto(GVariantBuilder) xattrs = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a(say)"));
    if (!add_xattrs(fd, &xattrs)) {
        return NULL;
    }
    return g_variant_ref_sink(
        g_variant_new(DAICHO_FS_ATTRIBUTES_TYPE, (guint32)status.st_mode & 07777, status.st_uid,
                      status.st_gid, (gint64)status.st_atim.tv_sec, (gint64)status.st_atim.tv_nsec,
                      (gint64)status.st_mtim.tv_sec, (gint64)status.st_mtim.tv_nsec, &xattrs));
}

/* A folder's default ACL has come with a new file: it may let in more people than the mode says. */
static int drop_inherited_acl(int fd)
{
    int status = fremovexattr(fd, ACL_NAME);
    return status == 0 || errno == ENODATA || errno == ENOTSUP ? 0 : -1;
}

static int set_owner(int fd, guint32 uid, guint32 gid)
{
    struct stat status;
    if (fstat(fd, &status) < 0) {
        return -1;
    }
    return status.st_uid == uid && status.st_gid == gid ? 0 : fchown(fd, uid, gid);
}

static int set_xattrs(int fd, GVariantIter *xattrs)
{
    const char *name = NULL;
    GVariant *value = NULL;
    int status = 0;
    while (status == 0 && g_variant_iter_loop(xattrs, "(&s@ay)", &name, &value)) {
        gsize size = 0;
        const void *bytes = g_variant_get_fixed_array(value, &size, 1);
        status = fsetxattr(fd, name, bytes, size, 0);
    }
    if (status != 0) {
        g_variant_unref(value);
    }
    return status;
}

int fs_attributes_set(int fd, GVariant *attributes)
{
    guint32 mode = 0, uid = 0, gid = 0;
    gint64 atime_s = 0, atime_ns = 0, mtime_s = 0, mtime_ns = 0;
    g_autoptr(GVariantIter) xattrs = NULL;
    g_variant_get(attributes, DAICHO_FS_ATTRIBUTES_TYPE, &mode, &uid, &gid, &atime_s, &atime_ns,
                  &mtime_s, &mtime_ns, &xattrs);
    if (set_owner(fd, uid, gid) < 0 || drop_inherited_acl(fd) < 0 || fchmod(fd, mode) < 0 ||
        set_xattrs(fd, xattrs) < 0) {
        return -1;
    }
    const struct timespec times[] = {{atime_s, atime_ns}, {mtime_s, mtime_ns}};
    return futimens(fd, times);
}

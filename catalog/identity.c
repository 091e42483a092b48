#include "catalog/identity.h"

static gint64 to_ns(const struct timespec *time)
{
    return (gint64)time->tv_sec * 1000000000 + time->tv_nsec;
}

DaichoIdentity daicho_identity_of(const struct stat *status)
{
    return (DaichoIdentity){
        .device = status->st_dev,
        .inode = status->st_ino,
        .size_bytes = status->st_size,
        .mtime_ns = to_ns(&status->st_mtim),
        .ctime_ns = to_ns(&status->st_ctim),
    };
}

gboolean daicho_identity_equals(const DaichoIdentity *one, const DaichoIdentity *other)
{
    return one->device == other->device && one->inode == other->inode &&
           one->size_bytes == other->size_bytes && one->mtime_ns == other->mtime_ns &&
           one->ctime_ns == other->ctime_ns;
}

gboolean daicho_identity_is_same(const struct stat *one, const struct stat *other)
{
    const DaichoIdentity a = daicho_identity_of(one);
    const DaichoIdentity b = daicho_identity_of(other);
    return daicho_identity_equals(&a, &b);
}

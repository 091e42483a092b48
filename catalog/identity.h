#ifndef DAICHO_CATALOG_IDENTITY_H
#define DAICHO_CATALOG_IDENTITY_H

#include <glib.h>
#include <sys/stat.h>

/* What tells that a file is still the one that was read: all of it, the change time too. */
typedef struct {
    guint64 device, inode;
    gint64 size_bytes;
    gint64 mtime_ns, ctime_ns;
} DaichoIdentity;

DaichoIdentity daicho_identity_of(const struct stat *status);
gboolean daicho_identity_equals(const DaichoIdentity *one, const DaichoIdentity *other);
gboolean daicho_identity_is_same(const struct stat *one, const struct stat *other);

#endif

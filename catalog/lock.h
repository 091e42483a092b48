#ifndef DAICHO_CATALOG_LOCK_H
#define DAICHO_CATALOG_LOCK_H

#include "catalog/store.h"

/*
 * Who has a catalog open holds a share in its lock file, as long as the descriptor is open: what takes
 * the file's place (restore) needs all of it for itself. -1 in *fd where there is no lock file and none
 * can be made, as in a folder where one may only read.
 */
gboolean lock_share(const char *path, gboolean writable, int *fd, GError **error);

/* When root runs this, gives the file of fd to whose the catalog is, or its folder where there is none. */
gboolean lock_give(int fd, const char *path, GError **error);

/* The whole of it, and the lock of who acts on shares: DAICHO_ERROR_RUN when anybody has either. */
DaichoCatalogLock *lock_alone(const char *path, GError **error);

#endif

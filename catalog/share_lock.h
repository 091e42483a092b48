#ifndef DAICHO_CATALOG_SHARE_LOCK_H
#define DAICHO_CATALOG_SHARE_LOCK_H

#include "catalog/store.h"

/*
 * Keeps a second process from scanning the same share by the same catalog until it is freed or the
 * process ends, however it ends. NULL when another process has it: *holder is then its process, 0 when
 * that is not known here, or -1 with error. One at a time in a process.
 */
typedef struct DaichoShareLock DaichoShareLock;
DaichoShareLock *daicho_catalog_lock_share(DaichoCatalog *catalog, const char *share,
                                           gint64 *holder, GError **error);
void daicho_share_lock_free(DaichoShareLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoShareLock, daicho_share_lock_free)

/* Waits until no other process has this lock of all shares, which those take that are in no hurry: two
 * scans that write at once would starve each other. FALSE without error when *stop was set before. */
gboolean daicho_share_lock_wait_turn(DaichoShareLock *lock, const volatile int *stop,
                                     GError **error);

/* Whether another process holds the lock of the share; nothing is made. Not in a process that has one,
 * since the kernel would take it from it. */
gboolean daicho_catalog_is_share_locked(DaichoCatalog *catalog, const char *share);

#endif

#ifndef DAICHO_CATALOG_KNOWN_FILES_H
#define DAICHO_CATALOG_KNOWN_FILES_H

#include "catalog/items.h"

/*
 * What the catalog knows of the files of a share, held against a walk of it: rows are read in
 * batches in the order of their paths' bytes, in which they must be asked for, and none is written.
 * The catalog may be written meanwhile, but no paths after the one asked for last.
 */
typedef struct DaichoKnownFiles DaichoKnownFiles;

/* Both are borrowed. */
DaichoKnownFiles *daicho_known_files_open(DaichoCatalog *catalog, const DaichoScanRow *scan);
void daicho_known_files_close(DaichoKnownFiles *known);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoKnownFiles, daicho_known_files_close)

/* Whether path, which is to be asked for next, is known at all: if not, it must be read whatever it is. */
gboolean daicho_known_files_has(DaichoKnownFiles *known, const char *path, gboolean *has,
                                GError **error);

/*
 * Whether path, which is greater than the one asked for before, was read before with this identity
 * and these rules (under a full scan: since the scan began) and needs no reading. A file unread for
 * a passing reason (it begins "cannot open", "worker" or "out of time") is never unchanged. Without
 * an identity it never is either, but is taken to be there still.
 */
gboolean daicho_known_files_check(DaichoKnownFiles *known, const char *path,
                                  const DaichoIdentity *identity, gboolean *unchanged,
                                  GError **error);

/* Whether it knows files beneath a folder, which ends with a slash and is not greater than the next
 * path to be asked for. */
gboolean daicho_known_files_has_below(DaichoKnownFiles *known, const char *folder, gboolean *has,
                                      GError **error);

/*
 * Whether files are known from the next path on, but none of the first of them on this device: before
 * the first path it tells a share that is not mounted from one that was emptied.
 */
gboolean daicho_known_files_is_elsewhere(DaichoKnownFiles *known, guint64 device,
                                         gboolean *elsewhere, GError **error);

/* The file asked for last is not there after all. */
void daicho_known_files_give_up(DaichoKnownFiles *known);

/* After the last path: the ids (gint64) of files that are there no more: those that were not asked
 * for and those given up (g_array_unref); for daicho_catalog_finish_scan. NULL on failure. */
GArray *daicho_known_files_take_gone(DaichoKnownFiles *known, GError **error);

#endif

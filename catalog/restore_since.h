#ifndef DAICHO_CATALOG_RESTORE_SINCE_H
#define DAICHO_CATALOG_RESTORE_SINCE_H

#include "catalog/backup.h"

/*
 * What the catalog has recorded that the backup has not: fills in rows_before and forgotten of restore.
 * Their chains are compared from where they part, so that a catalog that was restored before is
 * understood, too. Acts that a next scan makes good count for nothing. *open is the number of targets
 * of plans that were begun and not finished, whose journal only the catalog has.
 */
gboolean restore_compare(DaichoCatalog *catalog, DaichoCatalog *backup, DaichoRestore *restore,
                         gint64 *open, GError **error);

#endif

#ifndef DAICHO_CATALOG_SCANS_H
#define DAICHO_CATALOG_SCANS_H

#include "catalog/items.h"

/* What the scans of a share came to, one after the other: what was found then is not kept, its sums are. */
typedef struct {
    const char *share;
    gint64 number;
    gint64 started_s, finished_s;
    gboolean is_full;
    DaichoScanTotals totals; /* removed is not kept: 0 */
} DaichoScanSums;

typedef gboolean (*DaichoScanSumsFunc)(const DaichoScanSums *sums, gpointer data, GError **error);

/* Those that were finished, in the order in which they were; scans of an earlier daicho, which kept no
 * sums, are left out. Strings are borrowed for the call; FALSE with error set stops. */
gboolean daicho_catalog_each_scan(DaichoCatalog *catalog, DaichoScanSumsFunc each, gpointer data,
                                  GError **error);

/* Ends the row of a scan with its sums. */
gboolean scans_finish(DaichoCatalog *catalog, gint64 scan_id, gint64 now_s,
                      const DaichoScanTotals *totals, GError **error);

#endif

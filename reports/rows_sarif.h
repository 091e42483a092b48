#ifndef DAICHO_REPORTS_ROWS_SARIF_H
#define DAICHO_REPORTS_ROWS_SARIF_H

#include "reports/rows.h"

/*
 * Findings as SARIF 2.1.0 (OASIS), one result a line. Paths are percent-encoded, relative to the base that
 * is called as the share; a region stands where offsets are of the file itself. Fingerprints are keyed, and
 * samples masked. dismissals (of DaichoDismissal) say why a result is suppressed.
 */
gboolean sarif_write(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                     const GPtrArray *dismissals, RowOutput *output, GError **error);

#endif

#ifndef DAICHO_REPORTS_ROWS_SARIF_H
#define DAICHO_REPORTS_ROWS_SARIF_H

#include "reports/rows.h"

/*
 * Findings as SARIF 2.1.0 (OASIS), one result a line. Paths are percent-encoded, relative to the base that
 * is called as the share; a region stands where offsets are of the file itself. Fingerprints are keyed, and
 * samples masked. What was not read, of the share and paths that the query asks for, are notifications of the
 * run, and executionSuccessful is FALSE where the last scan of a share did not come to its end. dismissals (of DaichoDismissal) say why a result is suppressed.
 */
gboolean sarif_write(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                     const GPtrArray *dismissals, RowOutput *output, GError **error);

#endif

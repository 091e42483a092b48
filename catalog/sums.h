#ifndef DAICHO_CATALOG_SUMS_H
#define DAICHO_CATALOG_SUMS_H

#include "catalog/items.h"

/*
 * Sums of what was found, kept in the transaction that writes findings: finding_sums for each item, rule,
 * category and dismissal; item_sums for each item and dismissal. The policy's own findings are in
 * neither.
 *   findings    all
 *   counted     those of medium confidence or more
 *   high        those of high confidence
 *   records     distinct records that tell of a person by a counted finding. Such a record counts
 *               while one of its findings does: it stands under 0 if one is not dismissed, else under
 *               the dismissal of theirs that ends first
 *   categories  of the counted ones, joined by ","
 * Rows of an item go with it.
 */
gboolean sums_refresh_item(DaichoCatalog *catalog, gint64 item_id, GError **error);

/* The same for an item that has none yet, from its findings (of DaichoFinding), while none of them is
 * dismissed. */
gboolean sums_add_item(DaichoCatalog *catalog, gint64 item_id, const GPtrArray *findings,
                       GError **error);

#endif

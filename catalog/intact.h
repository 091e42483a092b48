#ifndef DAICHO_CATALOG_INTACT_H
#define DAICHO_CATALOG_INTACT_H

#include "catalog/store.h"

/*
 * What every opening looks at: DAICHO_ERROR_DAMAGED when the catalog is not whole. It costs little, so
 * that it is never left out, and so does not see all that daicho_catalog_check sees.
 */

/* Whether the file is as long as it says itself. */
gboolean intact_check_size(DaichoCatalog *catalog, GError **error);

/* The same, whether the audit chain ends as its head says (otherwise the next row would hide that rows
 * were cut off), and of a small catalog whether every page holds what it should. */
gboolean intact_check(DaichoCatalog *catalog, GError **error);

#endif

#ifndef DAICHO_CATALOG_CHECK_H
#define DAICHO_CATALOG_CHECK_H

#include "catalog/store.h"

/*
 * Reads the whole catalog: its pages and indexes, what its rows refer to, its schema, the audit chain
 * and the sums of what was found. each is called for every check with what was looked at ("pages"), and
 * the problem or NULL. FALSE only when it could not be read for another reason than that it is damaged.
 */
typedef void (*DaichoCheckFunc)(const char *what, const char *problem, gpointer data);
gboolean daicho_catalog_check(DaichoCatalog *catalog, DaichoCheckFunc each, gpointer data,
                              GError **error);

/* The same with the first problem as DAICHO_ERROR_DAMAGED. */
gboolean daicho_catalog_check_whole(DaichoCatalog *catalog, GError **error);

/* How many targets of plans were begun and not finished, and the first of those plans (0: none). */
gboolean daicho_catalog_count_begun(DaichoCatalog *catalog, gint64 *targets, gint64 *plan,
                                    GError **error);

/* Version of its schema, and that of this program. */
gboolean daicho_catalog_get_version(DaichoCatalog *catalog, gint64 *version, gint64 *newest,
                                    GError **error);

#endif

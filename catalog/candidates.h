#ifndef DAICHO_CATALOG_CANDIDATES_H
#define DAICHO_CATALOG_CANDIDATES_H

#include "base/key.h"
#include "catalog/store.h"

/*
 * What the search for a person asks of the catalog. Each answer is found without looking at every
 * finding: a catalog may hold millions of them.
 */

/* A file, or a member of one; its strings are borrowed for the call. */
typedef gboolean (*DaichoNameFunc)(const char *share, const char *path /* bytes */,
                                   const char *part, gpointer data, GError **error);

/* Every file and member, in no particular order. */
gboolean daicho_catalog_each_name(DaichoCatalog *catalog, DaichoNameFunc each, gpointer data,
                                  GError **error);

/* Files in which, or in a member of which, something of one of these categories (NULL-terminated) was
 * found: each once, part "", in no particular order. */
gboolean daicho_catalog_each_file_with(DaichoCatalog *catalog, const char *const *categories,
                                       DaichoNameFunc each, gpointer data, GError **error);

/* Files in which, or in a member of which, a value was found: likewise. */
gboolean daicho_catalog_each_file_of(DaichoCatalog *catalog, const char *kind,
                                     const guint8 fingerprint[DAICHO_FINGERPRINT_BYTES],
                                     DaichoNameFunc each, gpointer data, GError **error);

/* Files in which, or in a member of which, a column's header refuted values: likewise. */
gboolean daicho_catalog_each_file_refuted(DaichoCatalog *catalog, DaichoNameFunc each,
                                          gpointer data, GError **error);

/* Items that were not read, or not in full. */
gboolean daicho_catalog_count_unread(DaichoCatalog *catalog, gint64 *count, GError **error);

#endif

#ifndef DAICHO_CATALOG_DISMISSALS_COVER_H
#define DAICHO_CATALOG_DISMISSALS_COVER_H

#include "catalog/dismissals.h"

/* Which dismissal stands in the row of a finding: all of this is part of the caller's transaction. */

/* As daicho_catalog_load_dismissals; counting takes time. */
GPtrArray *dismissals_load(DaichoCatalog *catalog, gboolean with_ended, gboolean with_counts,
                           GError **error);

/* Whether any stands: then findings that are written may be covered. */
gboolean dismissals_may_cover(DaichoCatalog *catalog, gboolean *may, GError **error);

/* Findings of an item that was written just now. */
gboolean dismissals_cover_item(DaichoCatalog *catalog, gint64 item_id, GError **error);

/* Findings of the policy, which are all written anew. */
gboolean dismissals_cover_policy(DaichoCatalog *catalog, GError **error);

/* Findings that a new dismissal may cover; counts those that it does. */
gboolean dismissals_cover_by(DaichoCatalog *catalog, const DaichoDismissal *dismissal,
                             gint64 *covered, gint64 *before, GError **error);

/* Findings that one covered which stands no more. */
gboolean dismissals_cover_again(DaichoCatalog *catalog, gint64 number, GError **error);

/* The dismissals that stand have changed: nobody goes on with those that were read before. */
gboolean dismissals_mark_changed(DaichoCatalog *catalog, GError **error);

/* A path that is to be forgotten is in no glob and no place any more, if that names nothing else. */
gboolean dismissals_forget_path(DaichoCatalog *catalog, const char *share, const char *path,
                                const char *erased, GError **error);

#endif

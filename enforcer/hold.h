#ifndef DAICHO_ENFORCER_HOLD_H
#define DAICHO_ENFORCER_HOLD_H

#include "enforcer/context.h"

/* A legal hold on paths (share and glob) or on a subject; either may be missing, not both.
 * Returns its number, or 0. */
gint64 daicho_hold_add(DaichoEnforcer *enforcer, const char *share, const char *path_glob,
                       const DaichoSubject *subject, const char *reason, GError **error);
gboolean daicho_hold_release(DaichoEnforcer *enforcer, gint64 number, GError **error);

/* How many tombstones of erased subjects are found again in the catalog; each is called per item. */
typedef gboolean (*DaichoReturnedFunc)(gint64 request, const DaichoItem *item,
                                       const DaichoFinding *finding, gpointer data, GError **error);
gboolean daicho_tombstones_check(DaichoEnforcer *enforcer, DaichoReturnedFunc each, gpointer data,
                                 guint *returned, GError **error);

#endif

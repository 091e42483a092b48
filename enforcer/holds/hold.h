#ifndef DAICHO_ENFORCER_HOLDS_HOLD_H
#define DAICHO_ENFORCER_HOLDS_HOLD_H

#include "enforcer/context.h"

/*
 * A legal hold on paths (share and glob) or on a subject; either may be missing, not both, and with
 * both it holds what either covers. A glob that names a folder covers all in it; a share without a
 * glob is held whole. Of the subject only fingerprints are kept. The reason is stored readable: one
 * with personal data in it is DAICHO_ERROR_USAGE. Returns its number, or 0.
 */
gint64 daicho_hold_add(DaichoEnforcer *enforcer, const char *share, const char *path_glob,
                       const DaichoSubject *subject, const char *reason, GError **error);

/*
 * The same by everything that a hold may be on; any may be NULL but the reason. Files are held that all
 * of share, path, purpose and period cover; the subject is held besides. A file is of the period when
 * it was last modified on its days, both ends included, and of a purpose when anything in it is. A
 * file of which neither can be told any more, since it lies in the vault, is held.
 */
typedef struct {
    const char *share, *path_glob;
    const char *purpose;       /* one of the policy */
    const char *since, *until; /* "2016-04-01"; either may be missing */
    const DaichoSubject *subject;
    const char *reason; /* stored readable, as all above */
    const char *owner;  /* who answers for it; NULL: who places it */
} DaichoHoldScope;
gint64 daicho_hold_place(DaichoEnforcer *enforcer, const DaichoHoldScope *scope, GError **error);

/* It stays in the catalog with the time of its release, by whom, and why. */
gboolean daicho_hold_release(DaichoEnforcer *enforcer, gint64 number, const char *reason,
                             GError **error);

/*
 * Whether a hold that stands is on this subject (one identifier in common is enough: what is held
 * in error can be released, what is erased in error cannot be brought back). *reason (g_free) names
 * it. Files are covered by daicho_hold_covers of enforcer/acts/apply.h.
 */
gboolean daicho_hold_covers_subject(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                    char **reason, gboolean *held, GError **error);

/* How many tombstones of erased subjects are found again in the catalog; each is called per item. */
typedef gboolean (*DaichoReturnedFunc)(gint64 request, const DaichoItem *item,
                                       const DaichoFinding *finding, gpointer data, GError **error);
gboolean daicho_tombstones_check(DaichoEnforcer *enforcer, DaichoReturnedFunc each, gpointer data,
                                 guint *returned, GError **error);

#endif

#ifndef DAICHO_ENFORCER_ACTS_APPLY_H
#define DAICHO_ENFORCER_ACTS_APPLY_H

#include "enforcer/plans/plan.h"

/*
 * Carries out an approved plan, target by target, through the journal:
 *
 *   intent → staged (copy written, synced) → verified (staged copy scanned: the subject is gone,
 *   the rest is there) → exchanged (atomic, folder synced; the planned inode came out) → done
 *   (original disposed of, folder synced)
 *
 * After a kill at any point the same call finishes what was begun. The original is whole or gone,
 * never half. A target that changed since the plan is refused and left alone; a hold placed since
 * stops it. Told to stop, it ends between two targets and makes no certificate; the next call goes
 * on.
 */
typedef enum {
    DAICHO_OUTCOME_DRY_RUN, /* would be done */
    DAICHO_OUTCOME_DONE,
    DAICHO_OUTCOME_ALREADY, /* done by an earlier run */
    DAICHO_OUTCOME_REFUSED, /* changed, held, or failed: note says why; untouched */
    DAICHO_OUTCOME_MANUAL,  /* left to a person */
} DaichoOutcome;

const char *daicho_outcome_name(DaichoOutcome outcome);

typedef void (*DaichoApplyFunc)(const DaichoTarget *target, DaichoOutcome outcome, const char *note,
                                gpointer data);

typedef struct {
    guint done, already, refused, manual, dry;
    guint left;         /* not looked at yet; after apply: because it was told to stop */
    gint64 certificate; /* 0 when none was made */
} DaichoApplyResult;

/* Without execute nothing is changed, on the shares or in the catalog. */
gboolean daicho_plan_apply(DaichoEnforcer *enforcer, gint64 number, gboolean execute,
                           DaichoApplyFunc each, gpointer data, DaichoApplyResult *result,
                           GError **error);

/* Whether a hold that stands covers the target; *reason (g_free) names it. */
gboolean daicho_hold_covers(DaichoEnforcer *enforcer, const DaichoTarget *target, char **reason,
                            gboolean *held, GError **error);

#endif

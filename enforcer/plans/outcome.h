#ifndef DAICHO_ENFORCER_PLANS_OUTCOME_H
#define DAICHO_ENFORCER_PLANS_OUTCOME_H

#include "enforcer/plans/plan.h"

/* What becomes of a target, for whoever approves its plan. */
typedef struct {
    const char *ja, *en;
} DaichoWords;

/* "The file is deleted". */
const DaichoWords *daicho_outcome_action(DaichoAction action);

/* What is there afterwards of what goes: "nothing: …". */
const DaichoWords *daicho_outcome_after(DaichoAction action);

/* Whether daicho does it, rather than a person or nobody. */
gboolean daicho_outcome_is_done(DaichoAction action);

/*
 * Which hold covers the target (g_free): of one that was planned as held the words of the plan, else
 * that of one that was placed while the plan waits, which stops it all the same; "none". NULL on
 * failure.
 */
char *daicho_outcome_hold(DaichoEnforcer *enforcer, const DaichoPlanRow *row,
                          const DaichoTarget *target, GError **error);

/* Whether the plan was made under the policy that is in force. */
gboolean daicho_outcome_is_policy_in_force(const DaichoEnforcer *enforcer, const DaichoPlan *plan);

#endif

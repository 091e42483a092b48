#ifndef DAICHO_ENFORCER_PLANS_STORE_H
#define DAICHO_ENFORCER_PLANS_STORE_H

#include "enforcer/plans/plan.h"

/* A target that a hold covers becomes a held one, which says so: nothing of it is done. */
gboolean plan_store_hold(DaichoEnforcer *enforcer, DaichoTarget *target, GError **error);

/*
 * Stores a new plan with its audit row, in the caller's transaction if there is one. Plans for the
 * same (a request, or retention of the same kind) that wait are superseded; one that is being carried
 * out must be finished first (DAICHO_ERROR_USAGE). Returns its number, or 0.
 */
gint64 plan_store(DaichoEnforcer *enforcer, const DaichoPlan *plan, GError **error);

#endif

#ifndef DAICHO_ENFORCER_PLANS_SHEET_H
#define DAICHO_ENFORCER_PLANS_SHEET_H

#include "enforcer/plans/plan.h"
#include "paper/paper.h"

/*
 * A plan as a paper that a manager reads to the end and signs: what it is for, the policy and the hash,
 * every target before and after, masked, what is left to people, what stands in nobody's plan, and the
 * boxes to sign. scans says when each share was last scanned, a line each. It changes nothing: the
 * signature on the paper is not the approval.
 */
DaichoPaper *daicho_plan_sheet(DaichoEnforcer *enforcer, const DaichoPlan *plan,
                               const DaichoPlanRow *row, const char *scans, GError **error);

#endif

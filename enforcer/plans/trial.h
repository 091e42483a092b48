#ifndef DAICHO_ENFORCER_PLANS_TRIAL_H
#define DAICHO_ENFORCER_PLANS_TRIAL_H

#include "enforcer/plans/plan.h"

/*
 * Tries the edits of a target on a copy in memory, and reads that again: what cannot be done becomes a
 * task for a person now, not when the plan is carried out. type is the file's. FALSE only when the run
 * has to end.
 */
gboolean plan_trial(const DaichoEnforcer *enforcer, DaichoTarget *target, int fd, const char *type,
                    GError **error);

#endif

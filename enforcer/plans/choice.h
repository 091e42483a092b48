#ifndef DAICHO_ENFORCER_PLANS_CHOICE_H
#define DAICHO_ENFORCER_PLANS_CHOICE_H

#include "enforcer/plans/plan.h"

/* Who leaves a place to another person says why, without personal data, and nobody says both of one
 * place: else DAICHO_ERROR_USAGE. */
gboolean plan_choice_check(DaichoEnforcer *enforcer, const DaichoPlanChoice *choice,
                           const DaichoSubject *subject, GError **error);

#endif

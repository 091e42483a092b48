#ifndef DAICHO_ENFORCER_PLANS_OTHERS_H
#define DAICHO_ENFORCER_PLANS_OTHERS_H

#include "enforcer/plans/file.h"

/* Sets others, and is_mixed of the records, from the item's findings. */
/* letters: of the mail that the item lies in; NULL when in none. */
void plan_others_note(const SubjectIdentity *identity, PlanItem *item, const PlanLetters *letters);

/* Whether a finding tells of somebody, whoever it is. */
gboolean plan_others_tells_of_a_person(const DaichoFinding *finding);

#endif

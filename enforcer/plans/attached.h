#ifndef DAICHO_ENFORCER_PLANS_ATTACHED_H
#define DAICHO_ENFORCER_PLANS_ATTACHED_H

#include "enforcer/plans/file.h"

/*
 * The head of what is attached to a mail repeats its name, and goes with it. Takes from the records of the
 * mail at index those that hold the subject in such heads alone, where what is attached goes as a
 * whole. What lies within the mail was weighed before.
 */
void plan_attached_drop_heads(PlanFile *file, guint index);

#endif

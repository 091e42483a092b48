#ifndef DAICHO_ENFORCER_PLANS_TASK_H
#define DAICHO_ENFORCER_PLANS_TASK_H

#include "enforcer/plans/plan.h"

/*
 * Records that a person did by hand what an approved plan left to them (target: its number in the
 * plan). The file is looked at first: one that is as it was when the plan was made, or in which the
 * person of the request is still found (of a correction or deletion: the old value in a record of
 * theirs), is DAICHO_ERROR_USAGE, and nothing is recorded; so is one that is gone together with all that
 * the catalog knows of its share, which may not be mounted. Something else than a file under its name is
 * DAICHO_ERROR_FILE. A file of which daicho cannot read all is
 * taken on the word of who records it.
 *
 * *note (g_free) says what was seen: that the file is gone, that the person, or the detail, is found no more,
 * or that nothing could be verified. With the last task of a plan that has nothing else to do, the
 * plan is applied, and *certificate is the number of a new certificate that says so; else 0.
 */
gboolean daicho_plan_task_done(DaichoEnforcer *enforcer, gint64 number, gint64 target, char **note,
                               gint64 *certificate, GError **error);

/* How many tasks of the request's latest plan nobody recorded as done; *plan is 0 when it has none. Of
 * a shredded plan there are none. */
gboolean daicho_plan_task_count(DaichoEnforcer *enforcer, gint64 request, gint64 *plan, guint *open,
                                GError **error);

#endif

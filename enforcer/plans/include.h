#ifndef DAICHO_ENFORCER_PLANS_INCLUDE_H
#define DAICHO_ENFORCER_PLANS_INCLUDE_H

#include <glib.h>

/* A place as people type and see it: share:path!/part#record, escaped; without "!/part" for the
 * file itself, without "#record" (0) for a hit in a name (g_free). */
char *plan_place(const char *share, const char *path, const char *part, gint64 record);

/* The possible places that staff decided to be the subject's. */
typedef struct PlanInclude PlanInclude;
PlanInclude *plan_include_new(const char *const *places); /* NULL: none */
void plan_include_free(PlanInclude *include);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PlanInclude, plan_include_free)

/* Whether a place is included; it counts as met from then on. decision: the number of the decision that
 * it is another person's, which is to be taken back then; 0 when there is none. */
gboolean plan_include_take(PlanInclude *include, const char *place, gint64 decision);

/* Decisions to be taken back, each once: of gint64, borrowed. */
const GArray *plan_include_get_ended(const PlanInclude *include);

/* A place that was given and never met is a mistake: DAICHO_ERROR_USAGE names it. */
gboolean plan_include_check(const PlanInclude *include, GError **error);

#endif

#ifndef DAICHO_ENFORCER_ACTS_OVERLAP_H
#define DAICHO_ENFORCER_ACTS_OVERLAP_H

#include "enforcer/plans/plan.h"

/* Which targets of a plan touch the same content or the same file: counted once for a plan, since every
 * target asks. The plan is borrowed. */
typedef struct Overlap Overlap;
Overlap *overlap_new(const DaichoPlan *plan);
void overlap_free(Overlap *overlap);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Overlap, overlap_free)

/* How many names of the target's content (hard links) the plan takes away or rewrites. */
guint overlap_count_names(const Overlap *overlap, const DaichoTarget *target);

/* Whether the plan leaves something of the target's file to a person. */
gboolean overlap_has_manual(const Overlap *overlap, const DaichoTarget *target);

#endif

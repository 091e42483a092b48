#ifndef DAICHO_ENFORCER_PLANS_DETAILS_H
#define DAICHO_ENFORCER_PLANS_DETAILS_H

#include "enforcer/plans/target.h"
#include "enforcer/subjects/identity.h"

/* The changes of a request of correction, addition or deletion, ready to be held against findings. */
typedef struct PlanDetails PlanDetails;

/* changes (of DaichoChange) is borrowed. What does not fit the wish, is none of its kind, or cannot be
 * written into a file is DAICHO_ERROR_USAGE. */
PlanDetails *plan_details_new(DaichoEnforcer *enforcer, const GPtrArray *changes, PlanWish wish,
                              GError **error);
void plan_details_free(PlanDetails *details);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PlanDetails, plan_details_free)

/* The wish that stored changes were made for. */
PlanWish plan_details_guess_wish(const GPtrArray *changes);

PlanWish plan_details_get_wish(const PlanDetails *details);
const GPtrArray *plan_details_get_changes(const PlanDetails *details);

/* The change whose old value a finding is, in whatever form; NULL when it is none. Borrowed. */
const DaichoChange *plan_details_find(const PlanDetails *details, const DaichoFinding *finding);

/* The change whose old value a finding has, as that is written and wherever it came from; NULL when it is none.
 * Borrowed. */
const DaichoChange *plan_details_find_exact(const PlanDetails *details,
                                            const DaichoFinding *finding);

/* Where the old values stand in an open file, whether a rule finds them or not: its items (of DaichoItem) with
 * these findings alone (g_ptr_array_unref). */
GPtrArray *plan_details_search(const PlanDetails *details, int fd, const char *path,
                               GError **error);

/* Whether the finding is the change's old value, and no other form of it: another alphabet, an address cut
 * short, an honorific behind it. */
gboolean plan_details_is_exact(const PlanDetails *details, const DaichoChange *change,
                               const DaichoFinding *finding);

/* Whether a finding is the value that is to come. */
gboolean plan_details_is_put(const PlanDetails *details, const DaichoChange *change,
                             const DaichoFinding *finding);

/* Whether a column or key of this name is one for the change's value. */
gboolean plan_details_fits(const PlanDetails *details, const DaichoChange *change,
                           const char *label);

/* The value that comes, masked (g_free). */
char *plan_details_mask(const PlanDetails *details, const DaichoChange *change);

#endif

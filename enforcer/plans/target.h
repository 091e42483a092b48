#ifndef DAICHO_ENFORCER_PLANS_TARGET_H
#define DAICHO_ENFORCER_PLANS_TARGET_H

#include "enforcer/plans/plan.h"
#include "enforcer/plans/file.h"

/* What a request asks for. */
typedef enum {
    PLAN_DELETE,
    PLAN_SUSPEND,
    PLAN_DELETE_VALUES,
    PLAN_CORRECT_VALUES,
    PLAN_ADD_VALUES,
} PlanWish;

/* What is known of the open file besides its content. */
typedef struct {
    guint64 links;
    gint64 size_bytes;
    char *file_system; /* owned by the caller */
    const char *what;  /* goes, in words for people: "the person's data" */
    const char *deed;  /* what people do: "take the person's data out" */
} PlanFileFacts;

/*
 * Sets action, edits, instructions, why, others, masked and disposal of a target: the smallest
 * change that takes the subject out. Whatever stands in the way of it makes it a task for a
 * person, with words that say what to do; nothing is left out.
 */
void plan_target_choose(DaichoTarget *target, const PlanFile *file, PlanWish wish,
                        const PlanFileFacts *facts, const DaichoLimits *limits);

/* Why an item cannot be rewritten; NULL when it can. Static words that say what to do. */
const char *plan_target_check_item(const PlanFile *file, guint index, PlanWish wish,
                                   const PlanFileFacts *facts, const DaichoLimits *limits);

/* --- words (g_free, g_strfreev) --- */

/* "email: certain in 2 records; name: strong in 1 record, possible in a name". */
char *plan_words_why(const PlanFile *file);

/* What people find a record by: the locator of its first finding; "" when it has none. */
const char *plan_locator(const PlanItem *item, gint64 record);

/* "part#record (locator) sample, sample". */
char *plan_words_line(const PlanItem *item, gint64 record);

/* One such line for each record that goes. */
char **plan_words_masked(const PlanFile *file, gboolean is_whole);

/* "unlinked on btrfs (copy on write: …)". */
char *plan_words_disposal(const char *file_system, DaichoAction action);

#endif

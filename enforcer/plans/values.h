#ifndef DAICHO_ENFORCER_PLANS_VALUES_H
#define DAICHO_ENFORCER_PLANS_VALUES_H

#include "enforcer/plans/details.h"

/* What a plan of changes is made with. */
typedef struct {
    const DaichoEnforcer *enforcer;
    const PlanDetails *details;
    PlanInclude *include;
    GPtrArray *possible; /* of char *: places where a detail stands, for a person to decide */
} PlanValues;

/* One open file. */
typedef struct {
    const PlanFile *file;
    const PlanFileFacts *facts;
    int fd;
    const char *path;
} PlanValuesFile;

/*
 * Fills a target like plan_target_choose, but the subject's records stay, and only what the details ask for
 * changes in them, where the format of its place is one that values can be written in; all else is a task
 * for a person. *is_found is FALSE when nothing of it stands
 * in the file, or is missing there. FALSE when the run has to end.
 */
gboolean plan_values_choose(const PlanValues *values, DaichoTarget *target,
                            const PlanValuesFile *open, gboolean *is_found, GError **error);

/* Whether an old value of the details stands in a record of the subject's; literals: as plan_details_search
 * gives them, of the same file. */
gboolean plan_values_remain(const PlanDetails *details, const PlanFile *file,
                            const GPtrArray *literals);

/* Whether every value that is to come stands in a record of the subject's. */
gboolean plan_values_stand(const PlanDetails *details, const PlanFile *file);

/* --- for its parts: values_put.c, additions.c --- */

typedef struct {
    const PlanValues *values;
    const PlanValuesFile *open;
    DaichoTarget *target;
    GPtrArray *cells;    /* of DaichoCellPlace; NULL until they are asked for */
    GPtrArray *literals; /* of DaichoItem: where old values stand, found or not */
    GString *tasks;
    GPtrArray *masked; /* of char * */
    guint n_others;    /* records of others in which a detail stands, too */
    gboolean is_found;
} ValueChoosing;

void plan_values_add_task(ValueChoosing *choosing, const PlanItem *item, gint64 record,
                          const char *why);

/* What stands in the way of changing a record of an item; NULL: nothing does. Static. */
const char *plan_values_check(const ValueChoosing *choosing, guint index, const PlanRecord *record);

/* Puts the change's value, or nothing, in place of what a finding or cell has; FALSE when it cannot be
 * written there: then there is a task. */
gboolean plan_values_put(ValueChoosing *choosing, guint index, DaichoEdit *edit,
                         const DaichoRange *range, const DaichoChange *change, GError **error);

/* Puts the ranges of an edit, with what is put there, in order. */
void plan_values_sort(DaichoEdit *edit);

/* Loads the cells of the records that are the subject's. */
gboolean plan_values_load_cells(ValueChoosing *choosing, GError **error);

/* What an addition puts into one item. */
gboolean plan_additions_choose(ValueChoosing *choosing, guint index, DaichoEdit *edit,
                               GError **error);

#endif

#ifndef DAICHO_ENFORCER_PLANS_PROGRESS_H
#define DAICHO_ENFORCER_PLANS_PROGRESS_H

#include "enforcer/plans/plan.h"

/* What became of a target, from the plan and the journal: "done", "by-hand", "manual", "held",
 * "not-begun", or the step at which the journal stands. row may be NULL; the result is borrowed from it. */
const char *plan_progress_outcome(const DaichoTarget *target, const DaichoJournalRow *row);

/* How far a plan has come. */
typedef struct {
    guint done, manual, held;
    guint by_hand;                        /* tasks that were recorded as done */
    guint unfinished;                     /* targets that are none of these */
    gint64 first_unfinished;              /* number of the target */
    guint files_deleted, files_suspended; /* whole files */
    guint files_cut;                      /* files from which a part was taken */
    guint records_deleted, records_suspended;
    guint values_deleted, values_changed; /* single details of records */
    guint members_deleted;                /* whole files within archives */
} PlanProgress;

gboolean plan_progress_read(DaichoEnforcer *enforcer, gint64 number, const DaichoPlan *plan,
                            PlanProgress *progress, GError **error);

/* Adds to the progress of a request's latest plan what its plans before did, by daicho or by hand: a
 * part of it was refused, or held, and planned again. What they left open is in the latest one. */
gboolean plan_progress_add_earlier(DaichoEnforcer *enforcer, gint64 request, gint64 latest,
                                   PlanProgress *progress, GError **error);

/* The latest plan of a request that was not superseded; 0 when there is none. */
gboolean plan_progress_find_latest(DaichoEnforcer *enforcer, gint64 request, gint64 *number,
                                   GError **error);

/* Records named by the target's edits, each once; members that go whole are not among them. */
guint plan_progress_count_records(const DaichoTarget *target);
guint plan_progress_count_members(const DaichoTarget *target);

#endif

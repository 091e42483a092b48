#include "enforcer/plans/progress.h"

#include <string.h>

const char *plan_progress_outcome(const DaichoTarget *target, const DaichoJournalRow *row)
{
    if (row != NULL && strcmp(row->step, "by-hand") == 0) {
        return row->step;
    }
    if (target->action == DAICHO_ACTION_MANUAL || target->action == DAICHO_ACTION_HELD) {
        return daicho_action_name(target->action);
    }
    return row != NULL ? row->step : "not-begun";
}

guint plan_progress_count_records(const DaichoTarget *target)
{
    guint records = 0;
    for (guint i = 0; i < target->edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(target->edits, i);
        records += edit->ranges->len;
    }
    return records;
}

guint plan_progress_count_members(const DaichoTarget *target)
{
    guint members = 0;
    for (guint i = 0; i < target->edits->len; i++) {
        const DaichoEdit *edit = g_ptr_array_index(target->edits, i);
        members += edit->remove ? 1 : 0;
    }
    return members;
}

static void count_done(const DaichoTarget *target, PlanProgress *progress)
{
    guint records = plan_progress_count_records(target);
    progress->done++;
    switch (target->action) {
    case DAICHO_ACTION_DELETE_FILE:
        progress->files_deleted++;
        break;
    case DAICHO_ACTION_DELETE_PARTS:
        progress->files_cut++;
        progress->records_deleted += records;
        progress->members_deleted += plan_progress_count_members(target);
        break;
    case DAICHO_ACTION_DELETE_VALUES:
        progress->files_cut++;
        progress->values_deleted += records;
        break;
    case DAICHO_ACTION_CHANGE_VALUES:
        progress->files_cut++;
        progress->values_changed += records;
        break;
    case DAICHO_ACTION_SUSPEND_FILE:
        progress->files_suspended++;
        break;
    case DAICHO_ACTION_SUSPEND_PARTS:
        progress->files_cut++;
        progress->records_suspended += records;
        break;
    case DAICHO_ACTION_MANUAL:
    case DAICHO_ACTION_HELD:
        g_assert_not_reached();
    }
}

static gboolean count_target(DaichoEnforcer *enforcer, gint64 number, const DaichoTarget *target,
                             PlanProgress *progress, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autoptr(DaichoJournalRow)
        row = daicho_catalog_get_journal(enforcer->catalog, number, target->number, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    const char *outcome = plan_progress_outcome(target, row);
    if (strcmp(outcome, "done") == 0) {
        count_done(target, progress);
    } else if (strcmp(outcome, "by-hand") == 0) {
        progress->by_hand++;
    } else if (target->action == DAICHO_ACTION_MANUAL) {
        progress->manual++;
    } else if (target->action == DAICHO_ACTION_HELD) {
        progress->held++;
    } else {
        progress->first_unfinished = progress->unfinished == 0 ? target->number
                                                               : progress->first_unfinished;
        progress->unfinished++;
    }
    return TRUE;
}

gboolean plan_progress_read(DaichoEnforcer *enforcer, gint64 number, const DaichoPlan *plan,
                            PlanProgress *progress, GError **error)
{
    *progress = (PlanProgress){0};
    for (guint i = 0; i < plan->targets->len; i++) {
        if (!count_target(enforcer, number, g_ptr_array_index(plan->targets, i), progress, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean take_latest(const DaichoPlanRow *row, gpointer data, GError **error)
{
    (void)error;
    gint64 *number = data;
    *number = strcmp(row->state, "superseded") == 0 ? *number : row->number;
    return TRUE;
}

gboolean plan_progress_find_latest(DaichoEnforcer *enforcer, gint64 request, gint64 *number,
                                   GError **error)
{
    *number = 0;
    return daicho_catalog_each_plan(enforcer->catalog, request, take_latest, number, error);
}

typedef struct {
    DaichoEnforcer *enforcer;
    gint64 latest;
    PlanProgress *sum;
} Earlier;

static gboolean add_plan(const DaichoPlanRow *row, gpointer data, GError **error)
{
    static const char *const carried_out[] = {"partly", "applied", NULL};
    const Earlier *earlier = data;
    PlanProgress progress;
    if (row->number == earlier->latest || !g_strv_contains(carried_out, row->state)) {
        return TRUE;
    }
    g_autoptr(DaichoPlan) plan = daicho_plan_load(earlier->enforcer, row->number, NULL, error);
    if (plan == NULL ||
        !plan_progress_read(earlier->enforcer, row->number, plan, &progress, error)) {
        return FALSE;
    }
    PlanProgress *sum = earlier->sum;
    sum->done += progress.done;
    sum->by_hand += progress.by_hand;
    sum->files_deleted += progress.files_deleted;
    sum->files_suspended += progress.files_suspended;
    sum->files_cut += progress.files_cut;
    sum->records_deleted += progress.records_deleted;
    sum->records_suspended += progress.records_suspended;
    sum->values_deleted += progress.values_deleted;
    sum->members_deleted += progress.members_deleted;
    return TRUE;
}

gboolean plan_progress_add_earlier(DaichoEnforcer *enforcer, gint64 request, gint64 latest,
                                   PlanProgress *progress, GError **error)
{
    Earlier earlier = {enforcer, latest, progress};
    return daicho_catalog_each_plan(enforcer->catalog, request, add_plan, &earlier, error);
}

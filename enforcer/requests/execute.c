#include "enforcer/requests/request.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/plans/progress.h"
#include "enforcer/requests/step.h"

static gboolean check_finished(DaichoEnforcer *enforcer, const DaichoRequest *request,
                               gint64 *number, GError **error)
{
    static const char *const begun[] = {"applying", "partly", "applied", NULL};
    if (!request_step_needs_plan(request)) {
        return request_step_refuse(request, "daicho has nothing to carry out for it", error);
    }
    if (!plan_progress_find_latest(enforcer, request->number, number, error)) {
        return FALSE;
    }
    if (*number == 0) {
        return request_step_refuse(request, "it was not carried out, because it has no plan yet",
                                   error);
    }
    g_autoptr(DaichoPlanRow) row = NULL;
    g_autoptr(DaichoPlan) plan = daicho_plan_load(enforcer, *number, &row, error);
    PlanProgress progress;
    if (plan == NULL || !plan_progress_read(enforcer, *number, plan, &progress, error)) {
        return FALSE;
    }
    if (!g_strv_contains(begun, row->state) || progress.unfinished > 0) {
        g_autofree char *why = g_strdup_printf(
            "it was not carried out, because plan %" G_GINT64_FORMAT " is %s with %u of %u targets "
            "to do",
            *number, row->state, progress.unfinished, plan->targets->len);
        return request_step_refuse(request, why, error);
    }
    return TRUE;
}

gboolean daicho_request_executed(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = NULL;
    g_autoptr(DaichoRequest) before = daicho_request_load(enforcer, number, error);
    if (before == NULL) {
        return FALSE;
    }
    if (strcmp(before->state, "executed") == 0 && request_step_needs_plan(before)) {
        return TRUE;
    }
    gint64 plan = 0;
    g_autoptr(DaichoRequest)
        request = request_step_begin(enforcer, number, REQUEST_EXECUTE, &transaction, error);
    if (request == NULL || !check_finished(enforcer, request, &plan, error)) {
        return FALSE;
    }
    g_autofree char *detail = g_strdup_printf("by plan %" G_GINT64_FORMAT, plan);
    return request_step_end(enforcer, request, REQUEST_EXECUTE, NULL, detail, transaction, error);
}

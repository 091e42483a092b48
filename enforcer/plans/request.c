#include "enforcer/plans/request.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/plans/progress.h"

/* What each kind of request needs; a plan only where something on the shares changes. */
static const struct {
    const char *kind;
    gboolean has_plan;
    PlanWish wish;
    const char *instead;
} kinds[] = {
    {"erasure", TRUE, PLAN_DELETE, NULL},
    {"suspension-of-use", TRUE, PLAN_SUSPEND, NULL},
    {"purpose-notice", FALSE, 0, "an answer with the purposes: daicho request letter"},
    {"disclosure", FALSE, 0, "a copy of the person's data: daicho request package"},
    {"provision-disclosure", FALSE, 0,
     "a copy of the records of provision: daicho request package"},
    {"correction", TRUE, PLAN_CORRECT_VALUES, NULL},
    {"addition", TRUE, PLAN_ADD_VALUES, NULL},
    {"deletion", TRUE, PLAN_DELETE_VALUES, NULL},
    {"suspension-of-provision", TRUE, PLAN_SUSPEND, NULL},
    {"complaint", FALSE, 0, "an answer"},
};

static gboolean check_kind(const DaichoRequest *request, PlanWish *wish, GError **error)
{
    gsize i = 0;
    while (i < G_N_ELEMENTS(kinds) && strcmp(kinds[i].kind, request->kind) != 0) {
        i++;
    }
    if (i < G_N_ELEMENTS(kinds) && kinds[i].has_plan) {
        *wish = kinds[i].wish;
        return TRUE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "request %" G_GINT64_FORMAT " is of kind %s, which changes nothing on the shares "
                "and so needs no plan; it needs %s",
                request->number, request->kind,
                i < G_N_ELEMENTS(kinds) ? kinds[i].instead : "another command");
    return FALSE;
}

gboolean plan_request_is_outgoing(const DaichoRequest *request)
{
    return strcmp(request->kind, "suspension-of-provision") == 0;
}

/* Whether a hold stopped a part of what was carried out, which is planned once it is released. */
static gboolean find_held(DaichoEnforcer *enforcer, const DaichoRequest *request, gboolean *is_held,
                          GError **error)
{
    static const char *const after[] = {"executed", "responded", NULL};
    gint64 number = 0;
    PlanProgress progress = {0};
    *is_held = FALSE;
    if (!g_strv_contains(after, request->state)) {
        return TRUE;
    }
    if (!plan_progress_find_latest(enforcer, request->number, &number, error) || number == 0) {
        return number == 0;
    }
    g_autoptr(DaichoPlan) plan = daicho_plan_load(enforcer, number, NULL, error);
    if (plan == NULL || !plan_progress_read(enforcer, number, plan, &progress, error)) {
        return FALSE;
    }
    *is_held = progress.held > 0;
    return TRUE;
}

static gboolean refuse_state(const DaichoRequest *request, GError **error)
{
    static const struct {
        const char *state, *why;
    } reasons[] = {
        {"executed", "was carried out, and no hold stopped a part of it: there is nothing to plan"},
        {"responded",
         "was carried out, and no hold stopped a part of it: there is nothing to plan"},
        {"closed", "is closed: what is asked for again is a new request"},
    };
    const char *why = strcmp(request->decision, "refuse") == 0 ? "was refused: nothing is planned"
                                                               : NULL;
    for (gsize i = 0; why == NULL && i < G_N_ELEMENTS(reasons); i++) {
        why = strcmp(reasons[i].state, request->state) == 0 ? reasons[i].why : NULL;
    }
    g_autofree char *early = g_strdup_printf(
        "is %s: a plan is made only once it is decided and accepted", request->state);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                "request %" G_GINT64_FORMAT " %s (see daicho request show %" G_GINT64_FORMAT ")",
                request->number, why != NULL ? why : early, request->number);
    return FALSE;
}

gboolean plan_request_check(DaichoEnforcer *enforcer, const DaichoRequest *request, PlanWish *wish,
                            GError **error)
{
    gboolean is_held = FALSE;
    if (!check_kind(request, wish, error) || !find_held(enforcer, request, &is_held, error)) {
        return FALSE;
    }
    gboolean is_accepted = strcmp(request->decision, "accept") == 0 ||
                           strcmp(request->decision, "partly") == 0;
    if (!is_accepted || (strcmp(request->state, "decided") != 0 && !is_held)) {
        return refuse_state(request, error);
    }
    if (request->subject == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the person's data in request %" G_GINT64_FORMAT
                    " was destroyed after it was closed: a new request is needed",
                    request->number);
        return FALSE;
    }
    return TRUE;
}

#include "enforcer/plans/request.h"

#include <string.h>

#include "base/error.h"

/* What each kind of request needs; a plan only where something leaves the shares. */
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
    {"provision-disclosure", FALSE, 0, "a copy of the records of provision"},
    {"correction", FALSE, 0, "the data to be put right by hand (see daicho subject find)"},
    {"addition", FALSE, 0, "the data to be completed by hand (see daicho subject find)"},
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
                "request %" G_GINT64_FORMAT " is of kind %s, which takes nothing off the shares "
                "and so needs no plan; it needs %s",
                request->number, request->kind,
                i < G_N_ELEMENTS(kinds) ? kinds[i].instead : "another command");
    return FALSE;
}

gboolean plan_request_is_outgoing(const DaichoRequest *request)
{
    return strcmp(request->kind, "suspension-of-provision") == 0;
}

gboolean plan_request_check(const DaichoRequest *request, PlanWish *wish, GError **error)
{
    if (!check_kind(request, wish, error)) {
        return FALSE;
    }
    gboolean is_accepted = strcmp(request->decision, "accept") == 0 ||
                           strcmp(request->decision, "partly") == 0;
    if (strcmp(request->state, "decided") != 0 || !is_accepted) {
        gboolean is_refused = strcmp(request->decision, "refuse") == 0;
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "request %" G_GINT64_FORMAT " is %s: a plan is made only once it is decided "
                    "and accepted (see daicho request show %" G_GINT64_FORMAT ")",
                    request->number, is_refused ? "refused" : request->state, request->number);
        return FALSE;
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

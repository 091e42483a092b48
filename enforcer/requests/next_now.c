#include "enforcer/requests/request.h"

#include <string.h>

#include "enforcer/consignees/notice.h"
#include "enforcer/plans/progress.h"
#include "enforcer/plans/task.h"
#include "enforcer/requests/step.h"
#include "enforcer/vault/person.h"

/* What comes after each state of the plan; %s is its number, %r the request's, %v a vault entry's. */
static const struct {
    const char *state, *words;
} steps[] = {
    {"planned",
     "read the plan to its end (daicho plan show %s), and have somebody else approve it: "
     "daicho plan approve %s"},
    {"approved", "carry out the plan: daicho plan apply %s (a dry run), then with --execute"},
    {"applying", "finish the plan that was begun: daicho plan apply %s --execute"},
    {"partly",
     "mend what daicho plan apply %s says of those that were refused, and apply again with "
     "--execute; or make a new plan: daicho request plan %r"},
};

static char *fill(const char *words, gint64 plan, gint64 request, gint64 entry)
{
    g_autofree char *plan_number = g_strdup_printf("%" G_GINT64_FORMAT, plan);
    g_autofree char *request_number = g_strdup_printf("%" G_GINT64_FORMAT, request);
    g_autofree char *entry_number = g_strdup_printf("%" G_GINT64_FORMAT, entry);
    g_autoptr(GString) line = g_string_new(words);
    g_string_replace(line, "%s", plan_number, 0);
    g_string_replace(line, "%r", request_number, 0);
    g_string_replace(line, "%v", entry_number, 0);
    return g_string_free(g_steal_pointer(&line), FALSE);
}

/* While it is decided: by the state of its plan. */
static char *next_of_plan(DaichoEnforcer *enforcer, const DaichoRequest *request, GError **error)
{
    gint64 number = 0;
    if (!plan_progress_find_latest(enforcer, request->number, &number, error)) {
        return NULL;
    }
    if (number == 0) {
        return daicho_request_next(request);
    }
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(enforcer->catalog, number, error);
    if (row == NULL) {
        return NULL;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (strcmp(steps[i].state, row->state) == 0) {
            return fill(steps[i].words, number, request->number, 0);
        }
    }
    return daicho_request_next(request);
}

/* Once it was carried out: by what is left to people. */
static char *next_of_tasks(DaichoEnforcer *enforcer, const DaichoRequest *request, GError **error)
{
    gint64 plan = 0;
    guint open = 0;
    guint sent = 0;
    guint unsent = 0;
    DaichoVaulted vaulted = {0};
    if (strcmp(request->kind, "erasure") == 0 && request->subject != NULL &&
        !daicho_vault_count_person(enforcer, request->subject, &vaulted, error)) {
        return NULL;
    }
    if (!daicho_plan_task_count(enforcer, request->number, &plan, &open, error) ||
        !daicho_notice_count(enforcer, request->number, &sent, &unsent, error)) {
        return NULL;
    }
    g_autofree char *after = daicho_request_next(request);
    gboolean is_answered = strcmp(request->state, "responded") == 0;
    const char *words =
        open > 0 ? "do what the plan leaves to a person (daicho plan show %s), and "
                   "record each: daicho plan record %s TARGET"
        : vaulted.stored > 0
            ? "destroy what was suspended of the person before: daicho vault purge %v"
        : unsent > 0 && is_answered
            ? "tell the consignees who hold the person's data: daicho request notice %r"
            : NULL;
    if (words == NULL) {
        return g_steal_pointer(&after);
    }
    g_autofree char *before = fill(words, plan, request->number, vaulted.first);
    return is_answered ? g_steal_pointer(&before) : g_strconcat(before, "; then ", after, NULL);
}

char *daicho_request_next_now(DaichoEnforcer *enforcer, const DaichoRequest *request,
                              GError **error)
{
    if (!request_step_needs_plan(request)) {
        return daicho_request_next(request);
    }
    if (strcmp(request->state, "decided") == 0) {
        return next_of_plan(enforcer, request, error);
    }
    return strcmp(request->state, "executed") == 0 || strcmp(request->state, "responded") == 0
               ? next_of_tasks(enforcer, request, error)
               : daicho_request_next(request);
}

#include "enforcer/requests/request.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/requests/age.h"
#include "enforcer/requests/step.h"
#include "enforcer/subjects/subject.h"

static gboolean note_applying(const DaichoPlanRow *row, gpointer data, GError **error)
{
    (void)error;
    *(gboolean *)data = *(gboolean *)data || strcmp(row->state, "applying") == 0;
    return TRUE;
}

static gboolean check_open(DaichoEnforcer *enforcer, const DaichoRequest *request, GError **error)
{
    static const char *const states[] = {"received",      "identity-verified", "form-sent",
                                         "form-returned", "decided",           NULL};
    gboolean is_applying = FALSE;
    if (request->subject == NULL) {
        return request_step_refuse(request, "what it knew of the person was destroyed", error);
    }
    if (!g_strv_contains(states, request->state) || strcmp(request->decision, "refuse") == 0) {
        return request_step_refuse(
            request, "it is answered, carried out or ended, so nothing can be added", error);
    }
    if (!daicho_catalog_each_plan(enforcer->catalog, request->number, note_applying, &is_applying,
                                  error)) {
        return FALSE;
    }
    return !is_applying ||
           request_step_refuse(request, "its plan is being carried out, so nothing can be added",
                               error);
}

/* Those that are known already are left out. */
static guint add_new(DaichoSubject *subject, const DaichoSubject *more)
{
    guint added = 0;
    for (guint i = 0; i < more->identifiers->len; i++) {
        const DaichoIdentifier *value = g_ptr_array_index(more->identifiers, i);
        gboolean is_known = FALSE;
        for (guint k = 0; k < subject->identifiers->len; k++) {
            const DaichoIdentifier *known = g_ptr_array_index(subject->identifiers, k);
            is_known = is_known || (strcmp(known->kind, value->kind) == 0 &&
                                    strcmp(known->value, value->value) == 0);
        }
        if (!is_known) {
            daicho_subject_add(subject, value->kind, value->value);
            added++;
        }
    }
    return added;
}

static gboolean store(DaichoEnforcer *enforcer, gint64 number, const DaichoSubject *more,
                      gsize n_proposals, GError **error)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    g_autoptr(DaichoRequest)
        request = transaction != NULL ? daicho_request_load(enforcer, number, error) : NULL;
    if (request == NULL || !check_open(enforcer, request, error)) {
        return FALSE;
    }
    gboolean had_birth_date = daicho_subject_get(request->subject, "birth-date") != NULL;
    guint added = add_new(request->subject, more);
    if (!had_birth_date && daicho_subject_get(request->subject, "birth-date") != NULL &&
        !request_age_check(enforcer, request->subject, request->agent, request->authority, error)) {
        return FALSE;
    }
    g_autofree char *detail = g_strdup_printf("%u identifiers, %" G_GSIZE_FORMAT " of proposals",
                                              added, n_proposals);
    return daicho_catalog_put_request(enforcer->catalog, request, error) &&
           request_step_append_audit(enforcer, "request-add", number, detail, error) &&
           daicho_transaction_commit(transaction, error);
}

gboolean daicho_request_add(DaichoEnforcer *enforcer, gint64 number, const DaichoSubject *more,
                            const guint *proposals, gsize n_proposals, GError **error)
{
    g_autoptr(DaichoRequest) request = daicho_request_load(enforcer, number, error);
    if (request == NULL || !check_open(enforcer, request, error) ||
        (more != NULL && more->identifiers->len > 0 &&
         !daicho_subject_check(more, enforcer->rules, error))) {
        return FALSE;
    }
    /* Proposals are of what the request knows: they are numbered as they were told. */
    if (n_proposals > 0 &&
        !daicho_proposals_accept(enforcer, request->subject, proposals, n_proposals, error)) {
        return FALSE;
    }
    if (more != NULL) {
        add_new(request->subject, more);
    }
    return store(enforcer, number, request->subject, n_proposals, error);
}

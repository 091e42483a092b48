#include "enforcer/acts/apply_finish.h"

#include <string.h>

#include "enforcer/certificates/certificate.h"
#include "enforcer/consignees/notice.h"
#include "enforcer/print.h"
#include "enforcer/consignees/provision.h"
#include "enforcer/requests/request.h"

static gboolean put_tombstones(Apply *apply, GError **error)
{
    DaichoEnforcer *enforcer = apply->enforcer;
    g_autoptr(GPtrArray) prints = print_subject(enforcer, apply->request->subject);
    for (guint i = 0; i < prints->len; i++) {
        const DaichoPrint *print = g_ptr_array_index(prints, i);
        if (!daicho_catalog_put_tombstone(enforcer->catalog, apply->request->number, print->kind,
                                          print->fingerprint, enforcer->actor.now_s, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean put_suspension(Apply *apply, GError **error)
{
    return daicho_provision_suspend(apply->enforcer, apply->request->number,
                                    apply->request->subject, error);
}

/* By what the person is known again after the request was carried out, and who is to be told. */
static gboolean remember_subject(Apply *apply, GError **error)
{
    static const struct {
        const char *kind;
        gboolean (*remember)(Apply *apply, GError **error);
    } kinds[] = {
        {"erasure", put_tombstones},
        {"suspension-of-provision", put_suspension},
    };
    for (gsize i = 0; apply->request != NULL && i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].kind, apply->plan->kind) == 0) {
            return kinds[i].remember(apply, error) &&
                   notice_make(apply->enforcer, apply->request, apply->plan, error);
        }
    }
    return TRUE;
}

/* Once for a plan: a later run of the same plan has nothing new to certify. */
static gboolean certify(Apply *apply, GError **error)
{
    DaichoEnforcer *enforcer = apply->enforcer;
    if (apply->unfinished > 0 || apply->result->certificate != 0) {
        return TRUE;
    }
    if (!remember_subject(apply, error) ||
        (apply->request != NULL &&
         !daicho_request_executed(enforcer, apply->request->number, error))) {
        return FALSE;
    }
    apply->result->certificate = daicho_certificate_make(enforcer, apply->number, error);
    return apply->result->certificate != 0;
}

gboolean apply_finish(Apply *apply, GError **error)
{
    DaichoEnforcer *enforcer = apply->enforcer;
    const DaichoApplyResult *result = apply->result;
    if (!daicho_catalog_find_certificate(enforcer->catalog, apply->number,
                                         &apply->result->certificate, error)) {
        return FALSE;
    }
    if (apply->was_applied) {
        return TRUE;
    }
    g_free(apply->row->state);
    apply->row->state = g_strdup(result->refused + result->manual > 0 ? "partly" : "applied");
    g_autofree char *object = g_strdup_printf("plan %" G_GINT64_FORMAT, apply->number);
    g_autofree char *detail = g_strdup_printf("%s: %u done, %u already, %u refused, %u manual",
                                              apply->row->state, result->done, result->already,
                                              result->refused, result->manual);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    return transaction != NULL && daicho_catalog_put_plan(enforcer->catalog, apply->row, error) &&
           daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "plan-applied", object,
                                       detail, error) &&
           certify(apply, error) && daicho_transaction_commit(transaction, error) &&
           daicho_catalog_assign_purposes(enforcer->catalog, enforcer->policy, error);
}

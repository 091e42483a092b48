#include "enforcer/apply_finish.h"

#include <string.h>

#include "enforcer/certificate.h"
#include "enforcer/request.h"

/* An address or a birth date tells nothing of one person; a name tells whose a telephone is. */
static gboolean is_telling(const char *kind)
{
    static const char *const shared[] = {"address", "birth-date", NULL};
    return !g_strv_contains(shared, kind);
}

static gboolean put_tombstone(Apply *apply, const DaichoIdentifier *identifier, GError **error)
{
    DaichoEnforcer *enforcer = apply->enforcer;
    const DaichoRule *rule = daicho_rules_find(enforcer->rules, identifier->kind);
    const char *kind = rule != NULL ? rule->kind : identifier->kind;
    kind = strcmp(kind, "kana") == 0 ? "name" : kind; /* readings are found as names */
    g_autofree char *value = is_telling(kind) ? daicho_rules_normalise(kind, identifier->value)
                                              : NULL;
    if (value == NULL) {
        return TRUE;
    }
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    daicho_key_fingerprint(daicho_catalog_get_key(enforcer->catalog), kind, value, fingerprint);
    return daicho_catalog_put_tombstone(enforcer->catalog, apply->request->number, kind,
                                        fingerprint, enforcer->actor.now_s, error);
}

static gboolean put_tombstones(Apply *apply, GError **error)
{
    if (apply->request == NULL || strcmp(apply->plan->kind, "erasure") != 0) {
        return TRUE;
    }
    const GPtrArray *identifiers = apply->request->subject->identifiers;
    for (guint i = 0; i < identifiers->len; i++) {
        if (!put_tombstone(apply, g_ptr_array_index(identifiers, i), error)) {
            return FALSE;
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
    if (!put_tombstones(apply, error) ||
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

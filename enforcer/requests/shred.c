#include "enforcer/requests/request.h"

enum { DAY_S = 24 * 60 * 60 };

static gboolean append_audit(DaichoEnforcer *enforcer, gint64 shredded, GError **error)
{
    g_autofree char *detail = g_strdup_printf("%" G_GINT64_FORMAT " closed more than "
                                              "%" G_GINT64_FORMAT " days ago",
                                              shredded,
                                              daicho_policy_get_keep_days(enforcer->policy));
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "request-shred",
                                       "requests", detail, error);
}

gboolean daicho_request_shred(DaichoEnforcer *enforcer, gint64 *shredded, GError **error)
{
    gint64 keep_s = daicho_policy_get_keep_days(enforcer->policy) * DAY_S;
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    *shredded = 0;
    if (transaction == NULL ||
        !daicho_catalog_shred_requests(enforcer->catalog, enforcer->actor.now_s - keep_s, shredded,
                                       error)) {
        return FALSE;
    }
    if (*shredded == 0) {
        return TRUE;
    }
    /* What was overwritten in the catalog is in its log until that is emptied. */
    return append_audit(enforcer, *shredded, error) &&
           daicho_transaction_commit(transaction, error) &&
           daicho_catalog_flush(enforcer->catalog, error);
}

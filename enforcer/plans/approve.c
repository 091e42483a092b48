#include "enforcer/plans/plan.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/plans/hash.h"

char *plan_hash(const char *text)
{
    guint8 digest[DAICHO_DIGEST_BYTES];
    daicho_digest(text, strlen(text), digest);
    return daicho_hex_encode(digest, sizeof digest);
}

static void set_text(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

gboolean plan_check_approval(DaichoEnforcer *enforcer, const DaichoPlanRow *row, GError **error)
{
    gboolean is_approved = *row->approved_by != '\0';
    if (!is_approved &&
        (strcmp(row->state, "planned") == 0 || strcmp(row->state, "superseded") == 0)) {
        return TRUE;
    }
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    daicho_key_get_public(daicho_catalog_get_key(enforcer->catalog), public_key);
    g_autofree char *statement = daicho_plan_row_dup_statement(row);
    if (!is_approved ||
        !daicho_key_verify(public_key, statement, strlen(statement), row->signature)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "the approval of plan %" G_GINT64_FORMAT
                    " does not hold: the catalog was changed by hand; make a new plan",
                    row->number);
        return FALSE;
    }
    return TRUE;
}

static gboolean check_hash(const DaichoPlanRow *row, GError **error)
{
    if (*row->text == '\0') {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the text of plan %" G_GINT64_FORMAT
                    " was destroyed, as the policy wants it some time after the end",
                    row->number);
        return FALSE;
    }
    g_autofree char *hash = plan_hash(row->text);
    if (strcmp(hash, row->hash) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "plan %" G_GINT64_FORMAT " was changed after it was made: make a new plan",
                    row->number);
        return FALSE;
    }
    return TRUE;
}

DaichoPlan *daicho_plan_load(DaichoEnforcer *enforcer, gint64 number, DaichoPlanRow **row,
                             GError **error)
{
    g_autoptr(DaichoPlanRow) stored = daicho_catalog_get_plan(enforcer->catalog, number, error);
    if (stored == NULL || !check_hash(stored, error) ||
        !plan_check_approval(enforcer, stored, error)) {
        return NULL;
    }
    g_autoptr(DaichoPlan) plan = daicho_plan_from_json(stored->text, error);
    if (plan == NULL ||
        !daicho_plan_unseal(plan, daicho_catalog_get_key(enforcer->catalog), error)) {
        return NULL;
    }
    if (plan->request != stored->request || strcmp(plan->made_by, stored->made_by) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "plan %" G_GINT64_FORMAT " stands under another request or name than its own: "
                    "make a new plan",
                    number);
        return NULL;
    }
    if (row != NULL) {
        *row = g_steal_pointer(&stored);
    }
    return g_steal_pointer(&plan);
}

static gboolean check_may_approve(DaichoEnforcer *enforcer, const DaichoPlanRow *row,
                                  GError **error)
{
    const char *approver = daicho_actor_name(&enforcer->actor);
    if (strcmp(row->state, "planned") != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "plan %" G_GINT64_FORMAT " is %s: only a plan that is planned can be approved",
                    row->number, row->state);
        return FALSE;
    }
    if (daicho_policy_get_four_eyes(enforcer->policy) && strcmp(approver, row->made_by) == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s made plan %" G_GINT64_FORMAT
                    " and so may not approve it: somebody else must (four eyes)",
                    approver, row->number);
        return FALSE;
    }
    return TRUE;
}

gboolean daicho_plan_approve(DaichoEnforcer *enforcer, gint64 number, GError **error)
{
    g_autoptr(DaichoPlanRow) row = NULL;
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    if (transaction == NULL) {
        return FALSE;
    }
    g_autoptr(DaichoPlan) plan = daicho_plan_load(enforcer, number, &row, error);
    if (plan == NULL || !check_may_approve(enforcer, row, error)) {
        return FALSE;
    }
    set_text(&row->state, "approved");
    set_text(&row->approved_by, daicho_actor_name(&enforcer->actor));
    row->approved_s = enforcer->actor.now_s;
    g_autofree char *statement = daicho_plan_row_dup_statement(row);
    daicho_key_sign(daicho_catalog_get_key(enforcer->catalog), statement, strlen(statement),
                    row->signature);
    g_autofree char *object = g_strdup_printf("plan %" G_GINT64_FORMAT, number);
    return daicho_catalog_put_plan(enforcer->catalog, row, error) &&
           daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "plan-approve", object,
                                       row->hash, error) &&
           daicho_transaction_commit(transaction, error);
}

#include "enforcer/plans/store.h"

#include <string.h>

#include "base/error.h"
#include "enforcer/acts/apply.h"
#include "enforcer/plans/hash.h"

static void set_text(char **text, const char *value)
{
    g_free(*text);
    *text = g_strdup(value);
}

gboolean plan_store_hold(DaichoEnforcer *enforcer, DaichoTarget *target, GError **error)
{
    g_autofree char *reason = NULL;
    gboolean held = FALSE;
    if (!daicho_hold_covers(enforcer, target, &reason, &held, error)) {
        return FALSE;
    }
    if (held) {
        g_autofree char *words = g_strdup_printf(
            "a legal hold stops this: %s. Make the plan again when the hold is released",
            reason != NULL ? reason : "no reason given");
        target->action = DAICHO_ACTION_HELD;
        g_ptr_array_set_size(target->edits, 0);
        set_text(&target->instructions, words);
        set_text(&target->disposal, "");
    }
    return TRUE;
}

typedef struct {
    DaichoEnforcer *enforcer;
    const DaichoPlan *plan;
    GArray *numbers; /* of gint64: plans that the new one takes the place of */
} Superseding;

/* Plans without a request are told apart by their kind. */
static gboolean is_for_same(Superseding *superseding, const DaichoPlanRow *row, gboolean *same,
                            GError **error)
{
    *same = row->request == superseding->plan->request;
    if (!*same || row->request != 0) {
        return TRUE;
    }
    g_autoptr(DaichoPlan) other = daicho_plan_load(superseding->enforcer, row->number, NULL, error);
    *same = other != NULL && strcmp(other->kind, superseding->plan->kind) == 0;
    return other != NULL;
}

static gboolean collect_row(const DaichoPlanRow *row, gpointer data, GError **error)
{
    static const char *const waiting[] = {"planned", "approved", "applying", NULL};
    Superseding *superseding = data;
    gboolean same = FALSE;
    if (!g_strv_contains(waiting, row->state)) {
        return TRUE;
    }
    if (!is_for_same(superseding, row, &same, error)) {
        return FALSE;
    }
    if (same && strcmp(row->state, "applying") == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "plan %" G_GINT64_FORMAT " of this %s is being carried out: finish it "
                    "first with daicho plan apply %" G_GINT64_FORMAT " --execute",
                    row->number, row->request != 0 ? "request" : "kind", row->number);
        return FALSE;
    }
    if (same) {
        g_array_append_val(superseding->numbers, row->number);
    }
    return TRUE;
}

static gboolean supersede(DaichoEnforcer *enforcer, const DaichoPlan *plan, GError **error)
{
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(gint64));
    Superseding superseding = {enforcer, plan, numbers};
    if (!daicho_catalog_each_plan(enforcer->catalog, plan->request, collect_row, &superseding,
                                  error)) {
        return FALSE;
    }
    for (guint i = 0; i < numbers->len; i++) {
        g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(
            enforcer->catalog, g_array_index(numbers, gint64, i), error);
        if (row == NULL) {
            return FALSE;
        }
        set_text(&row->state, "superseded");
        if (!daicho_catalog_put_plan(enforcer->catalog, row, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static DaichoPlanRow *to_row(const DaichoPlan *plan)
{
    DaichoPlanRow *row = daicho_plan_row_new();
    row->request = plan->request;
    row->made_s = plan->made_s;
    set_text(&row->made_by, plan->made_by);
    g_free(row->text);
    row->text = daicho_plan_to_json(plan);
    g_free(row->hash);
    row->hash = plan_hash(row->text);
    return row;
}

static gboolean append_audit(DaichoEnforcer *enforcer, const DaichoPlan *plan,
                             const DaichoPlanRow *row, GError **error)
{
    g_autofree char *object = g_strdup_printf("plan %" G_GINT64_FORMAT, row->number);
    g_autofree char *what = plan->request != 0
                                ? g_strdup_printf("request %" G_GINT64_FORMAT, plan->request)
                                : g_strdup(plan->kind);
    g_autofree char *detail = g_strdup_printf("%s, %u targets, %u possible, hash %s", what,
                                              plan->targets->len, plan->possible->len, row->hash);
    return daicho_catalog_append_audit(enforcer->catalog, &enforcer->actor, "plan-make", object,
                                       detail, error);
}

gint64 plan_store(DaichoEnforcer *enforcer, const DaichoPlan *plan, GError **error)
{
    g_autoptr(DaichoPlanRow) row = to_row(plan);
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(enforcer->catalog, error);
    gboolean stored = transaction != NULL && supersede(enforcer, plan, error) &&
                      daicho_catalog_put_plan(enforcer->catalog, row, error) &&
                      append_audit(enforcer, plan, row, error) &&
                      daicho_transaction_commit(transaction, error);
    return stored ? row->number : 0;
}

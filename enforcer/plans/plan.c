#include "enforcer/plans/plan.h"

static const char *const action_names[] = {
    [DAICHO_ACTION_DELETE_FILE] = "delete-file",
    [DAICHO_ACTION_DELETE_PARTS] = "delete-parts",
    [DAICHO_ACTION_SUSPEND_FILE] = "suspend-file",
    [DAICHO_ACTION_SUSPEND_PARTS] = "suspend-parts",
    [DAICHO_ACTION_DELETE_VALUES] = "delete-values",
    [DAICHO_ACTION_CHANGE_VALUES] = "change-values",
    [DAICHO_ACTION_MANUAL] = "manual",
    [DAICHO_ACTION_HELD] = "held",
};

const char *daicho_action_name(DaichoAction action)
{
    g_assert((gsize)action < G_N_ELEMENTS(action_names));
    return action_names[action];
}

DaichoEdit *daicho_edit_new(const char *part, const char *digest, gboolean remove)
{
    DaichoEdit *edit = g_new0(DaichoEdit, 1);
    edit->part = g_strdup(part);
    edit->digest = g_strdup(digest);
    edit->format = g_strdup("");
    edit->sealed = g_strdup("");
    edit->remove = remove;
    edit->ranges = g_array_new(FALSE, FALSE, sizeof(DaichoRange));
    return edit;
}

gboolean daicho_edit_is_of_document(const DaichoEdit *edit)
{
    const DaichoRange *first = edit->ranges->len > 0 ? &g_array_index(edit->ranges, DaichoRange, 0)
                                                     : NULL;
    return first != NULL && first->start == -1 && first->end == -1;
}

void daicho_edit_free(DaichoEdit *edit)
{
    if (edit == NULL) {
        return;
    }
    g_free(edit->part);
    g_free(edit->digest);
    g_free(edit->format);
    g_free(edit->sealed);
    g_clear_pointer(&edit->puts, g_ptr_array_unref);
    g_array_unref(edit->ranges);
    g_free(edit);
}

DaichoTarget *daicho_target_new(void)
{
    DaichoTarget *target = g_new0(DaichoTarget, 1);
    char **const texts[] = {&target->share,    &target->root,        &target->path,
                            &target->digest,   &target->purpose,     &target->why,
                            &target->disposal, &target->instructions};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        *texts[i] = g_strdup("");
    }
    target->action = DAICHO_ACTION_MANUAL;
    target->edits = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_edit_free);
    target->masked = g_new0(char *, 1);
    return target;
}

void daicho_target_free(DaichoTarget *target)
{
    if (target == NULL) {
        return;
    }
    char *const texts[] = {target->share,   target->root, target->path,     target->digest,
                           target->purpose, target->why,  target->disposal, target->instructions};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(texts[i]);
    }
    g_ptr_array_unref(target->edits);
    g_strfreev(target->masked);
    g_free(target);
}

DaichoPlan *daicho_plan_new(void)
{
    DaichoPlan *plan = g_new0(DaichoPlan, 1);
    plan->kind = g_strdup("");
    plan->policy_digest = g_strdup("");
    plan->made_by = g_strdup("");
    plan->sealed = g_strdup("");
    plan->possible = g_ptr_array_new_with_free_func(g_free);
    plan->excluded = g_ptr_array_new_with_free_func(g_free);
    plan->targets = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_target_free);
    return plan;
}

void daicho_plan_free(DaichoPlan *plan)
{
    if (plan == NULL) {
        return;
    }
    g_free(plan->kind);
    g_free(plan->policy_digest);
    g_free(plan->made_by);
    g_free(plan->sealed);
    g_clear_pointer(&plan->changes, g_ptr_array_unref);
    g_ptr_array_unref(plan->possible);
    g_ptr_array_unref(plan->excluded);
    g_ptr_array_unref(plan->targets);
    g_free(plan);
}

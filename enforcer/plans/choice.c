#include "enforcer/plans/choice.h"

#include "base/error.h"
#include "enforcer/reason.h"

gboolean plan_choice_check(DaichoEnforcer *enforcer, const DaichoPlanChoice *choice,
                           const DaichoSubject *subject, GError **error)
{
    if (choice->exclude == NULL || *choice->exclude == NULL) {
        return TRUE;
    }
    if (choice->reason == NULL || *choice->reason == '\0') {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "say why what is left out is another person's, with --reason TEXT");
        return FALSE;
    }
    for (const char *const *place = choice->exclude; *place != NULL; place++) {
        if (choice->include != NULL && g_strv_contains(choice->include, *place)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "%s is both included and left out: decide which", *place);
            return FALSE;
        }
    }
    return reason_check(enforcer, "the reason of a decision", choice->reason, subject, error);
}

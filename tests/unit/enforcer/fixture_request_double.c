#include <string.h>

#include "base/error.h"
#include "enforcer/subject.h"

/* Stands in for the real check where that is not linked. */
__attribute__((weak)) gboolean daicho_subject_check(const DaichoSubject *subject,
                                                    const DaichoRules *rules, GError **error)
{
    (void)rules;
    for (guint i = 0; i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        if (strcmp(identifier->value, "") == 0) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "the %s is empty",
                        identifier->kind);
            return FALSE;
        }
    }
    if (subject->identifiers->len == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "say who it is about");
        return FALSE;
    }
    return TRUE;
}

#include "enforcer/reason.h"

#include <string.h>

#include "base/error.h"

static void count_match(const DaichoMatch *match, gpointer data)
{
    (void)match;
    guint *count = data;
    ++*count;
}

static gboolean count_subject(const DaichoSubject *subject, const DaichoText *text, guint *found,
                              GError **error)
{
    for (guint i = 0; subject != NULL && i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        const char *const kinds[] = {identifier->kind, NULL};
        const char *const values[] = {identifier->value, NULL};
        g_autoptr(DaichoRules) literals = daicho_rules_new_literals(kinds, values, error);
        if (literals == NULL) {
            return FALSE;
        }
        daicho_rules_match(literals, text, 0, count_match, found, NULL);
    }
    return TRUE;
}

gboolean reason_check(DaichoEnforcer *enforcer, const char *what, const char *text,
                      const DaichoSubject *subject, GError **error)
{
    guint found = 0;
    const DaichoText words = {.text = text, .length = strlen(text)};
    if (!g_utf8_validate(text, -1, NULL)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s must be UTF-8 text", what);
        return FALSE;
    }
    if (enforcer->rules != NULL) {
        daicho_rules_match(enforcer->rules, &words, DAICHO_CONFIDENCE_MEDIUM, count_match, &found,
                           NULL);
    }
    if (!count_subject(subject, &words, &found, error)) {
        return FALSE;
    }
    if (found > 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s is stored readable, and it holds personal data: say it without (for "
                    "instance by the number of the matter)",
                    what);
        return FALSE;
    }
    return TRUE;
}

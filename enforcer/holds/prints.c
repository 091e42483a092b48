#include "enforcer/holds/prints.h"

#include <string.h>

#include "base/error.h"

/* The kind under which a scan has made the value's fingerprint. */
static const char *scanned_kind(DaichoEnforcer *enforcer, const char *kind)
{
    if (strcmp(kind, "kana") == 0) {
        return "name";
    }
    const DaichoRule *rule = enforcer->rules != NULL ? daicho_rules_find(enforcer->rules, kind)
                                                     : NULL;
    return rule != NULL ? rule->kind : kind;
}

static gboolean add_print(DaichoEnforcer *enforcer, const DaichoIdentifier *identifier,
                          GPtrArray *prints, GError **error)
{
    const char *kind = scanned_kind(enforcer, identifier->kind);
    g_autofree char *value = daicho_rules_normalise(kind, identifier->value);
    if (value == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the %s that was given is none: look at how it is written", identifier->kind);
        return FALSE;
    }
    guint8 print[DAICHO_FINGERPRINT_BYTES];
    daicho_key_fingerprint(daicho_catalog_get_key(enforcer->catalog), kind, value, print);
    g_ptr_array_add(prints, g_bytes_new(print, sizeof print));
    return TRUE;
}

GPtrArray *hold_prints_new(DaichoEnforcer *enforcer, const DaichoSubject *subject, GError **error)
{
    g_autoptr(GPtrArray) prints = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    for (guint i = 0; i < subject->identifiers->len; i++) {
        const DaichoIdentifier *identifier = g_ptr_array_index(subject->identifiers, i);
        if (strcmp(identifier->kind, "birth-date") != 0 &&
            !add_print(enforcer, identifier, prints, error)) {
            return NULL;
        }
    }
    if (prints->len == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "a birth date alone tells nobody apart: give a name, an e-mail address, a "
                    "telephone number or an address too");
        return NULL;
    }
    return g_steal_pointer(&prints);
}

gboolean hold_prints_meet(const GPtrArray *one, const GPtrArray *other)
{
    for (guint i = 0; i < one->len; i++) {
        if (g_ptr_array_find_with_equal_func((GPtrArray *)(guintptr)other,
                                             g_ptr_array_index(one, i), g_bytes_equal, NULL)) {
            return TRUE;
        }
    }
    return FALSE;
}

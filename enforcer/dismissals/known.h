#ifndef DAICHO_ENFORCER_DISMISSALS_KNOWN_H
#define DAICHO_ENFORCER_DISMISSALS_KNOWN_H

#include "enforcer/context.h"

/* One value, by its fingerprint. */
typedef struct {
    char *kind; /* NULL while there is none */
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
} KnownValue;

void known_value_clear(KnownValue *value);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KnownValue, known_value_clear)

/*
 * The findings at a place now, of rule and category when given (NULL: any): of DaichoKnownFinding with
 * interned strings (g_array_unref). None is DAICHO_ERROR_USAGE.
 */
GArray *known_find_place(DaichoEnforcer *enforcer, const char *place, const char *rule,
                         const char *category, GError **error);

/* The one value that is found there; several are DAICHO_ERROR_USAGE. */
gboolean known_find_value(DaichoEnforcer *enforcer, const char *place, const char *rule,
                          const char *category, KnownValue *value, GError **error);

/* "email=hanako@example.com", "jp.my-number=…" */
gboolean known_parse_value(DaichoEnforcer *enforcer, const char *text, KnownValue *value,
                           GError **error);

#endif

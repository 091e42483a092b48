#ifndef DAICHO_ENFORCER_HOLDS_PRINTS_H
#define DAICHO_ENFORCER_HOLDS_PRINTS_H

#include "enforcer/context.h"

/*
 * The fingerprints by which a subject is known again, as GBytes of DAICHO_FINGERPRINT_BYTES
 * (g_ptr_array_unref). A birth date has none: it is that of many. NULL with DAICHO_ERROR_USAGE when
 * nothing is left.
 */
GPtrArray *hold_prints_new(DaichoEnforcer *enforcer, const DaichoSubject *subject, GError **error);

/* Whether two such lists have one in common. */
gboolean hold_prints_meet(const GPtrArray *one, const GPtrArray *other);

#endif

#ifndef DAICHO_ENFORCER_PLANS_HASH_H
#define DAICHO_ENFORCER_PLANS_HASH_H

#include "enforcer/plans/plan.h"

/* Stands first in a plan's text. */
enum { PLAN_VERSION = 1 };

/* BLAKE2b-256 of a plan's text, hexadecimal (g_free). */
char *plan_hash(const char *text);

/* That the approval on record is the signature of this hash, this person and this moment. A plan that
 * waits for approval passes; one that was carried out without is DAICHO_ERROR_RUN. */
gboolean plan_check_approval(DaichoEnforcer *enforcer, const DaichoPlanRow *row, GError **error);

#endif

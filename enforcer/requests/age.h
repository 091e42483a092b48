#ifndef DAICHO_ENFORCER_REQUESTS_AGE_H
#define DAICHO_ENFORCER_REQUESTS_AGE_H

#include "enforcer/context.h"

/*
 * Whether who asks may, by the person's age and the ages of the policy. agent and authority are "" when
 * the person asks. An authority that says "statutory representative" or 法定代理人 or 親権者 is one over
 * a minor, whose birth date must then be given; 成年後見人 or "adult guardian" is one over an adult.
 * DAICHO_ERROR_USAGE says what is missing.
 */
gboolean request_age_check(const DaichoEnforcer *enforcer, const DaichoSubject *subject,
                           const char *agent, const char *authority, GError **error);

/* Whether the authority is that over a minor. */
gboolean request_age_is_statutory(const char *authority);

#endif

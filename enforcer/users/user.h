#ifndef DAICHO_ENFORCER_USERS_USER_H
#define DAICHO_ENFORCER_USERS_USER_H

#include "enforcer/context.h"

/*
 * Records a user with these roles (NULL-terminated, at least one); one who is recorded already gets
 * them in place of those before, and is active again. The first user, and one of those that are
 * active, is an administrator: DAICHO_ERROR_USAGE otherwise. In the audit chain.
 */
gboolean daicho_user_add(DaichoEnforcer *enforcer, const char *name, const char *const *roles,
                         GError **error);

/* Stays on record and may do nothing any more; not the last administrator. */
gboolean daicho_user_disable(DaichoEnforcer *enforcer, const char *name, GError **error);

#endif

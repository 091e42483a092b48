#ifndef DAICHO_CATALOG_POLICY_PROFILE_H
#define DAICHO_CATALOG_POLICY_PROFILE_H

#include "catalog/policy.h"

/* "appi", "gdpr", "ccpa"; NULL when there is no such profile. */
const DaichoDeadlines *policy_profile_find(const char *name);

#endif

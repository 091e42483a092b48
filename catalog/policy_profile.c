#include "catalog/policy_profile.h"

#include <string.h>

/*
 * APPI sets no days ("without delay"); article 39 lets the person sue two weeks after asking.
 * GDPR: article 12(3). CCPA: Cal. Civ. Code section 1798.130(a)(2)(A).
 */
static const DaichoDeadlines profiles[] = {
    {"appi", 14, 0, 0, 0, FALSE},
    {"gdpr", 0, 1, 0, 2, TRUE},
    {"ccpa", 45, 0, 45, 0, TRUE},
};

const DaichoDeadlines *policy_profile_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(profiles); i++) {
        if (strcmp(profiles[i].name, name) == 0) {
            return &profiles[i];
        }
    }
    return NULL;
}

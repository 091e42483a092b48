#include "catalog/policy_profile.h"

#include <string.h>

/*
 * APPI sets no days ("without delay"); article 39 lets the person sue two weeks after asking.
 * GDPR: article 12(3). CCPA: Cal. Civ. Code section 1798.130(a)(2)(A). Of age at 18: Civil Code
 * article 4. An amendment of 2026 to APPI makes the statutory representative the party below 16: a
 * policy says so once it is in force.
 */
static const DaichoDeadlines profiles[] = {
    {"appi", 14, 0, 0, 0, FALSE, 18, 0},
    {"gdpr", 0, 1, 0, 2, TRUE, 18, 0},
    {"ccpa", 45, 0, 45, 0, TRUE, 18, 0},
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

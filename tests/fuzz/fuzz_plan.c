/* A plan's text: what is read is written again as the same text, since its hash is what is approved. */
#include "enforcer/enforcer.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    g_autofree char *text = g_strndup((const char *)data, length);
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoPlan) plan = daicho_plan_from_json(text, &error);
    g_assert((plan == NULL) == (error != NULL));
    if (plan == NULL) {
        return 0;
    }
    g_autofree char *written = daicho_plan_to_json(plan);
    g_autoptr(DaichoPlan) again = daicho_plan_from_json(written, NULL);
    g_assert(again != NULL);
    g_autofree char *twice = daicho_plan_to_json(again);
    g_assert_cmpstr(written, ==, twice);
    return 0;
}

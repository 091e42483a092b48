#include "enforcer/subject.h"

static const char *const strength_names[] = {
    [DAICHO_HIT_POSSIBLE] = "possible",
    [DAICHO_HIT_STRONG] = "strong",
    [DAICHO_HIT_CERTAIN] = "certain",
};

const char *daicho_hit_strength_name(DaichoHitStrength strength)
{
    g_assert((gsize)strength < G_N_ELEMENTS(strength_names));
    return strength_names[strength];
}

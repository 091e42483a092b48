#include "rules/rules.h"

#include <string.h>

static const struct {
    const char *name;
    guint from;
} levels[] = {
    {"high", DAICHO_CONFIDENCE_HIGH},
    {"medium", DAICHO_CONFIDENCE_MEDIUM},
    {"low", 0},
};

const char *const daicho_categories[] = {
    "name",      "contact",    "address",   "birth-date", "government-id",
    "financial", "employment", "education", "health",     "special-care-required",
    "biometric", "location",   "online-id", "credential", "confidential",
    NULL,
};

const char *daicho_confidence_level(guint confidence)
{
    gsize i = 0;
    while (confidence < levels[i].from) {
        i++;
    }
    return levels[i].name;
}

gboolean daicho_confidence_parse(const char *text, guint *confidence)
{
    for (gsize i = 0; i < G_N_ELEMENTS(levels); i++) {
        if (strcmp(levels[i].name, text) == 0) {
            *confidence = levels[i].from;
            return TRUE;
        }
    }
    guint64 number = 0;
    if (!g_ascii_string_to_unsigned(text, 10, 0, 100, &number, NULL)) {
        return FALSE;
    }
    *confidence = (guint)number;
    return TRUE;
}

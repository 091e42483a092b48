#include "rules/validator.h"

#include <string.h>

/* A national number begins with one of these and has so many digits, the 0 included. The rest of
 * 0AB-J begins 01 to 09 with a second digit other than 0, and has ten. */
static const struct {
    const char *prefix;
    gsize length;
} plans[] = {
    {"050", 11},  {"060", 11},  {"070", 11},  {"080", 11},  {"090", 11},
    {"0800", 10}, {"0120", 10}, {"0570", 10}, {"0990", 10}, {"0180", 10},
};

char *jp_phone_to_national(const char *value)
{
    char digits[20];
    gsize length = validator_digits(value, digits, sizeof digits);
    if (length >= sizeof digits) {
        return NULL;
    }
    if (strchr(value, '+') == NULL && !g_str_has_prefix(digits, "0081")) {
        return g_strdup(digits);
    }
    const char *rest = digits + (digits[0] == '0' ? 4 : 2);
    if (strncmp(rest - 2, "81", 2) != 0) {
        return g_strdup(digits);
    }
    return g_strconcat(*rest == '0' ? "" : "0", rest, NULL);
}

gboolean jp_phone_accepts(const char *value)
{
    g_autofree char *national = jp_phone_to_national(value);
    if (national == NULL) {
        return FALSE;
    }
    gsize length = strlen(national);
    for (gsize i = 0; i < G_N_ELEMENTS(plans); i++) {
        if (g_str_has_prefix(national, plans[i].prefix) && length == plans[i].length) {
            return TRUE;
        }
    }
    /* 03-0000-xxxx is not assigned, and so serves for samples; it is accepted like the others. */
    return length == 10 && national[0] == '0' && national[1] != '0';
}

#include "rules/validator.h"

#include <string.h>

/* Numbers that begin so have eleven digits, the 0 included; 0800 is among them. All others (0AB-J,
 * 0120, 0570) have ten, the second of which is not 0. */
static const char *const long_prefixes[] = {"020", "050", "060", "070", "080", "090"};

char *jp_phone_to_national(const char *value)
{
    char digits[20];
    gsize length = validator_digits(value, digits, sizeof digits);
    if (length >= sizeof digits) {
        return NULL;
    }
    gboolean is_long = g_str_has_prefix(digits, "0081");
    gboolean is_short = strchr(value, '+') != NULL && g_str_has_prefix(digits, "81");
    if (!is_long && !is_short) {
        return g_strdup(digits);
    }
    const char *rest = digits + (is_long ? 4 : 2);
    return g_strconcat(*rest == '0' ? "" : "0", rest, NULL);
}

/* 06 is the only area code that begins like one of the long prefixes, and only where the writer
 * set it apart: 06-0000-1234. */
static gboolean is_area_06(const char *value)
{
    const char *digits = value + strspn(value, "(");
    return g_str_has_prefix(digits, "06") && !g_ascii_isdigit(digits[2]);
}

gboolean jp_phone_accepts(const char *value)
{
    g_autofree char *national = jp_phone_to_national(value);
    if (national == NULL) {
        return FALSE;
    }
    gsize wanted = 10;
    for (gsize i = 0; i < G_N_ELEMENTS(long_prefixes); i++) {
        wanted = g_str_has_prefix(national, long_prefixes[i]) ? 11 : wanted;
    }
    wanted = is_area_06(value) ? 10 : wanted;
    /* 03-0000-xxxx is not assigned, and so serves for samples; it is accepted like the others. */
    return strlen(national) == wanted && national[0] == '0' && national[1] != '0';
}

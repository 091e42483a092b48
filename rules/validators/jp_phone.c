#include "rules/validator.h"

#include <string.h>

#include "rules/phone_plans.h"

char *jp_phone_to_national(const char *value)
{
    char digits[PHONE_DIGITS_MAX + 1];
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

/* 0123456789 and 01234567890 count, 0222222222 and 0101100101 fill, and none of them calls anybody. */
static gboolean is_filling(const char *digits)
{
    static const char *const counting[] = {"01234567890", "09876543210"};
    for (gsize i = 0; i < G_N_ELEMENTS(counting); i++) {
        if (g_str_has_prefix(counting[i], digits)) {
            return TRUE;
        }
    }
    const char all[] = {digits[1], '\0'};
    return strspn(digits + 1, all) == strlen(digits + 1) || strspn(digits, "01") == strlen(digits);
}

static const char *skip_digits(const char *at, gsize n)
{
    for (; *at != '\0' && n > 0; at++) {
        n -= g_ascii_isdigit(*at) ? 1 : 0;
    }
    return at;
}

static const char *find_digit(const char *at)
{
    return at + strcspn(at, "0123456789");
}

/* Where the area code begins: right behind the 0, or behind +81 or 0081 and a 0 in parentheses. */
static const char *find_area_code(const char *value)
{
    const char *at = find_digit(value);
    gboolean is_long = g_str_has_prefix(at, "00");
    if (!is_long && strchr(value, '+') == NULL) {
        return at + 1;
    }
    at = find_digit(skip_digits(at, is_long ? 4 : 2));
    return *at == '0' ? find_digit(at + 1) : at;
}

gboolean jp_phone_digits_accepts(const char *value)
{
    g_autofree char *national = jp_phone_to_national(value);
    return national != NULL && *national == '0' &&
           phone_plan_dials(phone_plan_find("81"), national);
}

gboolean jp_phone_accepts(const char *value)
{
    if (!jp_phone_digits_accepts(value)) {
        return FALSE;
    }
    const char *area_code = find_area_code(value);
    gsize length = strspn(area_code, "0123456789");
    gboolean has_groups = *find_digit(area_code + length) != '\0';
    return has_groups ? phone_jp_is_area_code(area_code, length) : !is_filling(find_digit(value));
}

#include "rules/validator.h"

#include <string.h>

#include "rules/phone_plans.h"

gboolean phone_accepts(const char *value)
{
    PhoneNumber number;
    return phone_read_international(value, &number);
}

/* A number without its calling code; digits has room for PHONE_DIGITS_MAX and a NUL. */
static gboolean take_national(const char *value, char *digits)
{
    gsize length = validator_digits(value, digits, PHONE_DIGITS_MAX + 1);
    return strchr(value, '+') == NULL && length >= PHONE_DIGITS_MIN && length <= PHONE_DIGITS_MAX;
}

static gboolean is_in_plan(const char *calling_code, const char *value)
{
    const PhonePlan *plan = phone_plan_find(calling_code);
    PhoneNumber number;
    char digits[PHONE_DIGITS_MAX + 1];
    if (phone_read_international(value, &number)) {
        return number.plan == plan;
    }
    return take_national(value, digits) && phone_plan_dials(plan, digits);
}

static gboolean is_in_group(const char *name, const char *value)
{
    const PhoneGroup *group = phone_group_find(name);
    PhoneNumber number;
    char digits[PHONE_DIGITS_MAX + 1];
    if (phone_read_international(value, &number)) {
        return phone_group_has(group, number.plan);
    }
    return take_national(value, digits) && phone_group_dials(group, digits);
}

gboolean phone_us_accepts(const char *value)
{
    return is_in_plan("1", value);
}

gboolean phone_gb_accepts(const char *value)
{
    return is_in_plan("44", value);
}

gboolean phone_eu_accepts(const char *value)
{
    return is_in_group("eu", value);
}

gboolean phone_apac_accepts(const char *value)
{
    return is_in_group("apac", value);
}

gboolean phone_americas_accepts(const char *value)
{
    return is_in_group("americas", value);
}

gboolean phone_mea_accepts(const char *value)
{
    return is_in_group("mea", value);
}

#include "rules/phone_plans.h"

#include <string.h>

#include "rules/validator.h"

enum { STATE_ACCEPTS = 256, STATE_EDGES = 255 };

/* NULL when no edge takes the digit. */
static const guint16 *step(const guint16 *state, char digit)
{
    guint bit = 1U << (digit - '0');
    const guint16 *edge = state + 1;
    for (guint n = *state & STATE_EDGES; n > 0; n--, edge += 2) {
        if ((edge[0] & bit) != 0) {
            return phone_states + edge[1];
        }
    }
    return NULL;
}

static gboolean accepts(guint16 place, const char *digits)
{
    const guint16 *state = phone_states + place;
    for (; *digits != '\0' && state != NULL; digits++) {
        state = step(state, *digits);
    }
    return state != NULL && (*state & STATE_ACCEPTS) != 0;
}

/* The plan with whose calling code the digits begin: no code begins with another. */
static const PhonePlan *find_plan(const char *digits)
{
    for (gsize i = 0; i < n_phone_plans; i++) {
        if (g_str_has_prefix(digits, phone_plans[i].calling_code)) {
            return &phone_plans[i];
        }
    }
    return NULL;
}

const PhonePlan *phone_plan_find(const char *calling_code)
{
    const PhonePlan *plan = find_plan(calling_code);
    return plan != NULL && strcmp(plan->calling_code, calling_code) == 0 ? plan : NULL;
}

gboolean phone_plan_dials(const PhonePlan *plan, const char *digits)
{
    return accepts(plan->dialled, digits);
}

/* Digits behind a calling code, whose trunk prefix nobody dials there. */
static gboolean take_significant(const PhonePlan *plan, const char *digits, PhoneNumber *number)
{
    gboolean has_trunk = *plan->trunk != '\0' && g_str_has_prefix(digits, plan->trunk);
    const char *rest = has_trunk ? digits + strlen(plan->trunk) : digits;
    const char *significant = accepts(plan->valid, digits) ? digits : rest;
    number->plan = plan;
    g_strlcpy(number->significant, significant, sizeof number->significant);
    return accepts(plan->valid, significant);
}

/* The digits behind an international prefix; NULL when there is none. Sapporo's area code is 011. */
static const char *skip_prefix(const char *value, const char *digits)
{
    if (value[strcspn(value, "+0123456789")] == '+') {
        return digits;
    }
    if (g_str_has_prefix(digits, "00")) {
        return digits + 2;
    }
    gboolean is_abroad = g_str_has_prefix(digits, "011") &&
                         !phone_plan_dials(phone_plan_find("81"), digits);
    return is_abroad ? digits + 3 : NULL;
}

gboolean phone_read_international(const char *value, PhoneNumber *number)
{
    char digits[PHONE_DIGITS_MAX + 1];
    if (validator_digits(value, digits, sizeof digits) >= sizeof digits) {
        return FALSE;
    }
    const char *rest = skip_prefix(value, digits);
    const PhonePlan *plan = rest != NULL ? find_plan(rest) : NULL;
    return plan != NULL && take_significant(plan, rest + strlen(plan->calling_code), number);
}

char *phone_number_to_dialled(const PhoneNumber *number)
{
    const PhonePlan *plan = number->plan;
    gboolean is_trunked = accepts(plan->trunked, number->significant);
    return g_strconcat(is_trunked ? plan->trunk : "", number->significant, NULL);
}

const PhoneGroup *phone_group_find(const char *name)
{
    gsize i = 0;
    while (i < n_phone_groups && strcmp(phone_groups[i].name, name) != 0) {
        i++;
    }
    return i < n_phone_groups ? &phone_groups[i] : NULL;
}

gboolean phone_group_dials(const PhoneGroup *group, const char *digits)
{
    return accepts(group->dialled, digits);
}

gboolean phone_group_has(const PhoneGroup *group, const PhonePlan *plan)
{
    g_auto(GStrv) codes = g_strsplit(group->calling_codes, " ", -1);
    return g_strv_contains((const char *const *)codes, plan->calling_code);
}

gboolean phone_jp_is_area_code(const char *code, gsize n)
{
    const char *at = phone_jp_area_codes;
    for (; *at != '\0'; at = strchr(at, ' ') + 1) {
        if (strncmp(at, code, n) == 0 && at[n] == ' ') {
            return TRUE;
        }
    }
    return FALSE;
}

#ifndef DAICHO_RULES_PHONE_PLANS_H
#define DAICHO_RULES_PHONE_PLANS_H

#include <glib.h>

/*
 * The telephone numbering plans of all countries. A significant number is what follows the calling
 * code of ITU-T E.164; within the country it is dialled with a trunk prefix before it, or without.
 */
typedef struct {
    char calling_code[4];
    char trunk[4];                   /* "0", "06", "1", …; empty where there is none */
    guint16 valid, trunked, dialled; /* places in phone_states */
} PhonePlan;

/* The longest number: fifteen digits by E.164, and what some plans add to it. */
enum { PHONE_DIGITS_MAX = 20 };

/* Fewer digits are dialled only next door, and say too little. */
enum { PHONE_DIGITS_MIN = 7 };

typedef struct {
    const PhonePlan *plan;
    char significant[PHONE_DIGITS_MAX + 1];
} PhoneNumber;

/* Of a calling code; NULL when there is none. */
const PhonePlan *phone_plan_find(const char *calling_code);

/* Whether digits are a number as it is dialled within the country: with the trunk prefix where it
 * belongs, without it where it does not. */
gboolean phone_plan_dials(const PhonePlan *plan, const char *digits);

/*
 * A number with its calling code: behind +, or behind 00 or 011 (the international prefixes of most
 * countries and of North America), with a trunk prefix after the code, as in +44 (0)20, or without.
 * FALSE when it is none or the plan does not know it.
 */
gboolean phone_read_international(const char *value, PhoneNumber *number);

/* The digits of a number as they are written within its country (g_free). */
char *phone_number_to_dialled(const PhoneNumber *number);

/* Countries whose numbers one rule looks for. */
typedef struct {
    const char *name;
    const char *calling_codes; /* with a space between them */
    guint16 dialled;           /* place in phone_states */
} PhoneGroup;

/* Of "eu", "apac", "americas", "mea". */
const PhoneGroup *phone_group_find(const char *name);

/* Whether digits are a number as it is dialled within one of the countries. */
gboolean phone_group_dials(const PhoneGroup *group, const char *digits);

gboolean phone_group_has(const PhoneGroup *group, const PhonePlan *plan);

/* Whether code, n digits, is an area code of Japan, or stands in the place of one: 3, 120, 90. */
gboolean phone_jp_is_area_code(const char *code, gsize n);

/* --- the table, made by rules/tools/phone_plans.py --- */

extern const PhonePlan phone_plans[];
extern const gsize n_phone_plans;
extern const PhoneGroup phone_groups[];
extern const gsize n_phone_groups;

/* Each with a space behind it. */
extern const char phone_jp_area_codes[];

/* A state: a word with the number of its edges, plus 256 when the number may end there; then, of
 * each edge, the digits that it takes (bit 0 is the digit 0) and the place of the next state. */
extern const guint16 phone_states[];

#endif

#ifndef DAICHO_RULES_VALIDATOR_H
#define DAICHO_RULES_VALIDATOR_H

#include <glib.h>

/*
 * A validator looks at the folded text of a match and says whether it can be what its rule says:
 * check digits, ranges, calendars. One C file and one row of the table each.
 */
typedef struct {
    const char *name;
    gboolean (*accepts)(const char *value);
    const char *source; /* law, standard or authority */
} Validator;

/* NULL when there is none of that name. */
const Validator *validator_find(const char *name);

gboolean email_accepts(const char *value);
gboolean iban_accepts(const char *value);
gboolean jp_corporate_number_accepts(const char *value);
gboolean jp_driver_licence_accepts(const char *value);
gboolean jp_my_number_accepts(const char *value);
gboolean jp_phone_accepts(const char *value);
gboolean jp_postal_code_accepts(const char *value);
gboolean birth_date_accepts(const char *value);
gboolean payment_card_accepts(const char *value);
gboolean us_ssn_accepts(const char *value);

/* The digits of value without what separates them, at most capacity - 1 of them, ended by NUL;
 * returns how many there are in all. */
gsize validator_digits(const char *value, char *digits, gsize capacity);

/* The number that the first n_digits of digits make; all of them must be digits, nine at most. */
int validator_number(const char *digits, gsize n_digits);

/* A date in any spelling as YYYY-MM-DD, Western or era (明治, 大正, 昭和, 平成, 令和; M T S H R); NULL
 * when it is none (g_free). */
char *birth_date_to_iso(const char *value);

/* National digits of a Japanese telephone number: +81 90… as 090… (g_free). */
char *jp_phone_to_national(const char *value);

#endif

#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Birth date, sex and century (5 to 8: foreigners, whose check digit is two more), serial: weights
 * 2 … 9 2 … 5. Numbers given out since October 2020 are random and have no check digit. */
gboolean kr_rrn_accepts(const char *value)
{
    static const int weights[] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    static const int centuries[] = {1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800};
    char digits[14];
    if (!validator_take_digits(value, digits, 13)) {
        return FALSE;
    }
    int kind = digits[6] - '0';
    int check = 11 - checksum_weighted(digits, weights, 12) % 11;
    gboolean is_foreign = kind >= 5 && kind <= 8;
    gboolean is_random = centuries[kind] == 2000 && validator_number(digits, 6) >= 201000;
    return ((check + (is_foreign ? 2 : 0)) % 10 == digits[12] - '0' || is_random) &&
           checksum_has_day(centuries[kind], validator_number(digits, 2),
                            validator_number(digits + 2, 2), validator_number(digits + 4, 2));
}

/* Ten digits of a business: weights 1 3 7 1 3 7 1 3 5, and the tens of the last product once more. */
gboolean kr_brn_accepts(const char *value)
{
    static const int weights[] = {1, 3, 7, 1, 3, 7, 1, 3, 5};
    char digits[11];
    if (!validator_take_digits(value, digits, 10) || strncmp(digits, "101", 3) < 0) {
        return FALSE;
    }
    int sum = checksum_weighted(digits, weights, 9) + (digits[8] - '0') * 5 / 10;
    return (10 - sum % 10) % 10 == digits[9] - '0';
}

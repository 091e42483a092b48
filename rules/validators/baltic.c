#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Estonia and Lithuania: sex and century, birth date, serial; weights 1 2 … 9 1 modulo 11, and when
 * that gives 10, weights 3 4 … 9 1 2 3, and then 0 for 10. Lithuania has 9 for people without a date. */
gboolean ee_lt_code_accepts(const char *value)
{
    static const int first[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1};
    static const int second[] = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3};
    char digits[12];
    if (!validator_take_digits(value, digits, 11) || digits[0] == '0') {
        return FALSE;
    }
    int check = checksum_weighted(digits, first, 10) % 11;
    if (check == 10) {
        check = checksum_weighted(digits, second, 10) % 11 % 10;
    }
    int century = 1800 + (digits[0] - '1') / 2 * 100;
    return check == digits[10] - '0' &&
           (digits[0] == '9' ||
            checksum_has_day(century, validator_number(digits + 1, 2),
                             validator_number(digits + 3, 2), validator_number(digits + 5, 2)));
}

/* DDMMYY, century, serial: 1 and the sum of weights 10 5 8 4 2 1 6 3 7 9, modulo 11. Numbers since 2017
 * begin with 32 and say nothing more. */
gboolean lv_code_accepts(const char *value)
{
    static const int weights[] = {10, 5, 8, 4, 2, 1, 6, 3, 7, 9};
    char digits[12];
    if (!validator_take_digits(value, digits, 11)) {
        return FALSE;
    }
    if (strncmp(digits, "32", 2) == 0) {
        return TRUE;
    }
    int century = 1800 + (digits[6] - '0') * 100;
    return digits[6] <= '2' &&
           (1 + checksum_weighted(digits, weights, 10)) % 11 % 10 == digits[10] - '0' &&
           checksum_has_day(century, validator_number(digits + 4, 2),
                            validator_number(digits + 2, 2), validator_number(digits, 2));
}

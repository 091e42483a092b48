#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Three digits, a check digit, the birth date: weights 3 7 9 - 5 8 4 2 1 6 modulo 11. Months 13 to 15
 * serve when a day's numbers are used up. */
gboolean at_svnr_accepts(const char *value)
{
    static const int weights[] = {3, 7, 9, 0, 5, 8, 4, 2, 1, 6};
    char digits[11];
    if (!validator_take_digits(value, digits, 10) || digits[0] == '0') {
        return FALSE;
    }
    int month = validator_number(digits + 6, 2);
    return checksum_weighted(digits, weights, 10) % 11 == digits[3] - '0' &&
           checksum_has_day(0, validator_number(digits + 8, 2), MIN(month, 15) > 12 ? 1 : month,
                            validator_number(digits + 4, 2)) &&
           month <= 15;
}

/* 756 for Switzerland and the check digit of EAN-13: weights 1 and 3. */
gboolean ch_ahv_accepts(const char *value)
{
    static const int weights[] = {1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1};
    char digits[14];
    return validator_take_digits(value, digits, 13) && strncmp(digits, "756", 3) == 0 &&
           checksum_weighted(digits, weights, 13) % 10 == 0;
}

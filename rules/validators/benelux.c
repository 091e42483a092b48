#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Nine digits: weights 9 to 2 and -1; the sum is divided by 11. */
gboolean nl_bsn_accepts(const char *value)
{
    static const int weights[] = {9, 8, 7, 6, 5, 4, 3, 2, -1};
    char digits[10];
    return validator_take_digits(value, digits, 9) && strspn(digits, "0") < 2 &&
           checksum_weighted(digits, weights, 9) % 11 == 0;
}

/* Birth date, serial and 97 less the rest of the nine by 97, with a 2 in front for those born since
 * 2000. Months and 20 or 40 are of people not in the register, who may lack a day or a month. */
gboolean be_national_number_accepts(const char *value)
{
    char digits[13] = "2";
    if (!validator_take_digits(value, digits + 1, 11)) {
        return FALSE;
    }
    int check = validator_number(digits + 10, 2);
    gboolean is_old = 97 - checksum_modulo(digits + 1, 9, 97) == check;
    gboolean is_new = 97 - checksum_modulo(digits, 10, 97) == check;
    int year = validator_number(digits + 1, 2);
    int month = validator_number(digits + 3, 2) % 20;
    int day = validator_number(digits + 5, 2);
    gboolean has_day = (month == 0 || day == 0) ? day <= 31 && month <= 12
                                                : checksum_has_day(0, year, month, day);
    return (is_old || is_new) && validator_number(digits + 3, 2) < 60 && has_day;
}

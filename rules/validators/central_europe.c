#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Birth date, the century on its month (80: 1800, 20: 2000 …), serial, check: weights 1 3 7 9. */
gboolean pl_pesel_accepts(const char *value)
{
    static const int weights[] = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1};
    static const int centuries[] = {1900, 2000, 2100, 2200, 1800};
    char digits[12];
    if (!validator_take_digits(value, digits, 11)) {
        return FALSE;
    }
    int month = validator_number(digits + 2, 2);
    return checksum_weighted(digits, weights, 11) % 10 == 0 &&
           checksum_has_day(centuries[month / 20], validator_number(digits, 2), month % 20,
                            validator_number(digits + 4, 2));
}

/* Ten digits: weights 6 5 7 2 3 4 5 6 7 modulo 11; a rest of 10 is never given out. */
gboolean pl_nip_accepts(const char *value)
{
    static const int weights[] = {6, 5, 7, 2, 3, 4, 5, 6, 7};
    char digits[11];
    return validator_take_digits(value, digits, 10) && digits[0] != '0' &&
           checksum_weighted(digits, weights, 9) % 11 == digits[9] - '0';
}

/* YYMMDD with 50 on a woman's month, and 20 more when a day's numbers are used up; ten digits are
 * divided by 11, or the nine leave 10 and a 0 follows; nine digits are from before 1954. */
gboolean cz_sk_birth_number_accepts(const char *value)
{
    char digits[11];
    gsize n = validator_digits(value, digits, sizeof digits);
    if (n != 9 && n != 10) {
        return FALSE;
    }
    int year = validator_number(digits, 2);
    int month = validator_number(digits + 2, 2) % 50;
    int century = n == 10 && year < 54 ? 2000 : 1900;
    int rest = checksum_modulo(digits, 9, 11);
    gboolean is_old = n == 9 && year < 54 && strcmp(digits + 6, "000") != 0;
    return (is_old || (n == 10 && rest % 10 == digits[9] - '0')) &&
           checksum_has_day(century, year, month > 20 ? month - 20 : month,
                            validator_number(digits + 4, 2));
}

/* 8, days since 1867, serial; each digit times its place, modulo 11. */
gboolean hu_tax_id_accepts(const char *value)
{
    static const int weights[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    char digits[11];
    return validator_take_digits(value, digits, 10) && digits[0] == '8' &&
           checksum_weighted(digits, weights, 9) % 11 == digits[9] - '0';
}

/* Nine digits: weights 3 and 7, modulo 10. */
gboolean hu_taj_accepts(const char *value)
{
    static const int weights[] = {3, 7, 3, 7, 3, 7, 3, 7};
    char digits[10];
    return validator_take_digits(value, digits, 9) && strspn(digits, "0") < 8 &&
           checksum_weighted(digits, weights, 8) % 10 == digits[8] - '0';
}

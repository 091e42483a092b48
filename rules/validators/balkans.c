#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Sex and century, birth date, county, serial: weights 2 7 9 1 4 6 3 5 8 2 7 9 modulo 11, 1 for 10. */
gboolean ro_cnp_accepts(const char *value)
{
    static const int weights[] = {2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9};
    static const int centuries[] = {0, 1900, 1900, 1800, 1800, 2000, 2000, 0, 0, 0};
    char digits[14];
    if (!validator_take_digits(value, digits, 13) || digits[0] == '0') {
        return FALSE;
    }
    int county = validator_number(digits + 7, 2);
    int rest = checksum_weighted(digits, weights, 12) % 11;
    return (rest == 10 ? 1 : rest) == digits[12] - '0' && county >= 1 &&
           (county <= 52 || county == 70 || county == 80 || county == 81 || county == 82 ||
            county == 83) &&
           checksum_has_day(centuries[digits[0] - '0'], validator_number(digits + 1, 2),
                            validator_number(digits + 3, 2), validator_number(digits + 5, 2));
}

/* Birth date (month and 20: 1800, and 40: 2000), serial: weights 2 4 8 5 10 9 7 3 6 modulo 11, 0 for
 * 10. */
gboolean bg_egn_accepts(const char *value)
{
    static const int weights[] = {2, 4, 8, 5, 10, 9, 7, 3, 6};
    static const int centuries[] = {1900, 1800, 2000, 0, 0};
    char digits[11];
    if (!validator_take_digits(value, digits, 10)) {
        return FALSE;
    }
    int month = validator_number(digits + 2, 2);
    return checksum_weighted(digits, weights, 9) % 11 % 10 == digits[9] - '0' && month < 60 &&
           checksum_has_day(centuries[month / 20], validator_number(digits, 2), month % 20,
                            validator_number(digits + 4, 2));
}

/* DDMMYY and five digits, Luhn. */
gboolean gr_amka_accepts(const char *value)
{
    char digits[12];
    return validator_take_digits(value, digits, 11) && checksum_luhn(digits) &&
           checksum_has_day(0, validator_number(digits + 4, 2), validator_number(digits + 2, 2),
                            validator_number(digits, 2));
}

/* Nine digits: powers of two from 256 down to 2, modulo 11, 0 for 10. */
gboolean gr_afm_accepts(const char *value)
{
    static const int weights[] = {256, 128, 64, 32, 16, 8, 4, 2};
    char digits[10];
    return validator_take_digits(value, digits, 9) && strspn(digits, "0") < 8 &&
           checksum_weighted(digits, weights, 8) % 11 % 10 == digits[8] - '0';
}

gboolean hr_oib_accepts(const char *value)
{
    char digits[12];
    return validator_take_digits(value, digits, 11) && checksum_iso7064_11_10(digits);
}

/* DDMMYYY, region, serial: weights 7 6 5 4 3 2 twice; what is missing to a multiple of 11, 0 for 10. */
gboolean si_emso_accepts(const char *value)
{
    static const int weights[] = {7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    char digits[14];
    if (!validator_take_digits(value, digits, 13)) {
        return FALSE;
    }
    int year = validator_number(digits + 4, 3);
    return (11 - checksum_weighted(digits, weights, 12) % 11) % 11 % 10 == digits[12] - '0' &&
           checksum_has_day(year < 800 ? 2000 : 1000, year, validator_number(digits + 2, 2),
                            validator_number(digits, 2));
}

/* Eleven digits, not beginning with 0: 7 times the 1st, 3rd … 9th less the 2nd, 4th … 8th ends in the
 * 10th, and the sum of the ten in the 11th. */
gboolean tr_tckn_accepts(const char *value)
{
    static const int first[] = {7, -1, 7, -1, 7, -1, 7, -1, 7};
    static const int ones[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    char digits[12];
    return validator_take_digits(value, digits, 11) && digits[0] != '0' &&
           (checksum_weighted(digits, first, 9) + 100) % 10 == digits[9] - '0' &&
           checksum_weighted(digits, ones, 10) % 10 == digits[10] - '0';
}

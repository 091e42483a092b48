#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* The last ten digits by Luhn; the day of people not in the register and 60. */
gboolean se_personnummer_accepts(const char *value)
{
    char all[13];
    gsize n = validator_digits(value, all, sizeof all);
    if (n != 10 && n != 12) {
        return FALSE;
    }
    const char *digits = all + n - 10;
    int day = validator_number(digits + 4, 2);
    int century = n == 12 ? validator_number(all, 2) * 100 : 0;
    return (n == 10 || century == 1800 || century == 1900 || century == 2000) &&
           checksum_luhn(digits) &&
           checksum_has_day(century, validator_number(digits, 2), validator_number(digits + 2, 2),
                            day > 60 ? day - 60 : day);
}

/* DDMMYY, a sign for the century, three digits, and the character of the rest of all nine by 31. */
gboolean fi_hetu_accepts(const char *value)
{
    static const char marks[] = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    if (strlen(value) != 11) {
        return FALSE;
    }
    char digits[10] = {0};
    memcpy(digits, value, 6);
    memcpy(digits + 6, value + 7, 3);
    if (strspn(digits, "0123456789") != 9 || strchr("+-YXWVUABCDEF", value[6]) == NULL) {
        return FALSE;
    }
    int century = value[6] == '+' ? 1800 : strchr("-YXWVU", value[6]) != NULL ? 1900 : 2000;
    return checksum_has_day(century, validator_number(digits + 4, 2),
                            validator_number(digits + 2, 2), validator_number(digits, 2)) &&
           validator_number(digits + 6, 3) >= 2 &&
           marks[validator_number(digits, 9) % 31] == value[10];
}

/* DDMMYY and four digits; since 2007 numbers without the old check digit are given out. The seventh
 * digit and the year say the century. */
gboolean dk_cpr_accepts(const char *value)
{
    char digits[11];
    if (!validator_take_digits(value, digits, 10)) {
        return FALSE;
    }
    int year = validator_number(digits + 4, 2);
    int seventh = digits[6] - '0';
    int century = 1900;
    if ((seventh >= 5 && seventh <= 8 && year <= 57) ||
        ((seventh == 4 || seventh == 9) && year <= 36)) {
        century = 2000;
    } else if (seventh >= 5 && seventh <= 8) {
        century = 1800;
    }
    return checksum_has_day(century, year, validator_number(digits + 2, 2),
                            validator_number(digits, 2));
}

/* Two check digits modulo 11. D numbers have 40 on the day, H numbers 40 and synthetic ones 80 on
 * the month. */
gboolean no_fodselsnummer_accepts(const char *value)
{
    static const int first[] = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1};
    static const int second[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    char digits[12];
    if (!validator_take_digits(value, digits, 11)) {
        return FALSE;
    }
    int day = validator_number(digits, 2);
    int month = validator_number(digits + 2, 2);
    return checksum_weighted(digits, first, 10) % 11 == 0 &&
           checksum_weighted(digits, second, 11) % 11 == 0 &&
           checksum_has_day(0, validator_number(digits + 4, 2), month % 40,
                            day > 40 ? day - 40 : day);
}

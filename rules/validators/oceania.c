#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Nine digits, or eight in older ones; weighted, divided by 11. */
gboolean au_tfn_accepts(const char *value)
{
    static const int nine[] = {1, 4, 3, 7, 5, 8, 6, 9, 10};
    static const int eight[] = {10, 7, 8, 4, 6, 3, 5, 1};
    char digits[10];
    gsize n = validator_digits(value, digits, sizeof digits);
    return (n == 9 && checksum_weighted(digits, nine, 9) % 11 == 0 && strspn(digits, "0") < 8) ||
           (n == 8 && checksum_weighted(digits, eight, 8) % 11 == 0 && strspn(digits, "0") < 7);
}

/* Eleven digits from 11 on, the first less one: weights 10 1 3 … 19, divided by 89. */
gboolean au_abn_accepts(const char *value)
{
    static const int weights[] = {10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19};
    char digits[12];
    return validator_take_digits(value, digits, 11) && validator_number(digits, 2) >= 11 &&
           (checksum_weighted(digits, weights, 11) - 10) % 89 == 0;
}

/* Nine digits: weights 8 to 1; what is missing to a multiple of 10. */
gboolean au_acn_accepts(const char *value)
{
    static const int weights[] = {8, 7, 6, 5, 4, 3, 2, 1, 1};
    char digits[10];
    return validator_take_digits(value, digits, 9) && strspn(digits, "0") < 8 &&
           checksum_weighted(digits, weights, 9) % 10 == 0;
}

/* From 2 to 6; the ninth digit is the sum of weights 1 3 7 9 modulo 10; then the card's issue and
 * perhaps the person's place on it. */
gboolean au_medicare_accepts(const char *value)
{
    static const int weights[] = {1, 3, 7, 9, 1, 3, 7, 9};
    char digits[12];
    gsize n = validator_digits(value, digits, sizeof digits);
    return (n == 10 || n == 11) && digits[0] >= '2' && digits[0] <= '6' &&
           checksum_weighted(digits, weights, 8) % 10 == digits[8] - '0' && digits[9] != '0';
}

/* Eight or nine digits from 10 to 150 million: weights 3 2 7 6 5 4 3 2 modulo 11, and when that
 * leaves 10, weights 7 4 3 2 5 2 7 6. */
gboolean nz_ird_accepts(const char *value)
{
    static const int first[] = {3, 2, 7, 6, 5, 4, 3, 2};
    static const int second[] = {7, 4, 3, 2, 5, 2, 7, 6};
    char digits[11] = "0";
    gsize n = validator_digits(value, digits + 1, sizeof digits - 1);
    if (n != 8 && n != 9) {
        return FALSE;
    }
    const char *nine = n == 8 ? digits : digits + 1;
    int number = validator_number(nine, 9);
    int check = (11 - checksum_weighted(nine, first, 8) % 11) % 11;
    if (check == 10) {
        check = (11 - checksum_weighted(nine, second, 8) % 11) % 11;
    }
    return number > 10000000 && number < 150000000 && check == nine[8] - '0';
}

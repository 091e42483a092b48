#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Eleven digits, not beginning with 0, ISO/IEC 7064 MOD 11,10; among the first ten one digit stands
 * twice or three times, and no other twice. */
gboolean de_tax_id_accepts(const char *value)
{
    char digits[12];
    guint counts[10] = {0};
    guint repeated = 0;
    if (!validator_take_digits(value, digits, 11) || digits[0] == '0') {
        return FALSE;
    }
    for (gsize i = 0; i < 10; i++) {
        counts[digits[i] - '0']++;
    }
    for (gsize i = 0; i < 10; i++) {
        repeated += counts[i] == 2 || counts[i] == 3 ? 1 : 0;
        repeated += counts[i] > 3 ? 10 : 0;
    }
    return repeated == 1 && checksum_iso7064_11_10(digits);
}

/* Area, birth date, letter, serial, check digit: the letter counts as its place in the alphabet in
 * two digits; weights 2 1 2 5 7 1 2 1 2 1 2 1, digit sums of the products. */
gboolean de_social_insurance_accepts(const char *value)
{
    static const int weights[] = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
    char code[13];
    char digits[13];
    int sum = 0;
    if (!validator_take_code(value, code, "DDDDDDDDADDD")) {
        return FALSE;
    }
    g_snprintf(digits, sizeof digits, "%.8s%02d%.2s", code, code[8] - 'A' + 1, code + 9);
    for (gsize i = 0; i < 12; i++) {
        int product = (digits[i] - '0') * weights[i];
        sum += product / 10 + product % 10;
    }
    return sum % 10 == code[11] - '0' &&
           checksum_has_day(0, validator_number(code + 6, 2), validator_number(code + 4, 2),
                            validator_number(code + 2, 2));
}

/* Nine characters without vowels and a check digit by weights 7 3 1. */
gboolean de_identity_card_accepts(const char *value)
{
    char code[11];
    return validator_take_code(value, code, "AXXXXXXXXD") && strpbrk(code, "ABDEIOQSU") == NULL &&
           checksum_icao(code, 9) == code[9] - '0';
}

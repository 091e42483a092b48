#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Region, birth date, serial, and ISO/IEC 7064 MOD 11-2 with X for 10 (GB 11643-1999). */
gboolean cn_resident_id_accepts(const char *value)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static const char provinces[] =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 "
        "65 71 81 82 83 ";
    char code[19];
    if (!validator_take_code(value, code, "DDDDDDDDDDDDDDDDDX")) {
        return FALSE;
    }
    int century = validator_number(code + 6, 2) * 100;
    return validator_lists(provinces, code, 2) && (century == 1900 || century == 2000) &&
           checksum_has_day(century, validator_number(code + 8, 2), validator_number(code + 10, 2),
                            validator_number(code + 12, 2)) &&
           "10X98765432"[checksum_weighted(code, weights, 17) % 11] == code[17];
}

/* A letter, which counts as two digits, and nine digits: weights 1 9 8 … 1 1, the sum ends in 0. The
 * first digit is 1 or 2, and 8 or 9 for foreigners since 2021. */
gboolean tw_id_accepts(const char *value)
{
    static const int letters[] = {10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21,
                                  22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33};
    static const int weights[] = {1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1};
    char code[11];
    char digits[12];
    if (!validator_take_code(value, code, "ADDDDDDDDD") || strchr("1289", code[1]) == NULL) {
        return FALSE;
    }
    g_snprintf(digits, sizeof digits, "%02d%s", letters[code[0] - 'A'], code + 1);
    return checksum_weighted(digits, weights, 11) % 10 == 0;
}

/* One or two letters (a missing one counts 36), six digits, a check of 0-9 or A: weights 9 to 1
 * modulo 11. */
gboolean hk_id_accepts(const char *value)
{
    static const int weights[] = {7, 6, 5, 4, 3, 2};
    char code[10];
    gboolean has_two = validator_take_code(value, code, "AADDDDDDX");
    if (!has_two && !validator_take_code(value, code, "ADDDDDDX")) {
        return FALSE;
    }
    int first = has_two ? code[0] - 'A' + 10 : 36;
    const char *rest = has_two ? code + 1 : code;
    int sum = first * 9 + (rest[0] - 'A' + 10) * 8 + checksum_weighted(rest + 1, weights, 6);
    if (rest[7] != 'A' && !g_ascii_isdigit(rest[7])) {
        return FALSE;
    }
    return (sum + (rest[7] == 'A' ? 10 : rest[7] - '0')) % 11 == 0;
}

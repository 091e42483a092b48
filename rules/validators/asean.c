#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* S and T are citizens, F, G and M foreigners: weights 2 7 6 5 4 3 2, 4 more for T and G and 3 for M,
 * modulo 11. */
gboolean sg_nric_accepts(const char *value)
{
    static const int weights[] = {2, 7, 6, 5, 4, 3, 2};
    static const struct {
        char first;
        int more;
        char letters[12];
    } kinds[] = {
        {'S', 0, "JZIHGFEDCBA"}, {'T', 4, "JZIHGFEDCBA"}, {'F', 0, "XWUTRQPNMLK"},
        {'G', 4, "XWUTRQPNMLK"}, {'M', 3, "XWUTRQPNJLK"},
    };
    char code[10];
    if (!validator_take_code(value, code, "ADDDDDDDA")) {
        return FALSE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (kinds[i].first == code[0]) {
            int sum = checksum_weighted(code + 1, weights, 7) + kinds[i].more;
            return kinds[i].letters[sum % 11] == code[8];
        }
    }
    return FALSE;
}

/* The three forms of ACRA: businesses (8 digits), local companies (year and 5 digits), others. */
gboolean sg_uen_accepts(const char *value)
{
    static const char alphabet[] = "ABCDEFGHJKLMNPQRSTUVWX0123456789";
    static const int business[] = {10, 4, 9, 3, 8, 2, 7, 1};
    static const int company[] = {10, 8, 6, 4, 9, 7, 5, 3, 1};
    static const int other[] = {4, 3, 5, 3, 10, 2, 2, 5, 7};
    char code[11];
    int sum = 0;
    if (validator_take_code(value, code, "DDDDDDDDA")) {
        return "XMKECAWLJDB"[checksum_weighted(code, business, 8) % 11] == code[8];
    }
    if (validator_take_code(value, code, "DDDDDDDDDA")) {
        return "ZKCMDNERGWH"[checksum_weighted(code, company, 9) % 11] == code[9];
    }
    if (!validator_take_code(value, code, "ADDAXDDDDA") || strchr("RST", code[0]) == NULL) {
        return FALSE;
    }
    for (gsize i = 0; i < 9; i++) {
        const char *place = strchr(alphabet, code[i]);
        if (place == NULL) {
            return FALSE;
        }
        sum += (int)(place - alphabet) * other[i];
    }
    return alphabet[(sum + 6) % 11] == code[9]; /* sum - 5, kept positive */
}

/* Birth date, place of birth, serial; there is no check digit. */
gboolean my_nric_accepts(const char *value)
{
    static const char unused[] = "00 17 18 19 20 69 70 73 80 81 94 95 96 97 ";
    char digits[13];
    return validator_take_digits(value, digits, 12) && !validator_lists(unused, digits + 6, 2) &&
           checksum_has_day(0, validator_number(digits, 2), validator_number(digits + 2, 2),
                            validator_number(digits + 4, 2));
}

/* Thirteen digits: weights 13 to 2; 11 less the rest by 11, its last digit. */
gboolean th_id_accepts(const char *value)
{
    static const int weights[] = {13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2};
    char digits[14];
    return validator_take_digits(value, digits, 13) && digits[0] >= '1' && digits[0] <= '8' &&
           (11 - checksum_weighted(digits, weights, 12) % 11) % 10 == digits[12] - '0';
}

/* Province, city, district, birth date (a woman's day and 40), serial; there is no check digit. */
gboolean id_nik_accepts(const char *value)
{
    char digits[17];
    if (!validator_take_digits(value, digits, 16)) {
        return FALSE;
    }
    int province = validator_number(digits, 2);
    int day = validator_number(digits + 6, 2);
    return province >= 11 && province <= 97 && strcmp(digits + 12, "0000") != 0 &&
           strncmp(digits + 2, "00", 2) != 0 && strncmp(digits + 4, "00", 2) != 0 &&
           checksum_has_day(0, validator_number(digits + 10, 2), validator_number(digits + 8, 2),
                            day > 40 ? day - 40 : day);
}

/* Province 001 to 096, sex and century, year, serial; there is no check digit. */
gboolean vn_id_accepts(const char *value)
{
    char digits[13];
    if (!validator_take_digits(value, digits, 12)) {
        return FALSE;
    }
    int province = validator_number(digits, 3);
    return province >= 1 && province <= 96 && digits[3] <= '3' && strcmp(digits + 6, "000000") != 0;
}

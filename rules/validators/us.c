#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Area 001 to 899 but not 666, group not 00, serial not 0000; numbers that were printed in
 * advertisements were never valid. */
gboolean us_ssn_accepts(const char *value)
{
    char digits[10];
    if (!validator_take_digits(value, digits, 9)) {
        return FALSE;
    }
    gboolean area = strncmp(digits, "000", 3) != 0 && strncmp(digits, "666", 3) != 0 &&
                    digits[0] != '9';
    gboolean group = strncmp(digits + 3, "00", 2) != 0;
    gboolean serial = strcmp(digits + 5, "0000") != 0;
    gboolean printed = strcmp(digits, "078051120") == 0 || strcmp(digits, "219099999") == 0;
    return area && group && serial && !printed;
}

/* 9, and a group of 50 to 65, 70 to 88, 90 to 92 or 94 to 99. */
gboolean us_itin_accepts(const char *value)
{
    char digits[10];
    if (!validator_take_digits(value, digits, 9) || digits[0] != '9') {
        return FALSE;
    }
    int group = validator_number(digits + 3, 2);
    return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) ||
           (group >= 90 && group <= 92) || group >= 94;
}

/* Nine digits that begin with a campus code. */
gboolean us_ein_accepts(const char *value)
{
    static const char codes[] =
        "01 02 03 04 05 06 10 11 12 13 14 15 16 20 21 22 23 24 25 26 27 30 31 32 33 34 35 36 37 38 "
        "39 40 41 42 43 44 45 46 47 48 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 71 "
        "72 73 74 75 76 77 80 81 82 83 84 85 86 87 88 90 91 92 93 94 95 98 99 ";
    char digits[10];
    return validator_take_digits(value, digits, 9) && validator_lists(codes, digits, 2);
}

/* Ten digits from 1 or 2; Luhn over 80840 and them. */
gboolean us_npi_accepts(const char *value)
{
    char digits[16] = "80840";
    return validator_take_digits(value, digits + 5, 10) && strchr("12", digits[5]) != NULL &&
           checksum_luhn(digits);
}

/* Two letters and seven digits: (1st + 3rd + 5th) + 2 (2nd + 4th + 6th) ends in the 7th. */
gboolean us_dea_accepts(const char *value)
{
    static const int weights[] = {1, 2, 1, 2, 1, 2};
    char code[10];
    return validator_take_code(value, code, "AXDDDDDDD") &&
           strchr("ABCDEFGHJKLMPRSTUX", code[0]) != NULL &&
           checksum_weighted(code + 2, weights, 6) % 10 == code[8] - '0';
}

/* Eleven characters, the kind of each fixed; S, L, O, I, B and Z are never used. */
gboolean us_mbi_accepts(const char *value)
{
    char code[12];
    return validator_take_code(value, code, "DAXDAXDAADD") && code[0] != '0' &&
           strpbrk(code, "SLOIBZ") == NULL;
}

/* Nine digits, weights 3 7 1, the sum ends in 0; the first two are a district of the Reserve. */
gboolean us_aba_accepts(const char *value)
{
    static const int weights[] = {3, 7, 1, 3, 7, 1, 3, 7, 1};
    char digits[10];
    if (!validator_take_digits(value, digits, 9)) {
        return FALSE;
    }
    int district = validator_number(digits, 2);
    return ((district >= 1 && district <= 12) || (district >= 21 && district <= 32) ||
            (district >= 61 && district <= 72) || district == 80) &&
           checksum_weighted(digits, weights, 9) % 10 == 0;
}

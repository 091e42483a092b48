#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Sex, year, month (or 20 to 42 and 50 to 99 when unknown), department (2A counts as 19, 2B as 18),
 * commune, order, and 97 less the rest of the thirteen by 97. */
gboolean fr_nir_accepts(const char *value)
{
    char code[16];
    if (!validator_take_code(value, code, "DDDDDDXDDDDDDDD")) {
        return FALSE;
    }
    int month = validator_number(code + 3, 2);
    if (code[6] == 'A' || code[6] == 'B') {
        if (code[5] != '2') {
            return FALSE;
        }
        memcpy(code + 5, code[6] == 'A' ? "19" : "18", 2);
    } else if (!g_ascii_isdigit(code[6])) {
        return FALSE;
    }
    return strchr("123478", code[0]) != NULL && month >= 1 &&
           (month <= 12 || month == 20 || (month >= 30 && month <= 42) || month >= 50) &&
           97 - checksum_modulo(code, 13, 97) == validator_number(code + 13, 2);
}

gboolean fr_siren_accepts(const char *value)
{
    char digits[10];
    return validator_take_digits(value, digits, 9) && checksum_luhn(digits) &&
           strspn(digits, "0") < 9;
}

/* Luhn over all fourteen, and over the nine of the company; La Poste's sum of digits is divided by
 * 5 instead. */
gboolean fr_siret_accepts(const char *value)
{
    static const int ones[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    char digits[15];
    if (!validator_take_digits(value, digits, 14) || strspn(digits, "0") >= 9) {
        return FALSE;
    }
    char siren[10] = {0};
    memcpy(siren, digits, 9);
    gboolean is_post = strcmp(siren, "356000000") == 0 &&
                       checksum_weighted(digits, ones, 14) % 5 == 0;
    return checksum_luhn(siren) && (checksum_luhn(digits) || is_post);
}

#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Twelve digits from 2 on, Verhoeff, not the same read backwards. */
gboolean in_aadhaar_accepts(const char *value)
{
    char digits[13];
    if (!validator_take_digits(value, digits, 12) || digits[0] < '2') {
        return FALSE;
    }
    g_autofree char *backwards = g_strreverse(g_strdup(digits));
    return strcmp(digits, backwards) != 0 && checksum_verhoeff(digits);
}

/* Five letters, of which the fourth is the holder's kind, four digits, a letter. */
gboolean in_pan_accepts(const char *value)
{
    char code[11];
    return validator_take_code(value, code, "AAAAADDDDA") &&
           strchr("ABCFGHJKLPT", code[3]) != NULL && strncmp(code + 5, "0000", 4) != 0;
}

/* State, PAN, entity, Z, and a check by weights 1 and 2 in base 36. */
gboolean in_gstin_accepts(const char *value)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    char code[16];
    char pan[11] = {0};
    int sum = 0;
    if (!validator_take_code(value, code, "DDAAAAADDDDAXXX") || code[13] != 'Z' ||
        code[12] == '0') {
        return FALSE;
    }
    for (gsize i = 0; i < 14; i++) {
        int product = (int)(strchr(alphabet, code[i]) - alphabet) * (i % 2 == 0 ? 1 : 2);
        sum += product / 36 + product % 36;
    }
    memcpy(pan, code + 2, 10);
    int state = validator_number(code, 2);
    return ((state >= 1 && state <= 38) || state == 97) && in_pan_accepts(pan) &&
           alphabet[(36 - sum % 36) % 36] == code[14];
}

/* Three letters and seven digits, which Luhn checks. */
gboolean in_voter_accepts(const char *value)
{
    char code[11];
    return validator_take_code(value, code, "AAADDDDDDD") && checksum_luhn(code + 3);
}

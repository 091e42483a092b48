#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

static gboolean has_letter(const char *eight_digits, char letter)
{
    return "TRWAGMYFPDXBNJZSQVHLCKE"[checksum_modulo(eight_digits, 8, 23)] == letter;
}

/* Eight digits and the letter of their rest by 23. */
gboolean es_dni_accepts(const char *value)
{
    char code[10];
    return validator_take_code(value, code, "DDDDDDDDA") && has_letter(code, code[8]) &&
           strspn(code, "0") < 8;
}

/* X, Y and Z stand for 0, 1 and 2. */
gboolean es_nie_accepts(const char *value)
{
    char code[10];
    if (!validator_take_code(value, code, "ADDDDDDDA") || strchr("XYZ", code[0]) == NULL) {
        return FALSE;
    }
    code[0] = (char)('0' + code[0] - 'X');
    return has_letter(code, code[8]);
}

/* Nine digits: weights 9 to 2; 11 less the rest by 11, and 0 for 10 and 11. Persons have 1, 2, 3
 * or 45 in front. */
gboolean pt_nif_accepts(const char *value)
{
    static const int weights[] = {9, 8, 7, 6, 5, 4, 3, 2};
    char digits[10];
    if (!validator_take_digits(value, digits, 9) ||
        (strchr("123", digits[0]) == NULL && strncmp(digits, "45", 2) != 0)) {
        return FALSE;
    }
    return (11 - checksum_weighted(digits, weights, 8) % 11) % 11 % 10 == digits[8] - '0';
}

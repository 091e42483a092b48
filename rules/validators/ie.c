#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* What the letter behind the check letter adds: A to I, since 2013, nine times their place; T, W and X
 * were of wives, who had their husbands' numbers. */
static int second_letter(char letter)
{
    if (letter >= 'A' && letter <= 'I') {
        return (letter - 'A' + 1) * 9;
    }
    return letter == '\0' || strchr("TWX", letter) != NULL ? 0 : -1;
}

/* Seven digits, a check letter and perhaps another one: weights 8 to 2 modulo 23, W for 0. */
gboolean ie_ppsn_accepts(const char *value)
{
    static const int weights[] = {8, 7, 6, 5, 4, 3, 2};
    char code[10] = {0};
    if (!validator_take_code(value, code, "DDDDDDDAA") &&
        !validator_take_code(value, code, "DDDDDDDA")) {
        return FALSE;
    }
    int second = second_letter(code[8]);
    return second >= 0 &&
           "WABCDEFGHIJKLMNOPQRSTUV"[(checksum_weighted(code, weights, 7) + second) % 23] ==
               code[7];
}

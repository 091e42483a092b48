#include "rules/validator.h"

#include <string.h>

/*
 * Twelve digits, the last one for checking. From the right without it, n = 1 to 11, the weight is
 * n + 1 up to n = 6 and n - 5 from n = 7; r = sum of digit times weight mod 11; the check digit is
 * 0 when r is 0 or 1, else 11 - r. The same digit twelve times is written where there is none.
 */
gboolean jp_my_number_accepts(const char *value)
{
    char digits[13];
    if (validator_digits(value, digits, sizeof digits) != 12) {
        return FALSE;
    }
    const char first[] = {digits[0], '\0'};
    int sum = 0;
    for (int n = 1; n <= 11; n++) {
        sum += (digits[11 - n] - '0') * (n <= 6 ? n + 1 : n - 5);
    }
    int rest = sum % 11;
    return strspn(digits, first) < 12 && digits[11] - '0' == (rest <= 1 ? 0 : 11 - rest);
}

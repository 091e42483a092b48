#include "rules/validator.h"

/*
 * Thirteen digits, the first one for checking. Over the others from the right, the weight is 1 for
 * odd and 2 for even places; the check digit is 9 - (sum mod 9).
 */
gboolean jp_corporate_number_accepts(const char *value)
{
    char digits[14];
    if (validator_digits(value, digits, sizeof digits) != 13) {
        return FALSE;
    }
    int sum = 0;
    for (int n = 1; n <= 12; n++) {
        sum += (digits[13 - n] - '0') * (n % 2 == 1 ? 1 : 2);
    }
    return digits[0] - '0' == 9 - sum % 9;
}

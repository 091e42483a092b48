#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Two letters, six digits, A to D: neither letter is D F I Q U V, the second is no O, and some
 * pairs were never given out. */
gboolean uk_nino_accepts(const char *value)
{
    char code[10];
    if (!validator_take_code(value, code, "AADDDDDDA")) {
        return FALSE;
    }
    return strchr("DFIQUV", code[0]) == NULL && strchr("DFIQUVO", code[1]) == NULL &&
           !validator_lists("BG GB KN NK NT TN ZZ ", code, 2) && code[8] <= 'D';
}

/* Ten digits: weights 10 to 2; 11 less the rest by 11 is the last one, 11 is 0 and 10 is none. */
gboolean uk_nhs_accepts(const char *value)
{
    static const int weights[] = {10, 9, 8, 7, 6, 5, 4, 3, 2};
    char digits[11];
    if (!validator_take_digits(value, digits, 10)) {
        return FALSE;
    }
    int check = (11 - checksum_weighted(digits, weights, 9) % 11) % 11;
    return check == digits[9] - '0' && strspn(digits, "0") < 10;
}

/* Ten digits, the first one for checking the others: weights 6 7 8 9 10 5 4 3 2. */
gboolean uk_utr_accepts(const char *value)
{
    static const int weights[] = {6, 7, 8, 9, 10, 5, 4, 3, 2};
    char digits[11];
    return validator_take_digits(value, digits, 10) &&
           "21987654321"[checksum_weighted(digits + 1, weights, 9) % 11] == digits[0];
}

/* Surname filled up with 9, decade, month (a woman's and 50), day, year, initials, a digit and two
 * characters. */
gboolean uk_driving_licence_accepts(const char *value)
{
    char code[17];
    if (!validator_take_code(value, code, "AXXXXDDDDDDXXXXX")) {
        return FALSE;
    }
    gsize letters = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    int month = validator_number(code + 6, 2) % 50;
    gboolean has_name = letters + strspn(code + letters, "9") >= 5;
    gboolean has_initials = !g_ascii_isdigit(code[11]) || strncmp(code + 11, "99", 2) == 0;
    return has_name && has_initials &&
           checksum_has_day(0, (code[5] - '0') * 10 + code[10] - '0', month,
                            validator_number(code + 8, 2));
}

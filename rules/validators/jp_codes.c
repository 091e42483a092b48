#include "rules/validator.h"

#include <stdlib.h>
#include <string.h>

#include "rules/validators/checksum.h"

/* Seven digits; no area has a code that begins with 000. */
gboolean jp_postal_code_accepts(const char *value)
{
    char digits[8];
    return validator_digits(value, digits, sizeof digits) == 7 && strncmp(digits, "000", 3) != 0;
}

/* Twelve digits; the first two are the commission that issued it: 10 to 14 in Hokkaido and so on
 * up to 97 in Okinawa, with gaps. The check digit is not published and not relied on. */
gboolean jp_driver_licence_accepts(const char *value)
{
    static const char commissions[] =
        "10 11 12 13 14 20 21 22 23 24 25 30 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 "
        "60 61 62 63 64 65 70 71 72 73 74 80 81 82 83 90 91 92 93 94 95 96 97 ";
    char digits[13];
    if (validator_digits(value, digits, sizeof digits) != 12) {
        return FALSE;
    }
    const char code[] = {digits[0], digits[1], ' ', '\0'};
    return strstr(commissions, code) != NULL;
}

/* Eight digits, or six of municipal insurance: Luhn over all. */
gboolean jp_insurer_accepts(const char *value)
{
    char digits[9];
    gsize n = validator_digits(value, digits, sizeof digits);
    return (n == 6 || n == 8) && checksum_luhn(digits) && strspn(digits, "0") < 4;
}

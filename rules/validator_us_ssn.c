#include "rules/validator.h"

#include <string.h>

/* Area 001 to 899 but not 666, group not 00, serial not 0000; numbers that were printed in
 * advertisements were never valid. */
gboolean us_ssn_accepts(const char *value)
{
    char digits[10];
    if (validator_digits(value, digits, sizeof digits) != 9) {
        return FALSE;
    }
    gboolean area = strncmp(digits, "000", 3) != 0 && strncmp(digits, "666", 3) != 0 &&
                    digits[0] != '9';
    gboolean group = strncmp(digits + 3, "00", 2) != 0;
    gboolean serial = strcmp(digits + 5, "0000") != 0;
    gboolean printed = strcmp(digits, "078051120") == 0 || strcmp(digits, "219099999") == 0;
    return area && group && serial && !printed;
}

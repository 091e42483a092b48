#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

/* Birth date, sex and serial, citizenship 0 to 2, a digit that was once for race, Luhn. */
gboolean za_id_accepts(const char *value)
{
    char digits[14];
    return validator_take_digits(value, digits, 13) && digits[10] <= '2' && checksum_luhn(digits) &&
           checksum_has_day(0, validator_number(digits, 2), validator_number(digits + 2, 2),
                            validator_number(digits + 4, 2));
}

/* Nine digits, zeros in front included: Luhn. */
gboolean il_id_accepts(const char *value)
{
    char digits[10];
    return validator_take_digits(value, digits, 9) && strspn(digits, "0") < 4 &&
           checksum_luhn(digits);
}

/* 784 for the Emirates, year of birth, serial, Luhn. */
gboolean ae_id_accepts(const char *value)
{
    char digits[16];
    if (!validator_take_digits(value, digits, 15)) {
        return FALSE;
    }
    int year = validator_number(digits + 3, 4);
    return strncmp(digits, "784", 3) == 0 && year >= 1900 && year < 2100 && checksum_luhn(digits);
}

/* Ten digits: 1 for citizens, 2 for residents, Luhn. */
gboolean sa_id_accepts(const char *value)
{
    char digits[11];
    return validator_take_digits(value, digits, 10) && strchr("12", digits[0]) != NULL &&
           checksum_luhn(digits);
}

/* Century (2: 1900, 3: 2000), birth date, governorate, serial; the check digit is not published. */
gboolean eg_id_accepts(const char *value)
{
    static const char governorates[] =
        "01 02 03 04 11 12 13 14 15 16 17 18 19 21 22 23 24 25 26 27 "
        "28 29 31 32 33 34 35 88 ";
    char digits[15];
    return validator_take_digits(value, digits, 14) && strchr("23", digits[0]) != NULL &&
           validator_lists(governorates, digits + 7, 2) &&
           checksum_has_day(digits[0] == '2' ? 1900 : 2000, validator_number(digits + 1, 2),
                            validator_number(digits + 3, 2), validator_number(digits + 5, 2));
}

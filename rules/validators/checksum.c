#include "rules/validators/checksum.h"

#include <string.h>

int checksum_weighted(const char *digits, const int *weights, gsize n)
{
    int sum = 0;
    for (gsize i = 0; i < n; i++) {
        sum += (digits[i] - '0') * weights[i];
    }
    return sum;
}

int checksum_modulo(const char *digits, gsize n, int modulus)
{
    int rest = 0;
    for (gsize i = 0; i < n; i++) {
        rest = (rest * 10 + (digits[i] - '0')) % modulus;
    }
    return rest;
}

gboolean checksum_luhn(const char *digits)
{
    int sum = 0;
    gsize length = strlen(digits);
    for (gsize i = 0; i < length; i++) {
        int digit = digits[length - 1 - i] - '0';
        int doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += i % 2 == 0 ? digit : doubled;
    }
    return sum % 10 == 0;
}

/* d and p of Verhoeff's tables: d multiplies in the dihedral group D5, p permutes by place. */
gboolean checksum_verhoeff(const char *digits)
{
    static const char d[10][11] = {"0123456789", "1234067895", "2340178956", "3401289567",
                                   "4012395678", "5987604321", "6598710432", "7659821043",
                                   "8765932104", "9876543210"};
    static const char p[8][11] = {"0123456789", "1576283094", "5803796142", "8916043527",
                                  "9453126870", "4286573901", "2793806415", "7046913258"};
    int check = 0;
    gsize length = strlen(digits);
    for (gsize i = 0; i < length; i++) {
        int digit = digits[length - 1 - i] - '0';
        check = d[check][p[i % 8][digit] - '0'] - '0';
    }
    return check == 0;
}

gboolean checksum_iso7064_11_10(const char *digits)
{
    int check = 10;
    gsize length = strlen(digits);
    for (gsize i = 0; i + 1 < length; i++) {
        int sum = (check + digits[i] - '0') % 10;
        check = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return length > 1 && (check + digits[length - 1] - '0') % 10 == 1;
}

static int icao_value(char character)
{
    if (g_ascii_isdigit(character)) {
        return character - '0';
    }
    if (character >= 'A' && character <= 'Z') {
        return character - 'A' + 10;
    }
    return character == '<' ? 0 : -1;
}

int checksum_icao(const char *text, gsize n)
{
    static const int weights[] = {7, 3, 1};
    int sum = 0;
    for (gsize i = 0; i < n; i++) {
        int value = icao_value(text[i]);
        if (value < 0) {
            return -1;
        }
        sum += value * weights[i % 3];
    }
    return sum % 10;
}

gboolean checksum_has_day(int century, int year, int month, int day)
{
    if (month < 1 || month > 12 || day < 1 || day > 31) {
        return FALSE;
    }
    if (century != 0) {
        return g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)(century + year));
    }
    return g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)(1900 + year)) ||
           g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)(2000 + year));
}

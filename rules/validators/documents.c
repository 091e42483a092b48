#include "rules/validator.h"

#include <string.h>

#include "rules/validators/checksum.h"

enum { TD1_LINE = 30, TD2_LINE = 36, TD3_LINE = 44 };

/* Whether the character at the place after the field checks it; an empty field may have '<'. */
static gboolean checks(const char *line, gsize from, gsize n)
{
    int check = checksum_icao(line + from, n);
    char digit = line[from + n] == '<' ? '0' : line[from + n];
    return check >= 0 && digit == '0' + check;
}

static gboolean has_composite(const char *line, gsize end)
{
    char all[TD3_LINE + 1] = {0};
    memcpy(all, line, 10);
    memcpy(all + 10, line + 13, 7);
    memcpy(all + 17, line + 21, end - 21);
    return checksum_icao(all, 17 + end - 21) == line[end] - '0';
}

/* The second line of a passport (44) or of a card of the old size (36). */
static gboolean second_line_accepts(const char *line, gsize length)
{
    return checks(line, 0, 9) && checks(line, 13, 6) && checks(line, 21, 6) &&
           strchr("MFX<", line[20]) != NULL && has_composite(line, length - 1);
}

/* The first two lines of a card (TD1). */
static gboolean card_accepts(const char *lines)
{
    const char *second = lines + TD1_LINE;
    char all[64] = {0};
    memcpy(all, lines + 5, 25);
    memcpy(all + 25, second, 7);
    memcpy(all + 32, second + 8, 7);
    memcpy(all + 39, second + 18, 11);
    return checks(second, 0, 6) && checks(second, 8, 6) && strchr("MFX<", second[7]) != NULL &&
           checksum_icao(all, 50) == second[29] - '0';
}

gboolean mrz_accepts(const char *value)
{
    char text[2 * TD1_LINE + 1] = {0};
    gsize length = 0;
    for (; *value != '\0'; value++) {
        if (g_ascii_isspace(*value)) {
            continue;
        }
        if (length + 1 >= sizeof text) {
            return FALSE;
        }
        text[length++] = *value;
    }
    return length == (gsize)2 * TD1_LINE
               ? card_accepts(text)
               : (length == TD2_LINE || length == TD3_LINE) && second_line_accepts(text, length);
}

/* Fifteen digits, Luhn; the first two are a reporting body. */
gboolean imei_accepts(const char *value)
{
    static const char bodies[] = "01 10 30 33 35 44 45 49 50 51 52 53 54 86 91 98 99 ";
    char digits[16];
    return validator_take_digits(value, digits, 15) && checksum_luhn(digits) &&
           validator_lists(bodies, digits, 2);
}

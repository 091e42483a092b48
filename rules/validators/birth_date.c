#include "rules/validator.h"

#include <stdlib.h>
#include <string.h>

/* First and last day of each era. Two of them changed within a day, which has both names. */
static const struct {
    const char *name;
    char letter;
    const char *first, *last;
} eras[] = {
    {"明治", 'M', "1868-01-25", "1912-07-30"}, {"大正", 'T', "1912-07-30", "1926-12-25"},
    {"昭和", 'S', "1926-12-25", "1989-01-07"}, {"平成", 'H', "1989-01-08", "2019-04-30"},
    {"令和", 'R', "2019-05-01", "2099-12-31"},
};

/* What is too long for a number stays too large for a date. */
enum { NO_SUCH_YEAR = 10000 };

/* Takes the next number; FALSE when there is none. */
static gboolean take_number(const char **at, int *number)
{
    while (**at != '\0' && !g_ascii_isdigit(**at)) {
        if (g_str_has_prefix(*at, "元")) {
            *number = 1;
            *at += strlen("元");
            return TRUE;
        }
        (*at)++;
    }
    if (**at == '\0') {
        return FALSE;
    }
    char *end = NULL;
    long value = strtol(*at, &end, 10);
    *number = (int)MIN(value, NO_SUCH_YEAR);
    *at = end;
    return TRUE;
}

static gboolean is_date(int year, int month, int day)
{
    return year >= 1868 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
           g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static char *to_iso(int year, int month, int day)
{
    return is_date(year, month, day) ? g_strdup_printf("%04d-%02d-%02d", year, month, day) : NULL;
}

static gint find_era(const char *value)
{
    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++) {
        gsize first = (gsize)g_utf8_skip[(guint8)*eras[i].name]; /* 昭 is 昭和 */
        if (strncmp(value, eras[i].name, first) == 0 || g_ascii_toupper(*value) == eras[i].letter) {
            return (gint)i;
        }
    }
    return -1;
}

/* Eight digits without separators: YYYYMMDD. */
static char *from_compact(const char *digits)
{
    return to_iso(validator_number(digits, 4), validator_number(digits + 4, 2),
                  validator_number(digits + 6, 2));
}

static char *from_era(gint era, int year, int month, int day)
{
    if (year < 1 || year > 100) {
        return NULL;
    }
    char *iso = to_iso(validator_number(eras[era].first, 4) + year - 1, month, day);
    if (iso != NULL && strcmp(iso, eras[era].first) >= 0 && strcmp(iso, eras[era].last) <= 0) {
        return iso;
    }
    g_free(iso);
    return NULL;
}

char *birth_date_to_iso(const char *value)
{
    gint era = find_era(value);
    const char *at = value;
    int numbers[3];
    char digits[10];
    if (era < 0 && validator_digits(value, digits, sizeof digits) == 8 && strlen(value) == 8) {
        return from_compact(digits);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
        if (!take_number(&at, &numbers[i])) {
            return NULL;
        }
    }
    return era >= 0 ? from_era(era, numbers[0], numbers[1], numbers[2])
                    : to_iso(numbers[0], numbers[1], numbers[2]);
}

gboolean birth_date_accepts(const char *value)
{
    g_autofree char *iso = birth_date_to_iso(value);
    return iso != NULL;
}

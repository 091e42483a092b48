#include "base/period.h"

#include <string.h>

enum { DIGITS_MAX = 4, YEAR_MAX = 9999, MONTHS_A_YEAR = 12, DAYS_A_WEEK = 7 };

/* In the order in which they may stand. */
static const struct {
    char letter;
    guint months, days;
} units[] = {
    {'Y', MONTHS_A_YEAR, 0},
    {'M', 1, 0},
    {'W', 0, DAYS_A_WEEK},
    {'D', 0, 1},
};

/* Reads "18M" at *at; *unit is the first that may stand here, and then the one after it. */
static gboolean take_unit(const char **at, gsize *unit, DaichoPeriod *period)
{
    guint count = 0;
    gsize digits = 0;
    for (; g_ascii_isdigit((*at)[digits]) && digits <= DIGITS_MAX; digits++) {
        count = count * 10 + (guint)((*at)[digits] - '0');
    }
    if (digits == 0 || digits > DIGITS_MAX) {
        return FALSE;
    }
    for (; *unit < G_N_ELEMENTS(units); (*unit)++) {
        if (units[*unit].letter == (*at)[digits]) {
            period->months += count * units[*unit].months;
            period->days += count * units[*unit].days;
            *at += digits + 1;
            (*unit)++;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean daicho_period_parse(const char *text, DaichoPeriod *period)
{
    *period = (DaichoPeriod){0};
    if (*text != 'P' || text[1] == '\0') {
        return FALSE;
    }
    gsize unit = 0;
    for (const char *at = text + 1; *at != '\0';) {
        if (!take_unit(&at, &unit, period)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean daicho_period_end(const DaichoPeriod *period, const GDate *from, GDate *last)
{
    *last = *from;
    guint years = (guint)g_date_get_year(from) + period->months / MONTHS_A_YEAR + 1;
    if (years + period->days / 365 > YEAR_MAX) {
        return FALSE;
    }
    g_date_add_months(last, period->months);
    g_date_add_days(last, period->days);
    return TRUE;
}

gboolean daicho_day_in(gint64 unix_s, GTimeZone *zone, GDate *day)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(unix_s);
    g_autoptr(GDateTime) time = utc != NULL && zone != NULL ? g_date_time_to_timezone(utc, zone)
                                                            : NULL;
    const GDateTime *counts = zone != NULL ? time : utc;
    int year = 0;
    int month = 0;
    int of_month = 0;
    if (counts == NULL) {
        return FALSE;
    }
    g_date_time_get_ymd((GDateTime *)(guintptr)counts, &year, &month, &of_month);
    g_date_clear(day, 1);
    g_date_set_dmy(day, (GDateDay)of_month, (GDateMonth)month, (GDateYear)year);
    return TRUE;
}

gboolean daicho_day_parse(const char *text, GDate *day)
{
    static const char shape[] = "dddd-dd-dd";
    int numbers[3] = {0};
    gsize part = 0;
    if (strlen(text) != strlen(shape)) {
        return FALSE;
    }
    for (gsize i = 0; shape[i] != '\0'; i++) {
        if (shape[i] == '-' ? text[i] != '-' : !g_ascii_isdigit(text[i])) {
            return FALSE;
        }
        part += shape[i] == '-' ? 1 : 0;
        numbers[part] = shape[i] == '-' ? 0 : numbers[part] * 10 + (text[i] - '0');
    }
    if (!g_date_valid_dmy((GDateDay)numbers[2], (GDateMonth)numbers[1], (GDateYear)numbers[0])) {
        return FALSE;
    }
    g_date_clear(day, 1);
    g_date_set_dmy(day, (GDateDay)numbers[2], (GDateMonth)numbers[1], (GDateYear)numbers[0]);
    return TRUE;
}

void daicho_day_format(const GDate *day, char text[DAICHO_DAY_LENGTH])
{
    guint year = g_date_get_year(day);
    g_snprintf(text, DAICHO_DAY_LENGTH, "%04u-%02u-%02u", MIN(year, (guint)YEAR_MAX),
               (guint)g_date_get_month(day), (guint)g_date_get_day(day));
}

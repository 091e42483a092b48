#include "scanner/readers/number_format_code.h"

#include <string.h>

enum {
    DAY_S = 86400,
    LAST_DAY = 2958465,          /* 9999-12-31 */
    DAYS_TO_1904 = 1462,         /* from the one system to the other */
    LEAP_DAY_OF_1900 = 60,       /* 1900-02-29, which never was, but is counted */
    JULIAN_BEFORE_1900 = 693594, /* 1899-12-30 as GDate counts */
    MAX_PARTS = 6,
};

typedef struct {
    guint year, month, day, weekday; /* 0: Sunday */
    guint hour, minute, second, part;
    gint64 elapsed_s;
    guint part_digits;
    gboolean has_half_days, is_japanese, has_first_years;
} Moment;

/* The Japanese eras by their first days. */
static const struct {
    guint year, month, day;
    const char *letter, *sign, *name;
} eras[] = {
    {2019, 5, 1, "R", "令", "令和"},   {1989, 1, 8, "H", "平", "平成"},
    {1926, 12, 25, "S", "昭", "昭和"}, {1912, 7, 30, "T", "大", "大正"},
    {1868, 1, 25, "M", "明", "明治"},
};

static const char *const month_names[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December",
};

static const char *const day_names[] = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
};

static const char *const japanese_days[] = {"日", "月", "火", "水", "木", "金", "土"};

/* 18.17.4.1: day 1 is 1900-01-01, and 1900 is taken for a leap year. */
static void set_day(Moment *moment, gint64 serial)
{
    moment->weekday = (guint)((serial + 6) % 7);
    moment->year = 1900;
    if (serial == 0 || serial == LEAP_DAY_OF_1900) {
        moment->month = serial == 0 ? 1 : 2;
        moment->day = serial == 0 ? 0 : 29;
        return;
    }
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_julian(&date,
                      (guint32)(JULIAN_BEFORE_1900 + serial + (serial < LEAP_DAY_OF_1900 ? 1 : 0)));
    moment->year = g_date_get_year(&date);
    moment->month = (guint)g_date_get_month(&date);
    moment->day = g_date_get_day(&date);
}

/* Seconds are rounded, hours and minutes cut off. */
static gboolean set_moment(Moment *moment, double value, gboolean is_1904)
{
    if (!(value >= 0) || value >= LAST_DAY + 1) {
        return FALSE;
    }
    gint64 unit = 1;
    for (guint i = 0; i < moment->part_digits; i++) {
        unit *= 10;
    }
    gint64 total = (gint64)(value * DAY_S * (double)unit + 0.5);
    moment->part = (guint)(total % unit);
    moment->elapsed_s = total / unit;
    gint64 in_day = moment->elapsed_s % DAY_S;
    moment->hour = (guint)(in_day / 3600);
    moment->minute = (guint)(in_day / 60 % 60);
    moment->second = (guint)(in_day % 60);
    gint64 serial = moment->elapsed_s / DAY_S + (is_1904 ? DAYS_TO_1904 : 0);
    if (serial > LAST_DAY) {
        return FALSE;
    }
    set_day(moment, serial);
    return TRUE;
}

static gsize find_era(const Moment *moment)
{
    guint day = moment->year * 10000 + moment->month * 100 + moment->day;
    gsize era = 0;
    while (era + 1 < G_N_ELEMENTS(eras) &&
           day < eras[era].year * 10000 + eras[era].month * 100 + eras[era].day) {
        era++;
    }
    return era;
}

static void append_padded(GString *out, gint64 number, guint digits)
{
    g_string_append_printf(out, "%0*" G_GINT64_FORMAT, (int)digits, number);
}

static void append_name(GString *out, const char *name, guint count)
{
    g_string_append_len(out, name, count == 5 ? 1 : count == 3 ? 3 : -1);
}

static void append_year(const NumberToken *token, const Moment *moment, GString *out)
{
    guint year = moment->year + (token->kind == NUMBER_BUDDHIST_YEAR ? 543 : 0);
    append_padded(out, token->count <= 2 ? year % 100 : year, token->count <= 2 ? 2 : 4);
}

static void append_era(const NumberToken *token, const Moment *moment, GString *out)
{
    gsize era = find_era(moment);
    g_string_append(out, token->count == 1   ? eras[era].letter
                         : token->count == 2 ? eras[era].sign
                                             : eras[era].name);
}

static void append_era_year(const NumberToken *token, const Moment *moment, GString *out)
{
    guint before = moment->is_japanese ? eras[find_era(moment)].year - 1 : 0;
    if (moment->has_first_years && moment->year - before == 1) {
        g_string_append(out, "元");
    } else {
        append_padded(out, moment->year - before, MIN(token->count, 2U));
    }
}

static void append_month(const NumberToken *token, const Moment *moment, GString *out)
{
    if (token->count > 2) {
        append_name(out, month_names[moment->month - 1], token->count);
    } else {
        append_padded(out, moment->month, token->count);
    }
}

static void append_day(const NumberToken *token, const Moment *moment, GString *out)
{
    if (token->count > 2) {
        append_name(out, day_names[moment->weekday], token->count);
    } else {
        append_padded(out, moment->day, token->count);
    }
}

static void append_weekday(const NumberToken *token, const Moment *moment, GString *out)
{
    g_string_append(out, japanese_days[moment->weekday]);
    g_string_append(out, token->count > 3 ? "曜日" : "");
}

static void append_hour(const NumberToken *token, const Moment *moment, GString *out)
{
    guint hour = moment->has_half_days ? (moment->hour + 11) % 12 + 1 : moment->hour;
    append_padded(out, hour, MIN(token->count, 2U));
}

static void append_minute(const NumberToken *token, const Moment *moment, GString *out)
{
    append_padded(out, moment->minute, MIN(token->count, 2U));
}

static void append_second(const NumberToken *token, const Moment *moment, GString *out)
{
    append_padded(out, moment->second, MIN(token->count, 2U));
}

static void append_second_part(const NumberToken *token, const Moment *moment, GString *out)
{
    (void)token;
    g_string_append_c(out, '.');
    append_padded(out, moment->part, moment->part_digits);
}

static void append_half_day(const NumberToken *token, const Moment *moment, GString *out)
{
    gboolean is_latin = g_ascii_isalpha(token->sign);
    const char *morning = is_latin ? "AM" : "午前";
    const char *afternoon = is_latin ? "PM" : "午後";
    gboolean is_short = token->count == strlen("A/P");
    g_string_append_len(out, moment->hour < 12 ? morning : afternoon, is_short ? 1 : -1);
}

static void append_elapsed(const NumberToken *token, const Moment *moment, GString *out)
{
    gint64 unit = token->kind == NUMBER_ELAPSED_HOURS     ? 3600
                  : token->kind == NUMBER_ELAPSED_MINUTES ? 60
                                                          : 1;
    append_padded(out, moment->elapsed_s / unit, token->count);
}

static void append_literal(const NumberToken *token, const Moment *moment, GString *out)
{
    (void)moment;
    g_string_append(out, token->text);
}

/* What shows a token; those without stand for their sign. */
static void (*const appenders[])(const NumberToken *, const Moment *, GString *) = {
    [NUMBER_LITERAL] = append_literal,
    [NUMBER_YEAR] = append_year,
    [NUMBER_BUDDHIST_YEAR] = append_year,
    [NUMBER_ERA] = append_era,
    [NUMBER_ERA_YEAR] = append_era_year,
    [NUMBER_MONTH] = append_month,
    [NUMBER_DAY] = append_day,
    [NUMBER_WEEKDAY] = append_weekday,
    [NUMBER_HOUR] = append_hour,
    [NUMBER_MINUTE] = append_minute,
    [NUMBER_SECOND] = append_second,
    [NUMBER_SECOND_PART] = append_second_part,
    [NUMBER_HALF_DAY] = append_half_day,
    [NUMBER_ELAPSED_HOURS] = append_elapsed,
    [NUMBER_ELAPSED_MINUTES] = append_elapsed,
    [NUMBER_ELAPSED_SECONDS] = append_elapsed,
};

static void append_token(const NumberToken *token, const Moment *moment, GString *out)
{
    if (appenders[token->kind] != NULL) {
        appenders[token->kind](token, moment, out);
    } else if (token->sign != '\0') {
        g_string_append_c(out, token->sign);
    }
}

gboolean number_section_append_date(const NumberSection *section, double value, gboolean is_1904,
                                    GString *out)
{
    Moment moment = {
        .is_japanese = section->is_japanese,
        .has_first_years = section->has_first_years,
    };
    for (guint i = 0; i < section->tokens->len; i++) {
        const NumberToken *token = number_section_get(section, i);
        moment.has_half_days |= token->kind == NUMBER_HALF_DAY;
        if (token->kind == NUMBER_SECOND_PART) {
            moment.part_digits = MIN(token->count, (guint)MAX_PARTS);
        }
    }
    if (!set_moment(&moment, value, is_1904)) {
        return FALSE;
    }
    for (guint i = 0; i < section->tokens->len; i++) {
        append_token(number_section_get(section, i), &moment, out);
    }
    return TRUE;
}

#include "base/era.h"

#include "base/period.h"
#include "base/text.h"

/* First days of the eras, newest first: Act No. 43 of 1979 and the ordinances under it. */
static const struct {
    const char *name, *name_en;
    int year, month, day;
} eras[] = {
    {"令和", "Reiwa", 2019, 5, 1},   {"平成", "Heisei", 1989, 1, 8},
    {"昭和", "Showa", 1926, 12, 25}, {"大正", "Taisho", 1912, 7, 30},
    {"明治", "Meiji", 1868, 10, 23},
};

static int as_number(int year, int month, int day)
{
    return year * 10000 + month * 100 + day;
}

/* Index of the era; G_N_ELEMENTS(eras) before Meiji. */
static gsize find_era(int year, int month, int day)
{
    gsize era = 0;
    while (era < G_N_ELEMENTS(eras) &&
           as_number(year, month, day) <
               as_number(eras[era].year, eras[era].month, eras[era].day)) {
        era++;
    }
    return era;
}

static char *format_english(gsize era, int year, int month, int day)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return g_strdup_printf("%d %s %s %d", day, months[month - 1], eras[era].name_en,
                           year - eras[era].year + 1);
}

static char *format_japanese(gsize era, int year, int month, int day)
{
    return year == eras[era].year ? g_strdup_printf("%s元年%d月%d日", eras[era].name, month, day)
                                  : g_strdup_printf("%s%d年%d月%d日", eras[era].name,
                                                    year - eras[era].year + 1, month, day);
}

char *daicho_era_format_day(const char *date, DaichoLanguage language)
{
    GDate parsed;
    if (!daicho_day_parse(date, &parsed)) {
        return NULL;
    }
    const int year = g_date_get_year(&parsed);
    const int month = (int)g_date_get_month(&parsed);
    const int day = g_date_get_day(&parsed);
    gsize era = find_era(year, month, day);
    if (era == G_N_ELEMENTS(eras)) {
        return NULL;
    }
    return language == DAICHO_LANGUAGE_JA ? format_japanese(era, year, month, day)
                                          : format_english(era, year, month, day);
}

char *daicho_era_format_date(gint64 unix_s, GTimeZone *zone)
{
    g_autofree char *date = daicho_date_format_in(unix_s, zone);
    g_autofree char *era = daicho_era_format_day(date, DAICHO_LANGUAGE_JA);
    return era != NULL ? g_strdup_printf("%s（%s）", date, era) : g_steal_pointer(&date);
}

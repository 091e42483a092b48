#include "enforcer/requests/era.h"

#include "base/text.h"

/* First days of the eras, newest first: Act No. 43 of 1979 and the ordinances under it. */
static const struct {
    const char *name;
    int year, month, day;
} eras[] = {
    {"令和", 2019, 5, 1},  {"平成", 1989, 1, 8},   {"昭和", 1926, 12, 25},
    {"大正", 1912, 7, 30}, {"明治", 1868, 10, 23},
};

static int as_number(int year, int month, int day)
{
    return year * 10000 + month * 100 + day;
}

/* "令和8年", or NULL. */
static char *format_year(int year, int month, int day)
{
    for (gsize i = 0; i < G_N_ELEMENTS(eras); i++) {
        int first = as_number(eras[i].year, eras[i].month, eras[i].day);
        if (as_number(year, month, day) >= first) {
            return year == eras[i].year
                       ? g_strdup_printf("%s元年", eras[i].name)
                       : g_strdup_printf("%s%d年", eras[i].name, year - eras[i].year + 1);
        }
    }
    return NULL;
}

char *era_format_date(gint64 unix_s, GTimeZone *zone)
{
    g_autofree char *date = daicho_date_format_in(unix_s, zone);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(unix_s);
    if (utc == NULL) {
        return g_steal_pointer(&date);
    }
    g_autoptr(GDateTime) time = zone != NULL ? g_date_time_to_timezone(utc, zone)
                                             : g_date_time_ref(utc);
    int month = g_date_time_get_month(time);
    int day = g_date_time_get_day_of_month(time);
    g_autofree char *year = format_year(g_date_time_get_year(time), month, day);
    return year != NULL ? g_strdup_printf("%s（%s%d月%d日）", date, year, month, day)
                        : g_steal_pointer(&date);
}

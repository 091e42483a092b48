#include "schedule/calendar.h"

/* The same days and times in the words of others. */

enum { ALL_WEEK = 0x7f, DAYS_OF_MONTH = 31 };

static const char *const week[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

static void append_number(GString *text, int width, guint number)
{
    g_string_append_printf(text, "%s%0*u", text->len > 0 ? "," : "", width, number);
}

/* "Mon..Fri" or "Mon,Wed"; between runs of three or more. */
static char *dup_week(guint days, const char *between)
{
    GString *text = g_string_new(NULL);
    for (guint day = 0; day < G_N_ELEMENTS(week); day++) {
        guint last = day;
        if ((days >> day & 1) == 0) {
            continue;
        }
        while (last + 1 < G_N_ELEMENTS(week) && (days >> (last + 1) & 1) != 0) {
            last++;
        }
        g_string_append_printf(text, "%s%s", text->len > 0 ? "," : "", week[day]);
        if (last >= day + 2) {
            g_string_append_printf(text, "%s%s", between, week[last]);
            day = last;
        }
    }
    return g_string_free(text, FALSE);
}

static char *dup_month(guint days, int width)
{
    GString *text = g_string_new(NULL);
    for (guint day = 1; day <= DAYS_OF_MONTH; day++) {
        if ((days >> day & 1) != 0) {
            append_number(text, width, day);
        }
    }
    return g_string_free(text, FALSE);
}

static void add_systemd_times(const DaichoCalendar *calendar, const char *days, GPtrArray *all)
{
    for (guint i = 0; i < calendar->n_times; i++) {
        char time[6];
        daicho_minutes_format(calendar->times[i], time);
        g_ptr_array_add(all, g_strdup_printf("%s %s:00", days, time));
    }
}

char **daicho_calendar_to_systemd(const DaichoCalendar *calendar)
{
    GPtrArray *all = g_ptr_array_new();
    if (calendar->week == ALL_WEEK) {
        add_systemd_times(calendar, "*-*-*", all);
    } else if (calendar->week != 0) {
        g_autofree char *days = dup_week(calendar->week, "..");
        g_autofree char *date = g_strdup_printf("%s *-*-*", days);
        add_systemd_times(calendar, date, all);
    }
    if (calendar->month != 0) {
        g_autofree char *days = dup_month(calendar->month, 2);
        g_autofree char *date = g_strdup_printf("*-*-%s", days);
        add_systemd_times(calendar, date, all);
    }
    if (calendar->last) {
        add_systemd_times(calendar, "*-*~01", all);
    }
    g_ptr_array_add(all, NULL);
    return (char **)g_ptr_array_free(all, FALSE);
}

/* cron counts the days of the week from Sunday, which is 0. */
static char *dup_cron_week(guint days)
{
    GString *text = g_string_new(NULL);
    for (guint day = 0; day < G_N_ELEMENTS(week); day++) {
        guint ours = (day + 6) % 7;
        if ((days >> ours & 1) != 0) {
            append_number(text, 1, day);
        }
    }
    return g_string_free(text, FALSE);
}

char **daicho_calendar_to_cron(const DaichoCalendar *calendar)
{
    enum { LAST_DAYS = 1U << 28 | 1U << 29 | 1U << 30 | 1U << 31 };
    const guint month = calendar->month | (calendar->last ? LAST_DAYS : 0);
    g_autofree char *month_days = dup_month(month, 1);
    g_autofree char *week_days = dup_cron_week(calendar->week);
    GPtrArray *all = g_ptr_array_new();
    for (guint i = 0; i < calendar->n_times; i++) {
        g_ptr_array_add(
            all,
            g_strdup_printf("%u %u %s * %s", calendar->times[i] % 60, calendar->times[i] / 60,
                            month != 0 ? month_days : "*",
                            calendar->week != 0 && calendar->week != ALL_WEEK ? week_days : "*"));
    }
    g_ptr_array_add(all, NULL);
    return (char **)g_ptr_array_free(all, FALSE);
}

char *daicho_calendar_describe(const DaichoCalendar *calendar)
{
    g_autofree char *days = calendar->week == ALL_WEEK ? g_strdup("daily")
                            : calendar->week != 0      ? dup_week(calendar->week, "-")
                                                       : dup_month(calendar->month, 1);
    GString *text = g_string_new(days);
    if (calendar->last) {
        g_string_append(text, text->len > 0 ? ",last" : "last");
    }
    for (guint i = 0; i < calendar->n_times; i++) {
        char time[6];
        daicho_minutes_format(calendar->times[i], time);
        g_string_append_printf(text, "%s%s", i > 0 ? "," : " ", time);
    }
    return g_string_free(text, FALSE);
}

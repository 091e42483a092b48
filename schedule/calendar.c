#include "schedule/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { DAY_MINUTES = 24 * 60, ALL_WEEK = 0x7f };

static const char *const week[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

static gboolean refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
static gboolean refuse(GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, message);
    return FALSE;
}

/* --- days and times --- */

static gboolean find_week_day(const char *word, gsize length, guint *day)
{
    for (guint i = 0; i < G_N_ELEMENTS(week); i++) {
        if (length == strlen(week[i]) && g_ascii_strncasecmp(word, week[i], length) == 0) {
            *day = i;
            return TRUE;
        }
    }
    return FALSE;
}

/* "Mon" or "Fri-Mon", which goes over the end of the week. */
static gboolean take_week(const char *word, guint *days)
{
    const char *dash = strchr(word, '-');
    guint first = 0, last = 0;
    if (!find_week_day(word, dash != NULL ? (gsize)(dash - word) : strlen(word), &first) ||
        !find_week_day(dash != NULL ? dash + 1 : word, strlen(dash != NULL ? dash + 1 : word),
                       &last)) {
        return FALSE;
    }
    for (guint day = first;; day = (day + 1) % G_N_ELEMENTS(week)) {
        *days |= 1U << day;
        if (day == last) {
            return TRUE;
        }
    }
}

static gboolean take_month(const char *word, guint *days)
{
    guint64 day = 0;
    if (!g_ascii_string_to_unsigned(word, 10, 1, 31, &day, NULL)) {
        return FALSE;
    }
    *days |= 1U << day;
    return TRUE;
}

static gboolean take_day(DaichoCalendar *calendar, const char *word, GError **error)
{
    if (strcmp(word, "daily") == 0) {
        calendar->week = ALL_WEEK;
    } else if (strcmp(word, "last") == 0) {
        calendar->last = TRUE;
    } else if (!take_week(word, &calendar->week) && !take_month(word, &calendar->month)) {
        return refuse(error,
                      "\"%s\" is no day: write daily, days of the week (Mon, Mon-Fri), or days of "
                      "the month (1, 15, last)",
                      word);
    }
    return TRUE;
}

gboolean daicho_calendar_take_days(DaichoCalendar *calendar, const char *const *days,
                                   GError **error)
{
    if (days == NULL) {
        return TRUE;
    }
    calendar->week = calendar->month = 0;
    calendar->last = FALSE;
    for (const char *const *day = days; *day != NULL; day++) {
        if (!take_day(calendar, *day, error)) {
            return FALSE;
        }
    }
    gboolean of_month = calendar->month != 0 || calendar->last;
    if (calendar->week != 0 && of_month) {
        return refuse(error,
                      "days of the week and of the month exclude each other: cron would take "
                      "either, and systemd only what is both");
    }
    return calendar->week != 0 || of_month || refuse(error, "there is no day");
}

gboolean daicho_minutes_parse(const char *text, guint *minutes)
{
    if (strlen(text) != 5 || text[2] != ':' || !g_ascii_isdigit(text[0]) ||
        !g_ascii_isdigit(text[1]) || !g_ascii_isdigit(text[3]) || !g_ascii_isdigit(text[4])) {
        return FALSE;
    }
    guint hour = (guint)(text[0] - '0') * 10 + (guint)(text[1] - '0');
    guint minute = (guint)(text[3] - '0') * 10 + (guint)(text[4] - '0');
    *minutes = hour * 60 + minute;
    return hour < 24 && minute < 60;
}

void daicho_minutes_format(guint minutes, char text[6])
{
    g_snprintf(text, 6, "%02u:%02u", minutes / 60 % 24, minutes % 60);
}

static void add_time(DaichoCalendar *calendar, guint minutes)
{
    guint at = calendar->n_times;
    while (at > 0 && calendar->times[at - 1] > minutes) {
        at--;
    }
    if (at > 0 && calendar->times[at - 1] == minutes) {
        return;
    }
    memmove(&calendar->times[at + 1], &calendar->times[at],
            (calendar->n_times - at) * sizeof *calendar->times);
    calendar->times[at] = minutes;
    calendar->n_times++;
}

gboolean daicho_calendar_take_times(DaichoCalendar *calendar, const char *const *times,
                                    GError **error)
{
    guint minutes = 0;
    if (times == NULL) {
        return TRUE;
    }
    calendar->n_times = 0;
    for (; *times != NULL; times++) {
        if (!daicho_minutes_parse(*times, &minutes)) {
            return refuse(error, "\"%s\" is no time of the day: write hours and minutes, as 22:00",
                          *times);
        }
        if (calendar->n_times == G_N_ELEMENTS(calendar->times)) {
            return refuse(error, "%s is one too many: a day has at most 48 times", *times);
        }
        add_time(calendar, minutes);
    }
    return calendar->n_times > 0 || refuse(error, "there is no time");
}

/* --- next and previous --- */

static gboolean has_day(const DaichoCalendar *calendar, const GDate *day)
{
    guint number = g_date_get_day(day);
    if (calendar->week != 0) {
        return (calendar->week >> (g_date_get_weekday(day) - G_DATE_MONDAY) & 1) != 0;
    }
    return (calendar->month >> number & 1) != 0 || (calendar->last && g_date_is_last_of_month(day));
}

/* FALSE for a time that the clock leaves out on that day. */
static gboolean get_moment(const GDate *day, guint minutes, GTimeZone *zone, gint64 *at_s)
{
    static const guint32 unix_epoch = 719163; /* 1 January 1970 as GDate counts days */
    gint64 local_s = ((gint64)g_date_get_julian(day) - unix_epoch) * 86400 + (gint64)minutes * 60;
    gint64 wanted_s = local_s;
    int interval = g_time_zone_adjust_time(zone, G_TIME_TYPE_DAYLIGHT, &local_s);
    *at_s = local_s - g_time_zone_get_offset(zone, interval);
    return local_s == wanted_s;
}

static void set_day(gint64 at_s, GTimeZone *zone, GDate *day)
{
    int interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at_s);
    gint64 local_s = at_s + g_time_zone_get_offset(zone, interval);
    gint64 days = local_s / 86400 - (local_s % 86400 < 0 ? 1 : 0);
    g_date_set_julian(day, (guint32)(719163 + CLAMP(days, -700000, 3000000)));
}

/* On one day, the planned time that is nearest to a moment on the side of step. */
static gboolean find_on_day(const DaichoCalendar *calendar, const GDate *day, GTimeZone *zone,
                            gint64 from_s, int step, gint64 *at_s)
{
    for (guint i = 0; i < calendar->n_times; i++) {
        guint at = step > 0 ? i : calendar->n_times - 1 - i;
        if (get_moment(day, calendar->times[at], zone, at_s) &&
            (step > 0 ? *at_s > from_s : *at_s <= from_s)) {
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean find(const DaichoCalendar *calendar, gint64 from_s, GTimeZone *zone, int step,
                     gint64 *at_s)
{
    enum { MOST_DAYS = 8 * 366 };
    g_autoptr(GTimeZone) used = zone != NULL ? g_time_zone_ref(zone) : g_time_zone_new_local();
    GDate day;
    g_date_clear(&day, 1);
    set_day(from_s, used, &day);
    for (guint i = 0; i < MOST_DAYS; i++) {
        if (has_day(calendar, &day) && find_on_day(calendar, &day, used, from_s, step, at_s)) {
            return TRUE;
        }
        if (step > 0) {
            g_date_add_days(&day, 1);
        } else {
            g_date_subtract_days(&day, 1);
        }
    }
    return FALSE;
}

gboolean daicho_calendar_next(const DaichoCalendar *calendar, gint64 after_s, GTimeZone *zone,
                              gint64 *at_s)
{
    return find(calendar, after_s, zone, 1, at_s);
}

gboolean daicho_calendar_previous(const DaichoCalendar *calendar, gint64 before_s, GTimeZone *zone,
                                  gint64 *at_s)
{
    return find(calendar, before_s, zone, -1, at_s);
}

/* --- windows --- */

gboolean daicho_window_parse(const char *text, DaichoWindow *window, GError **error)
{
    g_auto(GStrv) ends = g_strsplit(text, "-", -1);
    DaichoWindow read = {TRUE, 0, 0};
    if (g_strv_length(ends) != 2 || !daicho_minutes_parse(ends[0], &read.from) ||
        !daicho_minutes_parse(ends[1], &read.until)) {
        return refuse(error, "\"%s\" is no window: write from and until, as 22:00-06:00", text);
    }
    if (read.from == read.until) {
        return refuse(error, "the window \"%s\" begins when it ends: leave it out for all day",
                      text);
    }
    *window = read;
    return TRUE;
}

gboolean daicho_window_has(const DaichoWindow *window, guint minutes)
{
    if (!window->is_set) {
        return TRUE;
    }
    return window->from < window->until ? minutes >= window->from && minutes < window->until
                                        : minutes >= window->from || minutes < window->until;
}

/* Its last opening before a moment, and the end of that. A time that the clock leaves out is when the clock
 * is put forward; one that comes twice is the first: so it neither opens nor closes twice. */
static void find_opening(const DaichoWindow *window, gint64 now_s, GTimeZone *zone, gint64 *from_s,
                         gint64 *until_s)
{
    GDate day;
    g_date_clear(&day, 1);
    set_day(now_s, zone, &day);
    g_date_add_days(&day, 1);
    do {
        g_date_subtract_days(&day, 1);
        get_moment(&day, window->from, zone, from_s);
    } while (*from_s > now_s);
    if (window->until < window->from) {
        g_date_add_days(&day, 1);
    }
    get_moment(&day, window->until, zone, until_s);
}

gboolean daicho_window_is_open(const DaichoWindow *window, gint64 now_s, GTimeZone *zone,
                               gint64 *until_s)
{
    gint64 from_s = 0, end_s = 0;
    *until_s = 0;
    if (!window->is_set) {
        return TRUE;
    }
    g_autoptr(GTimeZone) used = zone != NULL ? g_time_zone_ref(zone) : g_time_zone_new_local();
    find_opening(window, now_s, used, &from_s, &end_s);
    *until_s = now_s < end_s ? end_s : 0;
    return now_s < end_s;
}

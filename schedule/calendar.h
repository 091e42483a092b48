#ifndef DAICHO_SCHEDULE_CALENDAR_H
#define DAICHO_SCHEDULE_CALENDAR_H

#include <glib.h>

/*
 * When scans are planned: days of the week or of the month, and times of the day, in the machine's time
 * zone. A time that the clock leaves out on a day (when it is put forward) is left out that day, and one
 * that comes twice (when it is put back) counts once, the first time: as systemd has it.
 */
typedef struct {
    guint week;    /* bit 0: Monday … bit 6: Sunday; 0 when days of the month are given */
    guint month;   /* bit 1 … 31; 0 when days of the week are given */
    gboolean last; /* the last day of the month, besides */
    guint n_times; /* minutes of the day, ascending, each once */
    guint times[48];
} DaichoCalendar;

/*
 * days: "daily"; days of the week ("Mon", "Mon-Fri"); or days of the month ("1", "15", "last"), but not
 * both, since cron would take either and systemd both. times: "22:00". Of a NULL list the calendar stays
 * as it is. FALSE with DAICHO_ERROR_USAGE, which says what is wrong, and names no place.
 */
gboolean daicho_calendar_take_days(DaichoCalendar *calendar, const char *const *days,
                                   GError **error);
gboolean daicho_calendar_take_times(DaichoCalendar *calendar, const char *const *times,
                                    GError **error);

/* "22:00" as minutes of the day; "24:00" is none. */
gboolean daicho_minutes_parse(const char *text, guint *minutes);
void daicho_minutes_format(guint minutes, char text[6]);

/* The first planned time after a moment, and the last one at or before it; zone NULL: the machine's.
 * FALSE when there is none within eight years, as of 30 February. */
gboolean daicho_calendar_next(const DaichoCalendar *calendar, gint64 after_s, GTimeZone *zone,
                              gint64 *at_s);
gboolean daicho_calendar_previous(const DaichoCalendar *calendar, gint64 before_s, GTimeZone *zone,
                                  gint64 *at_s);

/* As systemd's OnCalendar= has it: one or two expressions (g_strfreev). */
char **daicho_calendar_to_systemd(const DaichoCalendar *calendar);

/* The five fields of lines of a crontab (g_strfreev). cron knows no last day: it is started on each that
 * may be one, and what runs has to look whether it is. */
char **daicho_calendar_to_cron(const DaichoCalendar *calendar);

/* "Mon-Fri 22:00", for people (g_free). */
char *daicho_calendar_describe(const DaichoCalendar *calendar);

/* --- a window --- */

/* Part of the day in which a scan may run; it may span midnight. */
typedef struct {
    gboolean is_set;
    guint from, until; /* minutes of the day; never the same */
} DaichoWindow;

/* "22:00-06:00". FALSE with DAICHO_ERROR_USAGE. */
gboolean daicho_window_parse(const char *text, DaichoWindow *window, GError **error);
gboolean daicho_window_has(const DaichoWindow *window, guint minutes);

/* Whether a moment is in the window, and when that ends (0 when it is not); one that is not set has all, and
 * no end. */
gboolean daicho_window_is_open(const DaichoWindow *window, gint64 now_s, GTimeZone *zone,
                               gint64 *until_s);

#endif

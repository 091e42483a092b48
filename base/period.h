#ifndef DAICHO_BASE_PERIOD_H
#define DAICHO_BASE_PERIOD_H

#include <glib.h>

/* A duration by the calendar, in ISO 8601: "P5Y", "P1Y6M", "P2W", "P90D". */
typedef struct {
    guint months; /* years are twelve of them */
    guint days;
} DaichoPeriod;

/* FALSE for anything else; no number in it has more than four digits. Time parts there are none. */
gboolean daicho_period_parse(const char *text, DaichoPeriod *period);

/*
 * The last day of a period that counts from a day: months first (a day that the month has not is its
 * last: 29 February and P1Y give 28 February), then days. FALSE when that is past the year 9999.
 */
gboolean daicho_period_end(const DaichoPeriod *period, const GDate *from, GDate *last);

/* The day that people in a time zone (NULL: UTC) have at a moment. FALSE for one that the calendar
 * has not. */
gboolean daicho_day_in(gint64 unix_s, GTimeZone *zone, GDate *day);

/* "2026-11-25" as a day and back: nothing else is one. */
gboolean daicho_day_parse(const char *text, GDate *day);
enum { DAICHO_DAY_LENGTH = 11 }; /* with its NUL */
void daicho_day_format(const GDate *day, char text[DAICHO_DAY_LENGTH]);

#endif

#ifndef DAICHO_ENFORCER_REQUESTS_ERA_H
#define DAICHO_ENFORCER_REQUESTS_ERA_H

#include <glib.h>

/* The date in a time zone (NULL: UTC) in both calendars: "2026-11-25（令和8年11月25日）"; only the
 * first before Meiji (g_free). */
char *era_format_date(gint64 unix_s, GTimeZone *zone);

#endif

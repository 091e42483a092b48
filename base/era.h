#ifndef DAICHO_BASE_ERA_H
#define DAICHO_BASE_ERA_H

#include "base/language.h"

/* The date in a time zone (NULL: UTC) in both calendars: "2026-11-25（令和8年11月25日）"; only the
 * first before Meiji (g_free). */
char *daicho_era_format_date(gint64 unix_s, GTimeZone *zone);

/* A day "2026-11-25" in the Japanese calendar: "令和8年11月25日", in English "25 Nov Reiwa 8" (g_free).
 * NULL when it is no day, or before Meiji. */
char *daicho_era_format_day(const char *day, DaichoLanguage language);

#endif

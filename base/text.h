#ifndef DAICHO_BASE_TEXT_H
#define DAICHO_BASE_TEXT_H

#include <glib.h>

/* Bytes as printable UTF-8: \t, \n, \r and \\ as such, other controls and bytes that are not UTF-8
 * as \xHH. The form of paths in all output and in plans. */
char *daicho_text_escape(const char *bytes, gssize length);

/* The inverse; NULL when the text is not an escaped form. */
char *daicho_text_unescape(const char *text, gsize *length);

/* The candidate nearest to word by edit distance, or NULL when none is near enough to be meant. */
const char *daicho_text_nearest(const char *word, const char *const *candidates);

/* Whether path matches a glob in which * crosses slashes and a leading "**" + "/" may match nothing. */
gboolean daicho_text_glob(const char *glob, const char *path);

/* Columns that text takes on a terminal: East Asian wide characters count two. */
guint daicho_text_width(const char *text);

/* Times, always UTC: "2026-11-24T16:25:45Z" and "2026-11-24". */
char *daicho_time_format(gint64 unix_s);
char *daicho_date_format(gint64 unix_s);

/* The date that people in a time zone (NULL: UTC) have at that moment: "2026-11-25". */
char *daicho_date_format_in(gint64 unix_s, GTimeZone *zone);

#endif

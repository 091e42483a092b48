#ifndef DAICHO_BASE_NAMED_DATE_H
#define DAICHO_BASE_NAMED_DATE_H

#include <glib.h>

/*
 * A day, month, year or fiscal year that a text names, as people write them into the names of files
 * and folders and into tables: 2016, 2016-03, 201603, 20160331, 2016年3月, 平成28年, H28.3.31, R3.4,
 * FY2016, 2016年度, 令和3年度. Full width counts as half width. A bare year touches no letter or digit
 * of ASCII, and is no part of a longer number (2016-00123); a bare era letter needs two digits of H or
 * R (H28), a small one two digits (h28.3): A4, S3 and h2-1-1 are no dates.
 */
typedef struct {
    guint year;
    guint month; /* 0: the whole year */
    guint day;   /* 0: the whole month */
    gboolean is_fiscal;
} DaichoNamedDate;

/*
 * Of several dates in the text the one that ends last. fiscal_end is the month (1 to 12) with which
 * the fiscal year ends that begins in the year it is called by: 3 where it is the one of Japan's
 * public bodies. FALSE when it names none.
 */
gboolean daicho_named_date_find(const char *text, guint fiscal_end, DaichoNamedDate *date);

/* The last day of it. */
void daicho_named_date_end(const DaichoNamedDate *date, guint fiscal_end, GDate *last);

/* "2016-03-31", "2016-03", "2016", "FY2016" (g_free): the same date when it is read again. */
char *daicho_named_date_format(const DaichoNamedDate *date);

#endif

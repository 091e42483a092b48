#ifndef DAICHO_BASE_CSV_H
#define DAICHO_BASE_CSV_H

#include <glib.h>

/*
 * A cell's text in which nothing begins what a spreadsheet takes for a formula (=, +, -, @, their full-width
 * forms), after blanks and quotation marks too: an apostrophe stands before it (g_free). It begins at the
 * beginning, and behind what another reader parts cells or rows with: a semicolon, a tab, a line's end. Behind a
 * comma it does not, since the cell is quoted there.
 */
char *daicho_csv_guard(const char *text);

/* In quotation marks, with those in it doubled. */
void daicho_csv_append_quoted(GString *out, const char *text);

#endif

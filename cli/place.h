#ifndef DAICHO_CLI_PLACE_H
#define DAICHO_CLI_PLACE_H

#include <glib.h>

/* "share:path!/part#3" as people see and type it, escaped; part and record may be left out ("", 0)
 * (g_free). */
char *place_format(const char *share, const char *path, const char *part, gint64 record);

/* The same in bytes, for the cell of a table, which is escaped when it is written (g_free). */
char *place_join(const char *share, const char *path, const char *part, gint64 record);

#endif

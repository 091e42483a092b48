#ifndef DAICHO_CLI_NUMBER_H
#define DAICHO_CLI_NUMBER_H

#include <glib.h>

/* The number of a request, a plan or the like, as it was typed; DAICHO_ERROR_USAGE when it is none.
 * what names it in the message ("request"). */
gboolean number_parse(const char *what, const char *text, gint64 *number, GError **error);

#endif

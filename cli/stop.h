#ifndef DAICHO_CLI_STOP_H
#define DAICHO_CLI_STOP_H

#include <glib.h>

enum { STOP_SIGNAL = 1, STOP_TIME = 2 };

/* From now on SIGINT and SIGTERM set the flag that is returned (to STOP_SIGNAL), so that what runs can
 * end well. The second one ends the program at once. */
const volatile int *stop_watch(void);

/* From that time on, by the wall clock, the flag is STOP_TIME. After stop_watch; once in a process. */
gboolean stop_at(gint64 unix_s, GError **error);

#endif

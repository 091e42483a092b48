#ifndef DAICHO_BASE_PRIVATE_H
#define DAICHO_BASE_PRIVATE_H

#include <glib.h>

/*
 * R3: from now on no core dump of this process, and of those that it forks, is written to a file or
 * handed to a program, and no other process of the same user may look into its memory. -1 of the
 * system is DAICHO_ERROR_RUN. (Keys are in locked pages that are never swapped nor dumped: key.h.)
 */
gboolean daicho_private_begin(GError **error);

#endif

#ifndef DAICHO_SCHEDULE_INSTALL_H
#define DAICHO_SCHEDULE_INSTALL_H

#include <glib.h>

/*
 * Files of a folder that begin with our mark (schedule/unit.h). No other is written over or removed.
 * Functions fail with DAICHO_ERROR_USAGE, with the path.
 */

/* Makes it, or writes it again, whole or not at all, readable by all. */
gboolean daicho_install_write(const char *folder, const char *name, const char *mark,
                              const char *text, GError **error);

/* The names of those that are there (g_ptr_array_unref), sorted; none when there is no folder. */
GPtrArray *daicho_install_list(const char *folder, const char *mark, GError **error);

/* Removes it; of a timer, that it is enabled, too. */
gboolean daicho_install_remove(const char *folder, const char *name, GError **error);

/* Has the timer started with the machine, as systemctl enable does. */
gboolean daicho_install_enable(const char *folder, const char *timer, GError **error);

#endif

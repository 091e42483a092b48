#ifndef DAICHO_ENFORCER_ACTS_STEP_BUSY_H
#define DAICHO_ENFORCER_ACTS_STEP_BUSY_H

#include <glib.h>

/*
 * U1: that no other program holds the file open or any of it locked; DAICHO_ERROR_FILE names the
 * program where this process may know it. fd must be the only description of the file in this process.
 *
 * The kernel tells by whether it would give a lease. Where it gives none (network file systems, files
 * of others) locks and the descriptors that /proc shows are all that can be looked at, and programs
 * on other machines are not seen.
 */
gboolean step_busy_check(int fd, const char *path, GError **error);

#endif

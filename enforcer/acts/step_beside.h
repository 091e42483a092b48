#ifndef DAICHO_ENFORCER_ACTS_STEP_BESIDE_H
#define DAICHO_ENFORCER_ACTS_STEP_BESIDE_H

#include "enforcer/acts/place.h"

/* That nothing of the database of SQLite at the place, open as fd, stands in another file of its folder (a write-ahead
 * log, a journal), and that nobody has locked it. What is no database passes. */
gboolean step_beside_check(const Place *place, int fd, GError **error);

#endif

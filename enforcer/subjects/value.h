#ifndef DAICHO_ENFORCER_SUBJECTS_VALUE_H
#define DAICHO_ENFORCER_SUBJECTS_VALUE_H

#include "enforcer/context.h"

/*
 * What stands in a file at a finding, unmasked (g_free): read again from fd, in the sandbox. index is
 * the item's. For what a request is to know, sealed, and for comparing; never to be shown.
 * DAICHO_ERROR_FILE when it is not there any more.
 */
char *subject_value_read(int fd, const char *path, const DaichoItem *item, guint index,
                         const DaichoFinding *finding, const DaichoReading *reading,
                         GError **error);

#endif

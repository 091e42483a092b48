#ifndef DAICHO_BASE_FS_ATTRIBUTES_H
#define DAICHO_BASE_FS_ATTRIBUTES_H

#include <glib.h>

/* As the system's calls: NULL or -1 with errno. The value is of DAICHO_FS_ATTRIBUTES_TYPE. */
GVariant *fs_attributes_get(int fd);
int fs_attributes_set(int fd, GVariant *attributes);

#endif

#ifndef DAICHO_ENFORCER_IDENTITY_H
#define DAICHO_ENFORCER_IDENTITY_H

#include <sys/stat.h>

#include "catalog/catalog.h"

/* What an open file is, and whether it still is that: all of it, the change time too. */
DaichoIdentity identity_of(const struct stat *status);
gboolean identity_is_same(const struct stat *one, const struct stat *other);

#endif

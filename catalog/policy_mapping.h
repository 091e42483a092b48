#ifndef DAICHO_CATALOG_POLICY_MAPPING_H
#define DAICHO_CATALOG_POLICY_MAPPING_H

#include "base/globs.h"

/* One rule of the policy's mapping; NULL means any. */
typedef struct {
    char **shares, **types, **categories;
    DaichoGlobs *paths;
    const char *purpose; /* borrowed from the purposes */
} Mapping;

void mapping_free(gpointer mapping);

/* The purpose that the first of mappings (of Mapping) gives, or NULL. */
const char *mapping_find(const GPtrArray *mappings, const char *share, const char *path,
                         const char *type, const char *const *categories);

#endif

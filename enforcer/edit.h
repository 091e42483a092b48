#ifndef DAICHO_ENFORCER_EDIT_H
#define DAICHO_ENFORCER_EDIT_H

#include "enforcer/plan.h"

/*
 * Writes to staged_fd (empty, O_RDWR) what source_fd holds after the edits; every other byte, and
 * every other member with its name, times and mode, stays as it is. Plain files are copied range
 * by range. Archives (ZIP; TAR, also compressed by gzip, bzip2, xz, zstd; nested) are parsed in the
 * sandbox. A part that is not found with the planned digest is DAICHO_ERROR_FILE.
 */
gboolean edit_apply(DaichoFs *fs, int source_fd, int staged_fd, const GPtrArray *edits,
                    const DaichoLimits *limits, GError **error);

/* Whether daicho can rewrite such an item in place: type of the file, and the types of the
 * containers down to the part. FALSE: a manual task. */
gboolean edit_is_supported(const char *container_type);

#endif

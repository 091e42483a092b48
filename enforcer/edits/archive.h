#ifndef DAICHO_ENFORCER_EDITS_ARCHIVE_H
#define DAICHO_ENFORCER_EDITS_ARCHIVE_H

#include "enforcer/plans/plan.h"

/*
 * The archive, mail or document of this file name after the edits (of DaichoEdit), however deep they lie in it; what holds
 * others was read again and compared, member by member. Parses foreign bytes: for the sandbox alone.
 */
GBytes *edit_archive_rewrite(GBytes *archive, const GPtrArray *edits, const char *name,
                             const DaichoLimits *limits, GError **error);

#endif

#ifndef DAICHO_ENFORCER_EDIT_ARCHIVE_H
#define DAICHO_ENFORCER_EDIT_ARCHIVE_H

#include "enforcer/plan.h"

/*
 * The archive after the edits (of DaichoEdit, none of part ""), however deep they lie in it; it was
 * read again and compared, member by member. Parses foreign bytes: for the sandbox alone.
 */
GBytes *edit_archive_rewrite(GBytes *archive, const GPtrArray *edits, const DaichoLimits *limits,
                             GError **error);

#endif

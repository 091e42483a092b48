#ifndef DAICHO_ENFORCER_EDITS_TEXT_H
#define DAICHO_ENFORCER_EDITS_TEXT_H

#include "enforcer/plans/plan.h"

/* Ranges that leave at least nothing of length bytes: ascending, not empty unless something is put there,
 * not overlapping, within it; and every put, if there are any, with its bytes. */
gboolean edit_text_check_ranges(const DaichoEdit *edit, gint64 length, GError **error);

/* Copies the plain file with the edit's puts, or nothing, in place of the ranges, and proves the copy by reading both again. */
gboolean edit_text_copy(DaichoFs *fs, int source_fd, int staged_fd, const DaichoEdit *edit,
                        GError **error);

/* The same in memory, for a part of an archive whose digest was checked. */
GBytes *edit_text_cut(GBytes *content, const DaichoEdit *edit, GError **error);

#endif

#ifndef DAICHO_ENFORCER_EDITS_CHECK_H
#define DAICHO_ENFORCER_EDITS_CHECK_H

#include "enforcer/plans/plan.h"

/*
 * Reads both files as a scan does: the text of after must be that of before without the records and
 * parts that the edits take, and with the values that they put, in the same order. DAICHO_ERROR_FILE when
 * it is not. What a mail says of a
 * part in that part's header is not compared where a part of the mail changes.
 */
gboolean edit_check_text(int before_fd, int after_fd, const char *path, const GPtrArray *edits,
                         const DaichoReading *reading, GError **error);

/* Whether the edit takes a whole item with it: that is what it removes, or lies within that, or in a
 * message of an mbox that it cuts out. */
gboolean edit_takes(const DaichoEdit *edit, const char *part);

/* Whether two texts differ in nothing but blanks: cells are told apart by blanks, and how depends on the
 * rows around. */
gboolean edit_text_is_same(const char *one, const char *other);

#endif

#ifndef DAICHO_ENFORCER_EDITS_ODF_H
#define DAICHO_ENFORCER_EDITS_ODF_H

#include "enforcer/edits/erasure.h"

/*
 * What files of the ODF format share: how elements of Open Document 1.3, part 3, go, so that what is left
 * is valid. All failures are DAICHO_ERROR_FILE.
 */

gboolean edit_odf_refuse(const char *what, GError **error);

/* A paragraph or heading, with the notes and comments that hang on it; what is drawn on it and has text
 * of its own, or is an object, stays. What holds nothing else any more goes with it: an item of a list, a
 * note, a comment, a tracked deletion. */
void edit_odf_take_paragraph(EditErasure *erasure, xmlNode *paragraph);

/* The row of a table in running text, or of a sheet, given as itself or one of its cells. A row of a sheet
 * becomes empty, and where it stands for several only the copies that go; one of a text is taken out
 * unless its table needs it. */
gboolean edit_odf_take_row(EditErasure *erasure, xmlNode *node, gboolean is_rest, GError **error);

/* What hung on that which was cut: the other end of a range, a tracked change. Refused when a
 * field still shows what its declaration held. */
gboolean edit_odf_finish_marks(EditErasure *erasure, GError **error);

/* Members that show what was there: previews of the document and its objects, and pictures and objects that
 * nothing uses any more; with their entries in the manifest. */
gboolean edit_odf_finish_package(EditErasure *erasure, GError **error);

#endif

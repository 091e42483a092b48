#ifndef DAICHO_ENFORCER_EDITS_SHEET_H
#define DAICHO_ENFORCER_EDITS_SHEET_H

#include "enforcer/edits/erasure.h"

/*
 * Rows of the sheets of a workbook (ISO/IEC 29500-1, 18.3). A row that goes stays as an empty one: no other
 * row moves, and every reference still points to where it pointed.
 */
typedef struct EditSheets EditSheets;

EditSheets *edit_sheets_new(EditErasure *erasure);
void edit_sheets_free(EditSheets *sheets);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EditSheets, edit_sheets_free)

/* Empties the row of a cell, with comments and links that hang on its cells. */
gboolean edit_sheets_empty_row(EditSheets *sheets, xmlNode *cell, GError **error);

/* Takes a comment away, whichever of both kinds, with its twin of the other kind and its shape. */
gboolean edit_sheets_cut_comment(EditSheets *sheets, xmlNode *comment, GError **error);

/* Empties the strings that no cell shows any more, and drops the order of calculation when a formula went:
 * it is made anew. Tells the erasure the values as the file has them. */
gboolean edit_sheets_finish(EditSheets *sheets, GError **error);

/* Empties a shared string. */
void edit_string_empty(EditParts *parts, xmlNode *string);

#endif

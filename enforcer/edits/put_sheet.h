#ifndef DAICHO_ENFORCER_EDITS_PUT_SHEET_H
#define DAICHO_ENFORCER_EDITS_PUT_SHEET_H

#include "enforcer/edits/parts.h"
#include "enforcer/edits/put.h"

/*
 * Cells of a workbook (ISO/IEC 29500-1, 18.3.1.4) share their strings with others: one that is to change
 * gets a string of its own first, and what no cell shows any more in the end is emptied. Of documents that
 * are no workbooks nothing happens.
 */
typedef struct PutSheets PutSheets;

PutSheets *put_sheets_new(const EditPutWork *work, EditParts *parts); /* both borrowed */
void put_sheets_free(PutSheets *sheets);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PutSheets, put_sheets_free)

gboolean put_sheets_open(PutSheets *sheets, GError **error);
gboolean put_sheets_finish(PutSheets *sheets, GError **error);

#endif

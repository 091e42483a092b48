#ifndef DAICHO_SCANNER_READERS_CELL_RECORD_H
#define DAICHO_SCANNER_READERS_CELL_RECORD_H

#include "scanner/text_view.h"

/* Records of named values, whose names come as they come (XML, vCards, directories): each value is
 * a cell with its name as label. */
typedef struct CellRecord CellRecord;

CellRecord *cell_record_new(TextView *view); /* view is borrowed */
void cell_record_free(CellRecord *record);   /* drops what was not given */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CellRecord, cell_record_free)

/* Adds a value, copied; label and locator may be NULL. */
void cell_record_add(CellRecord *record, const char *label, const char *locator, const char *text,
                     gssize length);

/* How much was added and not yet given, in bytes. */
gsize cell_record_get_size(const CellRecord *record);

/* Gives what was added as one record, if anything was. start and end are its bytes in the original,
 * or both are -1. */
void cell_record_give(CellRecord *record, const char *locator, gint64 start, gint64 end);

#endif

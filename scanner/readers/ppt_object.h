#ifndef DAICHO_SCANNER_READERS_PPT_OBJECT_H
#define DAICHO_SCANNER_READERS_PPT_OBJECT_H

#include "scanner/readers/ppt_record.h"

/* Reads an embedded object, which is a compound file, packed or not (MS-PPT 2.10.34), as a member of
 * the item. */
void ppt_object_read(Item *item, OleStream *stream, const PptRecord *record, const char *name);

/* The same for a picture (MS-ODRAW 2.2.23), named by its number; other records are left alone. */
void ppt_picture_read(Item *item, OleStream *stream, const PptRecord *record, guint number);

#endif

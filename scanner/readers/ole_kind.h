#ifndef DAICHO_SCANNER_READERS_OLE_KIND_H
#define DAICHO_SCANNER_READERS_OLE_KIND_H

#include "scanner/readers/ole.h"

/*
 * Readers of the kinds of compound files, called by reader_ole_read: rows of its table. Each sets
 * the item's state and gives text to view, which the caller ends; properties are given by the
 * caller, too.
 */
void ole_doc_read(Ole *ole, TextView *view);
void ole_msg_read(Ole *ole, TextView *view);
void ole_ppt_read(Ole *ole, TextView *view);
void ole_workbook_read(Ole *ole, TextView *view); /* Excel (MS-XLS) */
void ole_package_read(Ole *ole, TextView *view);  /* a file within an object */

#endif

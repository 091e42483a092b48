#ifndef DAICHO_SCANNER_READERS_OLE_PROPERTIES_H
#define DAICHO_SCANNER_READERS_OLE_PROPERTIES_H

#include "scanner/readers/ole.h"

/* Gives the properties of a document (MS-OLEPS), custom ones too, as a record of cells: author,
 * title, company. What is no text is left out. */
void ole_properties_give(Ole *ole, const OleEntry *storage, TextView *view);

#endif

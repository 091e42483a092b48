#ifndef DAICHO_SCANNER_READERS_OLE_OBJECT_H
#define DAICHO_SCANNER_READERS_OLE_OBJECT_H

#include "scanner/readers/ole.h"

/* Reads what is embedded as a storage as a member of the item: the file in an OLE package by the
 * file's own name, a document of another program as the file that it is. name is for those without
 * one of their own. */
void ole_object_read(Ole *ole, const OleEntry *storage, const char *name);

/* The same for the file in a package's stream, "\1Ole10Native" (MS-OLEDS 2.3.6). */
void ole_object_read_package(Ole *ole, const OleEntry *stream, const char *name);

/* A package as Windows' Packager writes it: size of all, 2, label, path, 3, path of a temporary file, size,
 * data. The name of the file (g_free), and where in bytes its data lies; NULL when it is none. */
char *ole_object_parse_package(const guint8 *bytes, gsize length, guint64 *start, guint64 *size);

#endif

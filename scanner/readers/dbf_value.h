#ifndef DAICHO_SCANNER_READERS_DBF_VALUE_H
#define DAICHO_SCANNER_READERS_DBF_VALUE_H

#include "scanner/charset.h"
#include "scanner/readers/dbf_header.h"

/* Appends a field of a record as people see it; nothing when it is empty, or tells a place in a file
 * of memos. converter NULL: all is ASCII. */
void dbf_value_append(GString *out, const DbfHeader *header, const DbfField *field,
                      CharsetConverter *converter, const guint8 *bytes);

/* Appends text without the blanks around it. */
void dbf_value_append_text(GString *out, CharsetConverter *converter, const guint8 *bytes,
                           gsize length);

/* Its length without the blanks behind it. */
gsize dbf_value_get_length(const guint8 *bytes, gsize length);

#endif

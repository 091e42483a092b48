#ifndef DAICHO_SCANNER_READERS_ACCESS_VALUE_H
#define DAICHO_SCANNER_READERS_ACCESS_VALUE_H

#include <mdbtools.h>

#include "scanner/charset.h"

/* Values of the row that mdb_fetch_row() fetched last, of columns that nothing is bound to. Where they lie
 * is checked here: mdbtools believes what a file says. */

/* Whether the value is bytes, of whatever kind. */
gboolean access_value_is_bytes(const MdbColumn *column);

/* Appends the value as it is shown: dates as 1985/01/02, numbers in full. Nothing for bytes. FALSE
 * when a part of it cannot be had. */
gboolean access_value_append(GString *text, MdbHandle *handle, const MdbColumn *column);

/* The bytes of a value, wherever they lie (g_byte_array_unref). whole: FALSE when some cannot be had. */
GByteArray *access_value_load(MdbHandle *handle, const MdbColumn *column, gboolean *whole);

/* Appends text as the database keeps it: UTF-16, compressed or not, or of a codepage before Access
 * 2000. */
void access_value_append_text(GString *text, const MdbHandle *handle, const guint8 *bytes,
                              gsize length);

#endif

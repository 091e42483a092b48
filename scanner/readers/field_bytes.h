#ifndef DAICHO_SCANNER_READERS_FIELD_BYTES_H
#define DAICHO_SCANNER_READERS_FIELD_BYTES_H

#include <glib.h>

/* Bytes in a field of a database that nobody says the kind of. */

/* Whether they are to be read as an item of their own: all that is large and no text, what is too
 * much text to be held, and whatever begins like a format that is read. */
gboolean field_bytes_are_document(const guint8 *bytes, gsize length);

/* Their text in whatever charset it is, or, where they are no text, the runs of it that lie among
 * them, each on a line (g_string_free). */
GString *field_bytes_to_text(const guint8 *bytes, gsize length);

#endif

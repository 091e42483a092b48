#ifndef DAICHO_SCANNER_READERS_ACCESS_OBJECT_H
#define DAICHO_SCANNER_READERS_ACCESS_OBJECT_H

#include <glib.h>

/* Files in columns of Access lie within wrappings of its own: an OLE object behind a head, or, since
 * Access 2007, an attachment, compressed or not. */

/* Whether the bytes of a column are such a file, or one without wrapping. */
gboolean access_object_is_document(const guint8 *bytes, gsize length);

/* The file itself (g_bytes_unref), with its name where the wrapping has one, else NULL (g_free). What has no
 * wrapping is given as it is. whole: FALSE when a part of it cannot be had. bytes must live as long as the
 * file. */
GBytes *access_object_open(const guint8 *bytes, gsize length, char **name, gboolean *whole);

#endif

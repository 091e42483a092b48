#ifndef DAICHO_SCANNER_READERS_COMPRESSED_RTF_H
#define DAICHO_SCANNER_READERS_COMPRESSED_RTF_H

#include <glib.h>

/* The RTF that messages of Outlook hold compressed (MS-OXRTFCP). What could be expanded; *is_whole
 * is FALSE when it ends early. */
GBytes *compressed_rtf_expand(const guint8 *bytes, gsize length, gboolean *is_whole);

#endif

#ifndef DAICHO_ENFORCER_EDITS_DEFLATE_H
#define DAICHO_ENFORCER_EDITS_DEFLATE_H

#include <glib.h>

/* Raw deflate (RFC 1951), as ZIP and gzip wrap it. */
GBytes *edit_deflate(GBytes *content, int level, GError **error);

/* size is what must come out: anything else is DAICHO_ERROR_FILE. */
GBytes *edit_inflate(GBytes *stored, gsize size, GError **error);

/* All members of a gzip file (RFC 1952), their check sums proved, of at most limit bytes together. */
GBytes *edit_gunzip(GBytes *stored, guint64 limit, GError **error);

#endif

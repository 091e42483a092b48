#ifndef DAICHO_ENFORCER_EDITS_PUT_QUOTED_H
#define DAICHO_ENFORCER_EDITS_PUT_QUOTED_H

#include <glib.h>

/* Quoted-printable (RFC 2045, 6.7). */

/* Bytes as they are written in place of those from start to end, so that no line becomes too long (g_free);
 * NULL when one would. */
char *put_quoted_encode(const char *encoded, gsize length, gsize start, gsize end,
                        const guint8 *bytes, gsize n_bytes);

#endif

#ifndef DAICHO_ENFORCER_EDITS_MAIL_QUOTED_H
#define DAICHO_ENFORCER_EDITS_MAIL_QUOTED_H

#include <glib.h>

/* Quoted-printable (RFC 2045, 6.7). Appends what was encoded to out; what is damaged is not mended. offsets
 * (of gsize; NULL: nobody asks) gets where each byte is written, and the end. */
void edit_quoted_decode(const char *encoded, gsize length, GByteArray *out, GArray *offsets);

/*
 * Appends content to out, encoded. Of what is there already in encoded, each line that content still
 * has keeps its bytes; when content is more than that without some lines, all is encoded anew. What
 * is appended is empty or ends with a line.
 */
void edit_quoted_encode(const char *encoded, gsize length, GBytes *content, GByteArray *out);

#endif

#ifndef DAICHO_SCANNER_CHARSET_DECLARED_H
#define DAICHO_SCANNER_CHARSET_DECLARED_H

#include "scanner/charset.h"

/*
 * Charsets as documents declare them: a MIME charset, HTML's meta, an XML declaration, a vCard's
 * CHARSET. Declarations are often wrong, so they are held against the bytes: nothing is lost to a
 * wrong one.
 */

/* What a label (without quotes, in any case) means to those who write it, which is more than the
 * name says: "shift_jis" is Windows-31J, "iso-8859-1" is Windows-1252. NULL when it is not known. */
const Charset *charset_declared_find(const char *label);

/*
 * The charset of a text that begins with these bytes. A mark at the start decides, then what can
 * only be UTF-8 or ISO-2022-JP, then the declaration (may be NULL) when the bytes hold to it, else
 * what is detected. goes_on: these are not all of its bytes. Never NULL.
 */
const Charset *charset_declared_choose(const char *declared, const guint8 *bytes, gsize length,
                                       gboolean goes_on);

/* All of a text that is in memory as UTF-8 (g_free), without its mark and with NULs as spaces. What
 * is not of the charset is U+FFFD, and counted in *invalid. out_length, invalid and used_name
 * (static) may be NULL. */
char *charset_declared_convert(const char *declared, const guint8 *bytes, gsize length,
                               gsize *out_length, guint64 *invalid, const char **used_name);

#endif

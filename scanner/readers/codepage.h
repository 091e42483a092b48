#ifndef DAICHO_SCANNER_READERS_CODEPAGE_H
#define DAICHO_SCANNER_READERS_CODEPAGE_H

#include "scanner/charset.h"

/* The charset of a Windows codepage; NULL when it is not known. */
const Charset *codepage_find(guint codepage);

/* The codepage that Windows has for a language (MS-LCID); 1252 for those that need no other. */
guint codepage_of_language(guint language);

/* The codepage of the charset of a font (MS-WMF 2.1.1.5); 0 for those that are not of one language. */
guint codepage_of_font(guint charset);

/* Appends text in a charset as UTF-8; what is not of it becomes U+FFFD. */
void codepage_append(GString *out, const Charset *charset, const guint8 *bytes, gsize length);

/* The same for UTF-16, little-endian; an odd byte at the end is left. */
void codepage_append_utf16(GString *out, const guint8 *bytes, gsize length);

#endif

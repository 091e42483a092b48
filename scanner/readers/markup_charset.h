#ifndef DAICHO_SCANNER_READERS_MARKUP_CHARSET_H
#define DAICHO_SCANNER_READERS_MARKUP_CHARSET_H

#include <glib.h>

/* The charset that markup beginning with head declares: in an XML declaration (XML 1.0, 4.3.3) or a
 * meta element of HTML (HTML, 4.2.5.4) (g_free). NULL when it declares none. */
char *markup_charset_dup_declared(const guint8 *head, gsize length);

#endif

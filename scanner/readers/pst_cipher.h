#ifndef DAICHO_SCANNER_READERS_PST_CIPHER_H
#define DAICHO_SCANNER_READERS_PST_CIPHER_H

#include <glib.h>

/* How a store hides what is in its blocks from a look, with no key (MS-PST 5.1 and 5.2). */
enum { PST_PLAIN = 0, PST_PERMUTED = 1, PST_CYCLIC = 2 };

/* Turns a block back; key is the lower half of its id. A method that is not known changes nothing. */
void pst_cipher_decode(guint method, guint32 key, guint8 *bytes, gsize length);

#endif

#ifndef DAICHO_SCANNER_READERS_PPT_CIPHER_H
#define DAICHO_SCANNER_READERS_PPT_CIPHER_H

#include "scanner/readers/offcrypto_rc4.h"
#include "scanner/readers/ppt_directory.h"

/* Decrypts the stream of a presentation, whose parts are encrypted each by itself (MS-PPT 2.3.7), and
 * returns the cipher. NULL when no password fits: the item was set unread. */
OffcryptoRc4 *ppt_cipher_decrypt(Item *item, const PptDirectory *directory, OleStream *stream);

#endif

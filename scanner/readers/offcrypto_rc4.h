#ifndef DAICHO_SCANNER_READERS_OFFCRYPTO_RC4_H
#define DAICHO_SCANNER_READERS_OFFCRYPTO_RC4_H

#include "scanner/reader.h"

/* What the binary formats of Office are encrypted with: RC4, with keys of 40 bits (MS-OFFCRYPTO 2.3.6)
 * or of CryptoAPI (2.3.5). Each block of a stream has a key of its own. */
typedef struct OffcryptoRc4 OffcryptoRc4;

/* header: what the document has of its encryption, from the version on. known: passwords that are tried
 * unasked. NULL when no password fits, or the header is not understood: the item was set unread. */
OffcryptoRc4 *offcrypto_rc4_open(Item *item, const guint8 *header, gsize length,
                                 const char *const *known, gsize block_bytes);
void offcrypto_rc4_free(OffcryptoRc4 *rc4);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffcryptoRc4, offcrypto_rc4_free)

/* Decrypts bytes at an offset of a stream, in place. */
void offcrypto_rc4_decrypt(OffcryptoRc4 *rc4, guint64 offset, guint8 *bytes, gsize length);

/* The same for a block of any length, from its start on and going on with each call. */
void offcrypto_rc4_begin_block(OffcryptoRc4 *rc4, guint32 block);
void offcrypto_rc4_decrypt_on(OffcryptoRc4 *rc4, guint8 *bytes, gsize length);

#endif

#ifndef DAICHO_SCANNER_READERS_OFFCRYPTO_XOR_H
#define DAICHO_SCANNER_READERS_OFFCRYPTO_XOR_H

#include "scanner/reader.h"

/* What Excel and Word up to 95 hide their text with (MS-OFFCRYPTO 2.3.7): 16 bytes, made from the
 * password, that are laid over it again and again. */
typedef struct {
    guint8 bytes[16];
} OffcryptoXor;

/* Excel turns the bytes by 2 bits, Word by 7. */
typedef enum { OFFCRYPTO_XOR_EXCEL = 2, OFFCRYPTO_XOR_WORD = 7 } OffcryptoXorKind;

/* key and hash: what the document has of its password. FALSE when none fits: the item was set unread. */
gboolean offcrypto_xor_open(Item *item, guint16 key, guint16 hash, OffcryptoXorKind kind,
                            const char *const *known, OffcryptoXor *own);

/* The content of a record of Excel, in place; offset: of the content in the stream. */
void offcrypto_xor_decrypt_record(const OffcryptoXor *own, guint64 offset, guint8 *bytes,
                                  gsize length);

/* Bytes of a stream of Word. */
void offcrypto_xor_decrypt_stream(const OffcryptoXor *own, guint64 offset, guint8 *bytes,
                                  gsize length);

#endif

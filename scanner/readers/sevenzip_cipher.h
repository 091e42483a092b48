#ifndef DAICHO_SCANNER_READERS_SEVENZIP_CIPHER_H
#define DAICHO_SCANNER_READERS_SEVENZIP_CIPHER_H

#include "scanner/readers/crypto.h"

/* 7zAES: AES-256 in CBC mode, with a key that is a SHA-256 of salt, password and a counter, many times
 * over (7zAes.cpp of 7-Zip). */

enum { SEVENZIP_KEY_BYTES = 32, SEVENZIP_BLOCK_BYTES = 16 };

typedef struct {
    guint power; /* 2 to the power of it rounds; 63: the password is the key */
    guint salt_length;
    guint8 salt[SEVENZIP_BLOCK_BYTES];
    guint8 iv[SEVENZIP_BLOCK_BYTES];
} SevenzipCipher;

/* From the properties of a coder; FALSE when they make no sense. */
gboolean sevenzip_cipher_take(SevenzipCipher *cipher, const guint8 *properties, gsize length);

/* Whether two have the same key for a password. */
gboolean sevenzip_cipher_has_key_of(const SevenzipCipher *cipher, const SevenzipCipher *other);

/* The rounds that making a key takes. */
guint64 sevenzip_cipher_count_rounds(const SevenzipCipher *cipher);
gboolean sevenzip_cipher_make_key(const SevenzipCipher *cipher, const char *password,
                                  guint8 key[SEVENZIP_KEY_BYTES]);

/* Decrypts a stream in whole blocks; NULL when libgcrypt does not. */
CryptoCipher *sevenzip_cipher_open(const SevenzipCipher *cipher,
                                   const guint8 key[SEVENZIP_KEY_BYTES]);

#endif

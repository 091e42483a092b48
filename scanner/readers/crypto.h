#ifndef DAICHO_SCANNER_READERS_CRYPTO_H
#define DAICHO_SCANNER_READERS_CRYPTO_H

#include <glib.h>

/* What readers of encrypted documents need of libgcrypt. Hashes and ciphers are libgcrypt's numbers
 * (GCRY_MD_SHA1, GCRY_CIPHER_AES256); 0 is none. */

/* Called once before workers are forked. */
gboolean crypto_init(GError **error);

enum { CRYPTO_HASH_BYTES = 64 }; /* of the longest hash that crypto_hash_find knows */

/* By the names and URIs that documents have for them; 0 when it is not known. */
int crypto_hash_find(const char *name);
gsize crypto_hash_get_length(int hash);

/* The hash of two runs of bytes, one behind the other; the second may be NULL. digest may be one of
 * them, and holds what the hash is long. */
void crypto_hash(int hash, const void *first, gsize first_length, const void *second,
                 gsize second_length, guint8 *digest);

/* A cipher with its key, in the direction of decryption. */
typedef struct CryptoCipher CryptoCipher;

/* mode: GCRY_CIPHER_MODE_ECB and so on. iv may be NULL. NULL when the cipher does not go with a key or
 * vector of that length. */
CryptoCipher *crypto_cipher_new(int cipher, int mode, const void *key, gsize key_length,
                                const void *iv, gsize iv_length);
void crypto_cipher_free(CryptoCipher *cipher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CryptoCipher, crypto_cipher_free)

/* Begins anew with another vector. */
gboolean crypto_cipher_set_iv(CryptoCipher *cipher, const void *iv, gsize iv_length);

/* In place, going on where the call before ended. FALSE when length is not of whole blocks, where the
 * mode needs them. */
gboolean crypto_cipher_decrypt(CryptoCipher *cipher, void *bytes, gsize length);

/* Whether all that was decrypted is what had been encrypted (of modes that know). */
gboolean crypto_cipher_check_tag(CryptoCipher *cipher, const void *tag, gsize tag_length);

/* All at once. */
gboolean crypto_decrypt(int cipher, int mode, const void *key, gsize key_length, const void *iv,
                        gsize iv_length, void *bytes, gsize length);

/* A keyed hash (HMAC) of what is added; NULL when the hash is not known. */
typedef struct CryptoMac CryptoMac;
CryptoMac *crypto_mac_new(int hash, const void *key, gsize key_length);
void crypto_mac_free(CryptoMac *mac);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CryptoMac, crypto_mac_free)
void crypto_mac_add(CryptoMac *mac, const void *bytes, gsize length);

/* Whether it is this value, which has the hash's length. */
gboolean crypto_mac_check(CryptoMac *mac, const void *value);

/* Whether two secrets are the same, in a time that does not tell where they differ. */
gboolean crypto_is_equal(const void *a, const void *b, gsize length);

/* Clears a secret from memory. */
void crypto_wipe(void *secret, gsize length);

/* The AES of a key's length; 0 when there is none. */
int crypto_find_aes(gsize key_length);

#endif

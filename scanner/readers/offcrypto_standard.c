#include "scanner/readers/offcrypto.h"

#include <gcrypt.h>
#include <string.h>

#include "scanner/readers/passwords.h"

enum { SPINS = 50000, SHA1_BYTES = 20, PAD_BYTES = 64, MAX_KEY_BYTES = 32 };

typedef struct {
    OffcryptoHeader header;
    gsize key_length;
    guint8 key[SHA1_BYTES * 2];
    CryptoCipher *cipher;
} Standard;

gboolean offcrypto_header_parse(const guint8 *bytes, gsize length, OffcryptoHeader *header)
{
    enum { BEFORE_HEADER = 12, FIXED_BYTES = 32, SALT_BYTES = 16, HASH_BYTES = 20 };
    memset(header, 0, sizeof *header);
    gsize size = length >= BEFORE_HEADER ? ole_get_u32(bytes + 8) : 0;
    if (size < FIXED_BYTES || size > length - BEFORE_HEADER) {
        return FALSE;
    }
    const guint8 *fields = bytes + BEFORE_HEADER;
    header->flags = ole_get_u32(fields);
    header->algorithm = ole_get_u32(fields + 8);
    header->hash_algorithm = ole_get_u32(fields + 12);
    header->key_bits = ole_get_u32(fields + 16);
    const guint8 *verifier = fields + size;
    gsize left = length - BEFORE_HEADER - size;
    gsize before_hash = 4 + SALT_BYTES + sizeof header->verifier + 4;
    if (left < before_hash + HASH_BYTES || ole_get_u32(verifier) != SALT_BYTES) {
        return FALSE;
    }
    memcpy(header->salt, verifier + 4, SALT_BYTES);
    memcpy(header->verifier, verifier + 4 + SALT_BYTES, sizeof header->verifier);
    memcpy(header->verifier_hash, verifier + before_hash,
           MIN(left - before_hash, sizeof header->verifier_hash));
    return TRUE;
}

static void close_standard(gpointer key)
{
    Standard *standard = key;
    crypto_cipher_free(standard->cipher);
    crypto_wipe(standard, sizeof *standard);
    g_free(standard);
}

/* Keys of AES alone: no program writes another cipher. */
static gpointer open_standard(Item *item, GBytes *info, guint64 *steps)
{
    (void)item;
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(info, &length);
    Standard *standard = g_new0(Standard, 1);
    *steps = SPINS;
    if (!offcrypto_header_parse(bytes, length, &standard->header) ||
        standard->header.algorithm == OFFCRYPTO_RC4 ||
        crypto_find_aes(standard->header.key_bits / 8) == 0) {
        close_standard(standard);
        return NULL;
    }
    standard->key_length = standard->header.key_bits / 8;
    return standard;
}

/* One half of the key: the digest laid over a filled block (2.3.4.7). */
static void fill_half(const guint8 *digest, guint8 filling, guint8 *half)
{
    guint8 block[PAD_BYTES];
    memset(block, filling, sizeof block);
    for (gsize i = 0; i < SHA1_BYTES; i++) {
        block[i] ^= digest[i];
    }
    crypto_hash(GCRY_MD_SHA1, block, sizeof block, NULL, 0, half);
}

static void derive_key(Standard *standard, const char *password)
{
    guint8 digest[SHA1_BYTES];
    static const guint8 block[4] = {0};
    g_autoptr(GBytes) units = passwords_as_utf16(password);
    gsize length = 0;
    const void *bytes = g_bytes_get_data(units, &length);
    crypto_hash(GCRY_MD_SHA1, standard->header.salt, sizeof standard->header.salt, bytes, length,
                digest);
    for (guint32 i = 0; i < SPINS; i++) {
        guint32 number = GUINT32_TO_LE(i);
        crypto_hash(GCRY_MD_SHA1, &number, sizeof number, digest, sizeof digest, digest);
    }
    crypto_hash(GCRY_MD_SHA1, digest, sizeof digest, block, sizeof block, digest);
    fill_half(digest, 0x36, standard->key);
    fill_half(digest, 0x5c, standard->key + SHA1_BYTES);
}

/* 2.3.4.9 */
static gboolean fits_standard(gpointer key, const char *password)
{
    Standard *standard = key;
    guint8 verifier[sizeof standard->header.verifier];
    guint8 hash[sizeof standard->header.verifier_hash];
    guint8 wanted[SHA1_BYTES];
    memcpy(verifier, standard->header.verifier, sizeof verifier);
    memcpy(hash, standard->header.verifier_hash, sizeof hash);
    derive_key(standard, password);
    g_clear_pointer(&standard->cipher, crypto_cipher_free);
    standard->cipher = crypto_cipher_new(crypto_find_aes(standard->key_length),
                                         GCRY_CIPHER_MODE_ECB, standard->key, standard->key_length,
                                         NULL, 0);
    if (standard->cipher == NULL ||
        !crypto_cipher_decrypt(standard->cipher, verifier, sizeof verifier) ||
        !crypto_cipher_decrypt(standard->cipher, hash, sizeof hash)) {
        return FALSE;
    }
    crypto_hash(GCRY_MD_SHA1, verifier, sizeof verifier, NULL, 0, wanted);
    return crypto_is_equal(wanted, hash, sizeof wanted);
}

static gboolean decrypt_standard(gpointer key, guint32 segment, guint8 *bytes, gsize length)
{
    (void)segment;
    const Standard *standard = key;
    return crypto_cipher_decrypt(standard->cipher, bytes, length);
}

const OffcryptoScheme offcrypto_standard = {
    .minor_version = 2,
    .open = open_standard,
    .close = close_standard,
    .fits = fits_standard,
    .decrypt = decrypt_standard,
};

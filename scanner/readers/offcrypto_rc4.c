#include "scanner/readers/offcrypto_rc4.h"

#include <gcrypt.h>
#include <string.h>

#include "scanner/readers/offcrypto.h"
#include "scanner/readers/passwords.h"

enum { MD5_BYTES = 16, SHA1_BYTES = 20, SALT_BYTES = 16, SHORT_KEY_BYTES = 5, MAX_KEY_BYTES = 16 };

struct OffcryptoRc4 {
    OffcryptoHeader header;
    gboolean is_cryptoapi;
    guint8 base[SHA1_BYTES]; /* what the keys of blocks are made from */
    gsize base_length;
    gsize key_length, filled_length; /* the second with zeros behind the first */
    CryptoCipher *cipher;            /* of the block that was begun last */
    gsize block_bytes;
    guint8 *keystream; /* of one block */
    guint64 block;     /* its number + 1; 0 when there is none */
};

/* --- the header --- */

/* 2.3.6.1: version, salt, verifier and its hash. */
static gboolean parse_short(OffcryptoRc4 *rc4, const guint8 *header, gsize length)
{
    OffcryptoHeader *own = &rc4->header;
    if (length < 4 + SALT_BYTES + sizeof own->verifier + MD5_BYTES) {
        return FALSE;
    }
    memcpy(own->salt, header + 4, SALT_BYTES);
    memcpy(own->verifier, header + 4 + SALT_BYTES, sizeof own->verifier);
    memcpy(own->verifier_hash, header + 4 + SALT_BYTES + sizeof own->verifier, MD5_BYTES);
    rc4->base_length = SHORT_KEY_BYTES;
    rc4->key_length = rc4->filled_length = MD5_BYTES;
    return TRUE;
}

/* 2.3.5.1 */
static gboolean parse_cryptoapi(OffcryptoRc4 *rc4, const guint8 *header, gsize length)
{
    if (!offcrypto_header_parse(header, length, &rc4->header) ||
        rc4->header.algorithm != OFFCRYPTO_RC4 || rc4->header.hash_algorithm != OFFCRYPTO_SHA1) {
        return FALSE;
    }
    guint32 bits = rc4->header.key_bits != 0 ? rc4->header.key_bits : 40;
    rc4->is_cryptoapi = TRUE;
    rc4->base_length = SHA1_BYTES;
    rc4->key_length = bits / 8;
    rc4->filled_length = bits == 40 ? MAX_KEY_BYTES : rc4->key_length;
    return bits % 8 == 0 && rc4->key_length >= SHORT_KEY_BYTES && rc4->key_length <= MAX_KEY_BYTES;
}

static gboolean parse(OffcryptoRc4 *rc4, const guint8 *header, gsize length)
{
    if (length < 4) {
        return FALSE;
    }
    gboolean is_short = ole_get_u16(header) == 1 && ole_get_u16(header + 2) == 1;
    return is_short ? parse_short(rc4, header, length) : parse_cryptoapi(rc4, header, length);
}

/* --- keys --- */

/* 2.3.6.2 */
static void derive_short(OffcryptoRc4 *rc4, const void *units, gsize length)
{
    enum { TIMES = 16, PART_BYTES = SHORT_KEY_BYTES + SALT_BYTES };
    guint8 digest[MD5_BYTES];
    guint8 parts[PART_BYTES * TIMES];
    crypto_hash(GCRY_MD_MD5, units, length, NULL, 0, digest);
    for (gsize i = 0; i < TIMES; i++) {
        memcpy(parts + i * PART_BYTES, digest, SHORT_KEY_BYTES);
        memcpy(parts + i * PART_BYTES + SHORT_KEY_BYTES, rc4->header.salt, SALT_BYTES);
    }
    crypto_hash(GCRY_MD_MD5, parts, sizeof parts, NULL, 0, digest);
    memcpy(rc4->base, digest, SHORT_KEY_BYTES);
}

void offcrypto_rc4_begin_block(OffcryptoRc4 *rc4, guint32 block)
{
    guint8 key[SHA1_BYTES];
    guint32 number = GUINT32_TO_LE(block);
    crypto_hash(rc4->is_cryptoapi ? GCRY_MD_SHA1 : GCRY_MD_MD5, rc4->base, rc4->base_length,
                &number, sizeof number, key);
    memset(key + rc4->key_length, 0, rc4->filled_length - rc4->key_length);
    g_clear_pointer(&rc4->cipher, crypto_cipher_free);
    rc4->cipher = crypto_cipher_new(GCRY_CIPHER_ARCFOUR, GCRY_CIPHER_MODE_STREAM, key,
                                    rc4->filled_length, NULL, 0);
    rc4->block = 0;
}

void offcrypto_rc4_decrypt_on(OffcryptoRc4 *rc4, guint8 *bytes, gsize length)
{
    if (rc4->cipher != NULL) {
        crypto_cipher_decrypt(rc4->cipher, bytes, length);
    }
}

/* 2.3.5.6, 2.3.6.4 */
static gboolean fits(gpointer data, const char *password)
{
    OffcryptoRc4 *rc4 = data;
    guint8 verifier[sizeof rc4->header.verifier];
    guint8 hash[SHA1_BYTES];
    guint8 wanted[SHA1_BYTES];
    g_autoptr(GBytes) units = passwords_as_utf16(password);
    gsize length = 0;
    const void *bytes = g_bytes_get_data(units, &length);
    if (rc4->is_cryptoapi) {
        crypto_hash(GCRY_MD_SHA1, rc4->header.salt, SALT_BYTES, bytes, length, rc4->base);
    } else {
        derive_short(rc4, bytes, length);
    }
    int algorithm = rc4->is_cryptoapi ? GCRY_MD_SHA1 : GCRY_MD_MD5;
    memcpy(verifier, rc4->header.verifier, sizeof verifier);
    memcpy(hash, rc4->header.verifier_hash, sizeof hash);
    offcrypto_rc4_begin_block(rc4, 0);
    offcrypto_rc4_decrypt_on(rc4, verifier, sizeof verifier);
    offcrypto_rc4_decrypt_on(rc4, hash, crypto_hash_get_length(algorithm));
    crypto_hash(algorithm, verifier, sizeof verifier, NULL, 0, wanted);
    return rc4->cipher != NULL && crypto_is_equal(wanted, hash, crypto_hash_get_length(algorithm));
}

OffcryptoRc4 *offcrypto_rc4_open(Item *item, const guint8 *header, gsize length,
                                 const char *const *known, gsize block_bytes)
{
    g_autoptr(OffcryptoRc4) rc4 = g_new0(OffcryptoRc4, 1);
    rc4->block_bytes = block_bytes;
    rc4->keystream = g_malloc(block_bytes);
    if (!parse(rc4, header, length)) {
        item_set_unread(item, "encrypted");
        return NULL;
    }
    const PasswordTrial trial = {.known = known, .steps = 1, .fits = fits, .data = rc4};
    return passwords_try(item, &trial) ? g_steal_pointer(&rc4) : NULL;
}

void offcrypto_rc4_free(OffcryptoRc4 *rc4)
{
    if (rc4 != NULL) {
        crypto_cipher_free(rc4->cipher);
        g_free(rc4->keystream);
        crypto_wipe(rc4, sizeof *rc4);
        g_free(rc4);
    }
}

/* --- streams --- */

static void load_block(OffcryptoRc4 *rc4, guint64 block)
{
    if (rc4->block == block + 1) {
        return;
    }
    offcrypto_rc4_begin_block(rc4, (guint32)block);
    memset(rc4->keystream, 0, rc4->block_bytes);
    offcrypto_rc4_decrypt_on(rc4, rc4->keystream, rc4->block_bytes);
    rc4->block = block + 1;
}

void offcrypto_rc4_decrypt(OffcryptoRc4 *rc4, guint64 offset, guint8 *bytes, gsize length)
{
    while (length > 0) {
        gsize within = (gsize)(offset % rc4->block_bytes);
        gsize run = MIN(length, rc4->block_bytes - within);
        load_block(rc4, offset / rc4->block_bytes);
        for (gsize i = 0; i < run; i++) {
            bytes[i] ^= rc4->keystream[within + i];
        }
        bytes += run;
        offset += run;
        length -= run;
    }
}

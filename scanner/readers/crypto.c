#include "scanner/readers/crypto.h"

#include <gcrypt.h>
#include <string.h>

#include "base/error.h"

#define NEEDED_VERSION "1.10.0" /* Argon2 */

struct CryptoCipher {
    gcry_cipher_hd_t handle;
};

struct CryptoMac {
    gcry_md_hd_t handle;
    int hash;
};

static const struct {
    const char *name;
    int hash;
} hashes[] = {
    {"SHA1", GCRY_MD_SHA1},
    {"SHA-1", GCRY_MD_SHA1},
    {"SHA256", GCRY_MD_SHA256},
    {"SHA-256", GCRY_MD_SHA256},
    {"SHA384", GCRY_MD_SHA384},
    {"SHA-384", GCRY_MD_SHA384},
    {"SHA512", GCRY_MD_SHA512},
    {"SHA-512", GCRY_MD_SHA512},
    {"SHA1/1K", GCRY_MD_SHA1},
    {"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha1-1k", GCRY_MD_SHA1},
    {"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k", GCRY_MD_SHA256},
    {"http://www.w3.org/2000/09/xmldsig#sha1", GCRY_MD_SHA1},
    {"http://www.w3.org/2000/09/xmldsig#sha256", GCRY_MD_SHA256},
    {"http://www.w3.org/2001/04/xmlenc#sha256", GCRY_MD_SHA256},
};

gboolean crypto_init(GError **error)
{
    if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P) != 0) {
        return TRUE;
    }
    if (gcry_check_version(NEEDED_VERSION) == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "libgcrypt is older than " NEEDED_VERSION ": install a newer one");
        return FALSE;
    }
    /* Locked memory is a privilege that workers do not have. */
    gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    return TRUE;
}

int crypto_hash_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(hashes); i++) {
        if (g_strcmp0(hashes[i].name, name) == 0) {
            return hashes[i].hash;
        }
    }
    return 0;
}

gsize crypto_hash_get_length(int hash)
{
    return gcry_md_get_algo_dlen(hash);
}

void crypto_hash(int hash, const void *first, gsize first_length, const void *second,
                 gsize second_length, guint8 *digest)
{
    guint8 result[CRYPTO_HASH_BYTES] = {0};
    const gcry_buffer_t parts[] = {
        {.data = (void *)(guintptr)first, .len = first_length},
        {.data = (void *)(guintptr)second, .len = second_length},
    };
    /* It fails where a policy of the system forbids the hash: then no password fits. */
    if (gcry_md_hash_buffers(hash, 0, result, parts, second != NULL ? 2 : 1) != 0) {
        memset(result, 0, sizeof result);
    }
    memcpy(digest, result, crypto_hash_get_length(hash));
}

/* libgcrypt takes others, too, and says aloud that it should not. */
static gboolean is_vector(int cipher, int mode, gsize length)
{
    return mode == GCRY_CIPHER_MODE_GCM ? length > 0
                                        : length == gcry_cipher_get_algo_blklen(cipher);
}

CryptoCipher *crypto_cipher_new(int cipher, int mode, const void *key, gsize key_length,
                                const void *iv, gsize iv_length)
{
    g_autoptr(CryptoCipher) made = g_new0(CryptoCipher, 1);
    if (cipher == 0 || gcry_cipher_open(&made->handle, cipher, mode, 0) != 0 ||
        gcry_cipher_setkey(made->handle, key, key_length) != 0 ||
        (iv != NULL && (!is_vector(cipher, mode, iv_length) ||
                        gcry_cipher_setiv(made->handle, iv, iv_length) != 0))) {
        return NULL;
    }
    return g_steal_pointer(&made);
}

void crypto_cipher_free(CryptoCipher *cipher)
{
    if (cipher != NULL) {
        gcry_cipher_close(cipher->handle);
        g_free(cipher);
    }
}

gboolean crypto_cipher_set_iv(CryptoCipher *cipher, const void *iv, gsize iv_length)
{
    return gcry_cipher_reset(cipher->handle) == 0 &&
           gcry_cipher_setiv(cipher->handle, iv, iv_length) == 0;
}

gboolean crypto_cipher_decrypt(CryptoCipher *cipher, void *bytes, gsize length)
{
    return length == 0 || gcry_cipher_decrypt(cipher->handle, bytes, length, NULL, 0) == 0;
}

gboolean crypto_cipher_check_tag(CryptoCipher *cipher, const void *tag, gsize tag_length)
{
    return gcry_cipher_checktag(cipher->handle, tag, tag_length) == 0;
}

gboolean crypto_decrypt(int cipher, int mode, const void *key, gsize key_length, const void *iv,
                        gsize iv_length, void *bytes, gsize length)
{
    g_autoptr(CryptoCipher) made = crypto_cipher_new(cipher, mode, key, key_length, iv, iv_length);
    return made != NULL && crypto_cipher_decrypt(made, bytes, length);
}

CryptoMac *crypto_mac_new(int hash, const void *key, gsize key_length)
{
    g_autoptr(CryptoMac) mac = g_new0(CryptoMac, 1);
    mac->hash = hash;
    if (gcry_md_open(&mac->handle, hash, GCRY_MD_FLAG_HMAC) != 0 ||
        gcry_md_setkey(mac->handle, key, key_length) != 0) {
        return NULL;
    }
    return g_steal_pointer(&mac);
}

void crypto_mac_free(CryptoMac *mac)
{
    if (mac != NULL) {
        gcry_md_close(mac->handle);
        g_free(mac);
    }
}

void crypto_mac_add(CryptoMac *mac, const void *bytes, gsize length)
{
    gcry_md_write(mac->handle, bytes, length);
}

gboolean crypto_mac_check(CryptoMac *mac, const void *value)
{
    const guint8 *digest = gcry_md_read(mac->handle, mac->hash);
    return digest != NULL && crypto_is_equal(digest, value, crypto_hash_get_length(mac->hash));
}

gboolean crypto_is_equal(const void *a, const void *b, gsize length)
{
    guint8 difference = 0;
    for (gsize i = 0; i < length; i++) {
        difference |= ((const guint8 *)a)[i] ^ ((const guint8 *)b)[i];
    }
    return difference == 0;
}

void crypto_wipe(void *secret, gsize length)
{
    explicit_bzero(secret, length);
}

int crypto_find_aes(gsize key_length)
{
    switch (key_length) {
    case 16:
        return GCRY_CIPHER_AES128;
    case 24:
        return GCRY_CIPHER_AES192;
    case 32:
        return GCRY_CIPHER_AES256;
    default:
        return 0;
    }
}

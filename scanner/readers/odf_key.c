#include "scanner/readers/odf_key.h"

#include <gcrypt.h>
#include <string.h>

#include "scanner/readers/crypto.h"

enum {
    MAX_ITERATIONS = 10 * 1000 * 1000,
    MAX_MEMORY_KIB = 128 << 10, /* of the 224 MiB that a worker may allocate */
    MAX_PASSES = 100,
    MAX_LANES = 64,
};

guint64 odf_key_count_steps(const OdfEncryption *encryption)
{
    if (!encryption->is_argon2) {
        return encryption->iterations <= MAX_ITERATIONS ? encryption->iterations : G_MAXUINT64;
    }
    gboolean is_sane = encryption->memory <= MAX_MEMORY_KIB &&
                       encryption->iterations <= MAX_PASSES && encryption->lanes <= MAX_LANES;
    return is_sane ? encryption->memory * encryption->iterations : G_MAXUINT64;
}

static gboolean derive_argon2(const OdfEncryption *encryption, const guint8 *start, gsize length,
                              guint8 *key)
{
    const unsigned long parameters[] = {
        (unsigned long)encryption->key_length,
        (unsigned long)encryption->iterations,
        (unsigned long)encryption->memory,
        (unsigned long)encryption->lanes,
    };
    gcry_kdf_hd_t handle = NULL;
    if (gcry_kdf_open(&handle, GCRY_KDF_ARGON2, GCRY_KDF_ARGON2ID, parameters,
                      G_N_ELEMENTS(parameters), start, length, encryption->salt.bytes,
                      encryption->salt.length, NULL, 0, NULL, 0) != 0) {
        return FALSE;
    }
    gboolean is_made = gcry_kdf_compute(handle, NULL) == 0 &&
                       gcry_kdf_final(handle, encryption->key_length, key) == 0;
    gcry_kdf_close(handle);
    return is_made;
}

gboolean odf_key_derive(const OdfEncryption *encryption, const char *password,
                        guint8 key[ODF_VALUE_BYTES])
{
    guint8 start[CRYPTO_HASH_BYTES];
    if (encryption->start_hash == 0 || encryption->key_length == 0 ||
        encryption->salt.length == 0 || encryption->iterations == 0) {
        return FALSE;
    }
    gsize length = crypto_hash_get_length(encryption->start_hash);
    crypto_hash(encryption->start_hash, password, strlen(password), NULL, 0, start);
    gboolean is_made = encryption->is_argon2
                           ? derive_argon2(encryption, start, length, key)
                           : gcry_kdf_derive(start, length, GCRY_KDF_PBKDF2, GCRY_MD_SHA1,
                                             encryption->salt.bytes, encryption->salt.length,
                                             (unsigned long)encryption->iterations,
                                             encryption->key_length, key) == 0;
    crypto_wipe(start, sizeof start);
    return is_made;
}

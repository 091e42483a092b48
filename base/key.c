#include "base/key.h"

#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/key_file.h"

enum { SUBKEY_FINGERPRINT = 1, SUBKEY_SEAL, SUBKEY_SIGN, SUBKEY_CARRY };

/* crypto_kdf's context: eight bytes that set daicho's subkeys apart from any other program's. */
static const char kdf_context[crypto_kdf_CONTEXTBYTES + 1] = "daicho-1";

struct DaichoKey {
    DaichoKey *before; /* NULL: it is the first */
    guint8 carry[crypto_generichash_KEYBYTES];
    guint8 fingerprint[crypto_generichash_KEYBYTES];
    guint8 seal[crypto_secretbox_KEYBYTES];
    guint8 sign_public[crypto_sign_PUBLICKEYBYTES];
    guint8 sign_secret[crypto_sign_SECRETKEYBYTES];
};

G_STATIC_ASSERT(DAICHO_SIGNATURE_BYTES == crypto_sign_BYTES);
G_STATIC_ASSERT(DAICHO_PUBLIC_KEY_BYTES == crypto_sign_PUBLICKEYBYTES);

gboolean daicho_key_begin(GError **error)
{
    if (sodium_init() < 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "libsodium cannot start: the system gives no random numbers");
        return FALSE;
    }
    return TRUE;
}

static DaichoKey *key_derive(const guint8 *master)
{
    DaichoKey *key = sodium_malloc(sizeof *key);
    if (key == NULL) {
        g_error("out of memory for the key");
    }
    key->before = NULL;
    crypto_kdf_derive_from_key(key->carry, sizeof key->carry, SUBKEY_CARRY, kdf_context, master);
    guint8 seed[crypto_sign_SEEDBYTES];
    crypto_kdf_derive_from_key(key->fingerprint, sizeof key->fingerprint, SUBKEY_FINGERPRINT,
                               kdf_context, master);
    crypto_kdf_derive_from_key(key->seal, sizeof key->seal, SUBKEY_SEAL, kdf_context, master);
    crypto_kdf_derive_from_key(seed, sizeof seed, SUBKEY_SIGN, kdf_context, master);
    crypto_sign_seed_keypair(key->sign_public, key->sign_secret, seed);
    sodium_memzero(seed, sizeof seed);
    return key;
}

/* The keys of a file, each behind the one that it follows. */
static DaichoKey *key_chain(const KeyFile *file)
{
    DaichoKey *key = NULL;
    for (gsize i = file->length; i > 0; i--) {
        DaichoKey *next = key_derive(file->masters[i - 1]);
        next->before = key;
        key = next;
    }
    return key;
}

DaichoKey *daicho_key_create(const char *path, GError **error)
{
    g_auto(KeyFile) file = {.length = 1};
    if (!daicho_key_begin(error)) {
        return NULL;
    }
    crypto_kdf_keygen(file.masters[0]);
    return key_file_make(path, &file, error) ? key_chain(&file) : NULL;
}

DaichoKey *daicho_key_load(const char *path, GError **error)
{
    g_auto(KeyFile) file = {0};
    return daicho_key_begin(error) && key_file_read(path, &file, error) ? key_chain(&file) : NULL;
}

gboolean daicho_key_copy(const char *from, const char *to, GError **error)
{
    g_auto(KeyFile) file = {0};
    return daicho_key_begin(error) && key_file_read(from, &file, error) &&
           key_file_make(to, &file, error);
}

DaichoKey *daicho_key_rotate(DaichoFs *fs, const char *path, GError **error)
{
    g_auto(KeyFile) file = {0};
    if (!daicho_key_begin(error) || !key_file_read(path, &file, error)) {
        return NULL;
    }
    if (file.length == KEY_FILE_MOST) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s holds %d keys, and no more have room in it", path, KEY_FILE_MOST);
        return NULL;
    }
    memmove(file.masters[1], file.masters[0], file.length * sizeof file.masters[0]);
    crypto_kdf_keygen(file.masters[0]);
    file.length++;
    return key_file_replace(fs, path, &file, error) ? key_chain(&file) : NULL;
}

void daicho_key_free(DaichoKey *key)
{
    while (key != NULL) {
        DaichoKey *before = key->before;
        sodium_free(key);
        key = before;
    }
}

/* --- the keys before --- */

const DaichoKey *daicho_key_get_before(const DaichoKey *key)
{
    return key->before;
}

const DaichoKey *daicho_key_get_first(const DaichoKey *key)
{
    while (key->before != NULL) {
        key = key->before;
    }
    return key;
}

const DaichoKey *daicho_key_find(const DaichoKey *key,
                                 const guint8 public_key[DAICHO_PUBLIC_KEY_BYTES])
{
    while (key != NULL && memcmp(key->sign_public, public_key, DAICHO_PUBLIC_KEY_BYTES) != 0) {
        key = key->before;
    }
    return key;
}

/* --- fingerprints --- */

static void print_first(const DaichoKey *key, const char *kind, const char *normalised,
                        guint8 fingerprint[DAICHO_FINGERPRINT_BYTES])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, key->fingerprint, sizeof key->fingerprint,
                            DAICHO_FINGERPRINT_BYTES);
    crypto_generichash_update(&state, (const guint8 *)kind, strlen(kind) + 1);
    crypto_generichash_update(&state, (const guint8 *)normalised, strlen(normalised));
    crypto_generichash_final(&state, fingerprint, DAICHO_FINGERPRINT_BYTES);
}

void daicho_key_carry(const DaichoKey *key, const DaichoKey *from,
                      guint8 fingerprint[DAICHO_FINGERPRINT_BYTES])
{
    guint8 before[DAICHO_FINGERPRINT_BYTES];
    if (key == from) {
        return;
    }
    g_assert(key->before != NULL);
    daicho_key_carry(key->before, from, fingerprint);
    memcpy(before, fingerprint, sizeof before);
    crypto_generichash(fingerprint, DAICHO_FINGERPRINT_BYTES, before, sizeof before, key->carry,
                       sizeof key->carry);
}

void daicho_key_fingerprint(const DaichoKey *key, const char *kind, const char *normalised,
                            guint8 fingerprint[DAICHO_FINGERPRINT_BYTES])
{
    const DaichoKey *first = daicho_key_get_first(key);
    print_first(first, kind, normalised, fingerprint);
    daicho_key_carry(key, first, fingerprint);
}

/* --- sealing and signing --- */

GBytes *daicho_key_seal(const DaichoKey *key, const void *data, gsize length)
{
    gsize size = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + length;
    guint8 *sealed = g_malloc(size);
    randombytes_buf(sealed, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, data, length, sealed, key->seal);
    return g_bytes_new_take(sealed, size);
}

GBytes *daicho_key_unseal(const DaichoKey *key, const void *sealed, gsize length, GError **error)
{
    const gsize overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    const guint8 *bytes = sealed;
    g_autofree guint8 *data = g_malloc(length > overhead ? length - overhead : 1);
    for (; length >= overhead && key != NULL; key = key->before) {
        if (crypto_secretbox_open_easy(data, bytes + crypto_secretbox_NONCEBYTES,
                                       length - crypto_secretbox_NONCEBYTES, bytes,
                                       key->seal) == 0) {
            return g_bytes_new_take(g_steal_pointer(&data), length - overhead);
        }
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                "sealed data was changed, or was sealed with another key");
    return NULL;
}

void daicho_key_sign(const DaichoKey *key, const void *data, gsize length,
                     guint8 signature[DAICHO_SIGNATURE_BYTES])
{
    crypto_sign_detached(signature, NULL, data, length, key->sign_secret);
}

void daicho_key_get_public(const DaichoKey *key, guint8 public_key[DAICHO_PUBLIC_KEY_BYTES])
{
    memcpy(public_key, key->sign_public, DAICHO_PUBLIC_KEY_BYTES);
}

gboolean daicho_key_verify(const guint8 public_key[DAICHO_PUBLIC_KEY_BYTES], const void *data,
                           gsize length, const guint8 signature[DAICHO_SIGNATURE_BYTES])
{
    return crypto_sign_verify_detached(signature, data, length, public_key) == 0;
}

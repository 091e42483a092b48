#include "base/key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

enum { SUBKEY_FINGERPRINT = 1, SUBKEY_SEAL, SUBKEY_SIGN };

/* crypto_kdf's context: eight bytes that set daicho's subkeys apart from any other program's. */
static const char kdf_context[crypto_kdf_CONTEXTBYTES + 1] = "daicho-1";

struct DaichoKey {
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
    guint8 seed[crypto_sign_SEEDBYTES];
    crypto_kdf_derive_from_key(key->fingerprint, sizeof key->fingerprint, SUBKEY_FINGERPRINT,
                               kdf_context, master);
    crypto_kdf_derive_from_key(key->seal, sizeof key->seal, SUBKEY_SEAL, kdf_context, master);
    crypto_kdf_derive_from_key(seed, sizeof seed, SUBKEY_SIGN, kdf_context, master);
    crypto_sign_seed_keypair(key->sign_public, key->sign_secret, seed);
    sodium_memzero(seed, sizeof seed);
    return key;
}

static gboolean write_key_file(int fd, const guint8 *master, gsize length)
{
    ssize_t written = write(fd, master, length);
    if (written >= 0 && (gsize)written != length) {
        errno = ENOSPC;
        return FALSE;
    }
    return written >= 0 && fsync(fd) == 0;
}

static gboolean make_key_file(const char *path, const guint8 *master, gsize length, GError **error)
{
    DAICHO_AUTO_FD int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot make the key %s",
                                      path);
    }
    if (!write_key_file(fd, master, length)) {
        daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot write the key %s", path);
        unlink(path);
        return FALSE;
    }
    return TRUE;
}

DaichoKey *daicho_key_create(const char *path, GError **error)
{
    if (!daicho_key_begin(error)) {
        return NULL;
    }
    guint8 master[crypto_kdf_KEYBYTES];
    crypto_kdf_keygen(master);
    if (!make_key_file(path, master, sizeof master, error)) {
        sodium_memzero(master, sizeof master);
        return NULL;
    }
    DaichoKey *key = key_derive(master);
    sodium_memzero(master, sizeof master);
    return key;
}

static gboolean check_key_file(int fd, const char *path, GError **error)
{
    struct stat status;
    if (fstat(fd, &status) < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "%s", path);
    }
    if (!S_ISREG(status.st_mode) || status.st_size != crypto_kdf_KEYBYTES) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s is not a key of daicho (32 bytes): restore it from its backup; without it "
                    "the catalog cannot be used",
                    path);
        return FALSE;
    }
    if ((status.st_mode & 077) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "the key %s can be used by others (mode %04o): run chmod 600 on it", path,
                    status.st_mode & 07777U);
        return FALSE;
    }
    return TRUE;
}

static gboolean read_key_file(const char *path, guint8 *master, gsize length, GError **error)
{
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "cannot open the key %s",
                                      path);
    }
    return check_key_file(fd, path, error) &&
           (read(fd, master, length) == (ssize_t)length ||
            daicho_error_set_errno(error, DAICHO_ERROR_RUN, errno, "cannot read the key %s", path));
}

DaichoKey *daicho_key_load(const char *path, GError **error)
{
    guint8 master[crypto_kdf_KEYBYTES];
    if (!daicho_key_begin(error) || !read_key_file(path, master, sizeof master, error)) {
        return NULL;
    }
    DaichoKey *key = key_derive(master);
    sodium_memzero(master, sizeof master);
    return key;
}

gboolean daicho_key_copy(const char *from, const char *to, GError **error)
{
    guint8 master[crypto_kdf_KEYBYTES];
    gboolean copied = daicho_key_begin(error) &&
                      read_key_file(from, master, sizeof master, error) &&
                      make_key_file(to, master, sizeof master, error);
    sodium_memzero(master, sizeof master);
    return copied;
}

void daicho_key_free(DaichoKey *key)
{
    sodium_free(key);
}

void daicho_key_fingerprint(const DaichoKey *key, const char *kind, const char *normalised,
                            guint8 fingerprint[DAICHO_FINGERPRINT_BYTES])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, key->fingerprint, sizeof key->fingerprint,
                            DAICHO_FINGERPRINT_BYTES);
    crypto_generichash_update(&state, (const guint8 *)kind, strlen(kind) + 1);
    crypto_generichash_update(&state, (const guint8 *)normalised, strlen(normalised));
    crypto_generichash_final(&state, fingerprint, DAICHO_FINGERPRINT_BYTES);
}

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
    if (length < overhead ||
        crypto_secretbox_open_easy(data, bytes + crypto_secretbox_NONCEBYTES,
                                   length - crypto_secretbox_NONCEBYTES, bytes, key->seal) != 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "sealed data was changed, or was sealed with another key");
        return NULL;
    }
    return g_bytes_new_take(g_steal_pointer(&data), length - overhead);
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

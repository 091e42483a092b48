#ifndef DAICHO_BASE_KEY_H
#define DAICHO_BASE_KEY_H

#include "base/digest.h"

#include <glib.h>

/*
 * The organisation's secret: 32 random bytes in a file of mode 0600 beside the catalog. Subkeys
 * are derived from it with libsodium's crypto_kdf (BLAKE2b), one for each use, so that no use
 * gives away another:
 *
 *   fingerprints  keyed BLAKE2b-128 of kind, NUL, normalised value
 *   sealing       XSalsa20-Poly1305 secretbox with a random nonce in front
 *   signing       Ed25519, for audit heads, approvals and certificates
 *
 * Whoever has the key can test guesses against fingerprints: it is kept apart from the catalog's
 * copies and backups. Memory holding it is wiped on free.
 */
typedef struct DaichoKey DaichoKey;

#define DAICHO_FINGERPRINT_BYTES 16
#define DAICHO_SIGNATURE_BYTES 64
#define DAICHO_PUBLIC_KEY_BYTES 32

/* Before anything is verified without a key of one's own. */
gboolean daicho_key_begin(GError **error);

/* Makes a new key and writes it to path, which must not exist. */
DaichoKey *daicho_key_create(const char *path, GError **error);

/* Refuses a file that others can read, or of another length: DAICHO_ERROR_USAGE says what to do. */
DaichoKey *daicho_key_load(const char *path, GError **error);

/* Copies a key's file to one that must not exist, synced, of mode 0600. */
gboolean daicho_key_copy(const char *from, const char *to, GError **error);
void daicho_key_free(DaichoKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoKey, daicho_key_free)

/* kind is the rule's kind ("email", "phone", "jp.my-number"): equal values of other kinds differ. */
void daicho_key_fingerprint(const DaichoKey *key, const char *kind, const char *normalised,
                            guint8 fingerprint[DAICHO_FINGERPRINT_BYTES]);

/* Never fails. */
GBytes *daicho_key_seal(const DaichoKey *key, const void *data, gsize length);

/* NULL with DAICHO_ERROR_RUN when the bytes were changed or sealed with another key. */
GBytes *daicho_key_unseal(const DaichoKey *key, const void *sealed, gsize length, GError **error);

void daicho_key_sign(const DaichoKey *key, const void *data, gsize length,
                     guint8 signature[DAICHO_SIGNATURE_BYTES]);
void daicho_key_get_public(const DaichoKey *key, guint8 public_key[DAICHO_PUBLIC_KEY_BYTES]);
gboolean daicho_key_verify(const guint8 public_key[DAICHO_PUBLIC_KEY_BYTES], const void *data,
                           gsize length, const guint8 signature[DAICHO_SIGNATURE_BYTES]);

#endif

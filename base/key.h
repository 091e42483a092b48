#ifndef DAICHO_BASE_KEY_H
#define DAICHO_BASE_KEY_H

#include "base/digest.h"
#include "base/fs.h"

#include <glib.h>

/*
 * The organisation's secret: 32 random bytes in a file of mode 0600 beside the catalog. Subkeys
 * are derived from it with libsodium's crypto_kdf (BLAKE2b), one for each use, so that no use
 * gives away another:
 *
 *   fingerprints  keyed BLAKE2b-128 of kind, NUL, normalised value
 *   carrying      keyed BLAKE2b-128 of a fingerprint of the key before
 *   sealing       XSalsa20-Poly1305 secretbox with a random nonce in front
 *   signing       Ed25519, for audit heads, approvals and certificates
 *
 * Whoever has the key can test guesses against fingerprints: it is kept apart from the catalog's
 * copies and backups. Memory holding it is wiped on free.
 *
 * A key may follow others, which stand behind it in its file. Its fingerprint of a value is then that of
 * the first key, carried to each that followed: what the catalog holds can be carried to a new key
 * without any value, and the keys before it alone tell nothing of what is there then. What was sealed
 * with a key before is opened, nothing is sealed or signed with it. Each of them is a key of its own,
 * with those before it, as it was when it was the newest.
 */
typedef struct DaichoKey DaichoKey;

#define DAICHO_FINGERPRINT_BYTES 16
#define DAICHO_SIGNATURE_BYTES 64
#define DAICHO_PUBLIC_KEY_BYTES 32

/* Before anything is verified without a key of one's own. */
gboolean daicho_key_begin(GError **error);

/* Makes a new key and writes it to path, which must not exist. */
DaichoKey *daicho_key_create(const char *path, GError **error);

/* The newest of a file. Refuses one that others can read, or that is no key: DAICHO_ERROR_USAGE says what
 * to do. */
DaichoKey *daicho_key_load(const char *path, GError **error);

/* Copies a key's file, with the keys before, to one that must not exist, synced, of mode 0600. */
gboolean daicho_key_copy(const char *from, const char *to, GError **error);

/* Makes a new key, puts it before those in the file at path, and loads it. Whatever happens, the file is
 * the one before or the new one, whole, and synced once this returns a key. */
DaichoKey *daicho_key_rotate(DaichoFs *fs, const char *path, GError **error);
void daicho_key_free(DaichoKey *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoKey, daicho_key_free)

/* The key that this one follows, borrowed from it; NULL when it is the first. */
const DaichoKey *daicho_key_get_before(const DaichoKey *key);

/* The first of them, which may be itself. */
const DaichoKey *daicho_key_get_first(const DaichoKey *key);

/* The one of that public key, itself or one before; NULL when it is none of them. */
const DaichoKey *daicho_key_find(const DaichoKey *key,
                                 const guint8 public_key[DAICHO_PUBLIC_KEY_BYTES]);

/* Makes of a fingerprint of from, which is key or one before, what key makes of the same value. */
void daicho_key_carry(const DaichoKey *key, const DaichoKey *from,
                      guint8 fingerprint[DAICHO_FINGERPRINT_BYTES]);

/* kind is the rule's kind ("email", "phone", "jp.my-number"): equal values of other kinds differ. */
void daicho_key_fingerprint(const DaichoKey *key, const char *kind, const char *normalised,
                            guint8 fingerprint[DAICHO_FINGERPRINT_BYTES]);

/* Never fails. */
GBytes *daicho_key_seal(const DaichoKey *key, const void *data, gsize length);

/* Of the key or one before; NULL with DAICHO_ERROR_RUN when the bytes were changed or sealed with another. */
GBytes *daicho_key_unseal(const DaichoKey *key, const void *sealed, gsize length, GError **error);

void daicho_key_sign(const DaichoKey *key, const void *data, gsize length,
                     guint8 signature[DAICHO_SIGNATURE_BYTES]);
void daicho_key_get_public(const DaichoKey *key, guint8 public_key[DAICHO_PUBLIC_KEY_BYTES]);
gboolean daicho_key_verify(const guint8 public_key[DAICHO_PUBLIC_KEY_BYTES], const void *data,
                           gsize length, const guint8 signature[DAICHO_SIGNATURE_BYTES]);

#endif

#ifndef DAICHO_BASE_SIGNED_H
#define DAICHO_BASE_SIGNED_H

#include "base/key.h"

/*
 * A signed text in a file of its own, for those who have neither catalog nor key:
 *
 *   the text, in one line
 *   "ed25519 " and the signature of that line without its end, in base64
 *
 * and the public key as a PEM file of the SubjectPublicKeyInfo of RFC 8410, so that any program that
 * knows Ed25519 can verify it.
 */

/* text without a newline (g_free). */
char *daicho_signed_write(const char *text, const guint8 signature[DAICHO_SIGNATURE_BYTES]);

/* The text (g_free) and its signature; NULL with DAICHO_ERROR_USAGE when the bytes are no such file. */
char *daicho_signed_read(const char *bytes, gsize length, guint8 signature[DAICHO_SIGNATURE_BYTES],
                         GError **error);

/* As PEM (g_free). */
char *daicho_public_key_write(const guint8 key[DAICHO_PUBLIC_KEY_BYTES]);

/* From PEM or 64 hexadecimal digits; DAICHO_ERROR_USAGE when it is neither. */
gboolean daicho_public_key_read(const char *text, guint8 key[DAICHO_PUBLIC_KEY_BYTES],
                                GError **error);

#endif

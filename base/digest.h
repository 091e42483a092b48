#ifndef DAICHO_BASE_DIGEST_H
#define DAICHO_BASE_DIGEST_H

#include <glib.h>

/* BLAKE2b-256 without a key: the identity of content. */
#define DAICHO_DIGEST_BYTES 32

void daicho_digest(const void *data, gsize length, guint8 digest[DAICHO_DIGEST_BYTES]);

/* The digest of all that can be read from fd, from offset 0; fd's position does not move. */
gboolean daicho_digest_fd(int fd, guint8 digest[DAICHO_DIGEST_BYTES], GError **error);

/* Piece by piece. */
typedef struct DaichoDigester DaichoDigester;
DaichoDigester *daicho_digester_new(void);
void daicho_digester_update(DaichoDigester *digester, const void *data, gsize length);
void daicho_digester_finish(DaichoDigester *digester, guint8 digest[DAICHO_DIGEST_BYTES]);
void daicho_digester_free(DaichoDigester *digester);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoDigester, daicho_digester_free)

/* Lower-case hexadecimal. Decoding needs exactly length bytes. */
char *daicho_hex_encode(const guint8 *bytes, gsize length);
gboolean daicho_hex_decode(const char *text, guint8 *bytes, gsize length);

#endif

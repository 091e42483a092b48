#ifndef DAICHO_ENFORCER_VAULT_BLOB_H
#define DAICHO_ENFORCER_VAULT_BLOB_H

#include "enforcer/edits/range.h"

/*
 * A blob of the vault:
 *
 *   "daicho vault 1\n\0"            16 bytes, authenticated with every message
 *   secretstream header              24 bytes
 *   messages                         length (4 bytes, little endian), then as many bytes
 *
 * each of crypto_secretstream_xchacha20poly1305. The first is the head; then come chunks of the
 * content; the last one is tagged FINAL, so that a blob cut short is not taken for whole.
 */
#define VAULT_KEY_BYTES 32

/* What stands before the content. */
typedef struct {
    gint64 plan, target;
    GArray *ranges;       /* of DaichoRange, in the file as it was; empty for a whole file */
    char *digest;         /* of the whole file as it was, hexadecimal */
    char *rest_digest;    /* of the file without the ranges; "" for a whole file */
    GVariant *attributes; /* of the file, as base/fs.h keeps them */
} VaultHead;

void vault_head_clear(VaultHead *head);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VaultHead, vault_head_clear)

/* Encrypts the head and the bytes of fd (the ranges, or all) to the end of blob_fd. digest is that of
 * the content. */
gboolean vault_blob_write(DaichoFs *fs, int blob_fd, GBytes *key, const VaultHead *head, int fd,
                          guint8 digest[DAICHO_DIGEST_BYTES], GError **error);

/* Decrypts: fills head and hands the content to sink. DAICHO_ERROR_FILE when a bit of it is not as it
 * was written. */
gboolean vault_blob_read(DaichoFs *fs, int blob_fd, GBytes *key, VaultHead *head, RangeSink sink,
                         gpointer data, GError **error);

#endif

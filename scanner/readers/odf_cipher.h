#ifndef DAICHO_SCANNER_READERS_ODF_CIPHER_H
#define DAICHO_SCANNER_READERS_ODF_CIPHER_H

#include "scanner/readers/odf_manifest.h"

/* A document's encrypted parts, made readable (ODF 1.3 part 2, 3.4). */
typedef struct OdfCipher OdfCipher;

/* NULL when no password fits: the item was set unread. encryptions: as the manifest has them; they must
 * outlive it. */
OdfCipher *odf_cipher_open(Item *item, Package *package, GHashTable *encryptions);
void odf_cipher_free(OdfCipher *cipher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OdfCipher, odf_cipher_free)

/* As PackageOpen; data is the cipher. */
Source *odf_cipher_open_part(gpointer data, const char *name, Source *part);

/* The document that is one encrypted part (g_bytes_unref); NULL after setting the item unread. */
GBytes *odf_cipher_load_whole(OdfCipher *cipher, Package *package);

#endif

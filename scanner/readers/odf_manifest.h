#ifndef DAICHO_SCANNER_READERS_ODF_MANIFEST_H
#define DAICHO_SCANNER_READERS_ODF_MANIFEST_H

#include "scanner/readers/package.h"

/* Which parts of a document are encrypted, and how (ODF 1.3 part 2, 3.4 and 4.8): one with a password
 * has each part encrypted by itself; LibreOffice, from 24.2 on, all of them as one part. */

enum { ODF_VALUE_BYTES = 64 };

#define ODF_MANIFEST "META-INF/manifest.xml"

/* The part that is a document itself. */
#define ODF_WHOLE_PART "encrypted-package"

typedef struct {
    gsize length; /* 0: it is not there, or longer than any can be */
    guint8 bytes[ODF_VALUE_BYTES];
} OdfValue;

typedef struct {
    int cipher, mode;  /* of libgcrypt; 0 when it is not known */
    int start_hash;    /* that the password goes through first */
    int checksum_hash; /* of the first 1024 bytes; 0: there is none */
    gboolean is_argon2;
    guint64 iterations;    /* of either way to make a key */
    guint64 memory, lanes; /* of Argon2: KiB */
    gsize key_length;
    OdfValue iv, salt, checksum;
} OdfEncryption;

/* Of OdfEncryption, by the names of the parts; empty when nothing is encrypted. */
GHashTable *odf_manifest_load(Item *item, Package *package);

#endif

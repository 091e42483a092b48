#ifndef DAICHO_SCANNER_READERS_OFFCRYPTO_H
#define DAICHO_SCANNER_READERS_OFFCRYPTO_H

#include "scanner/readers/crypto.h"
#include "scanner/readers/ole.h"

/* Documents of Office with a password (MS-OFFCRYPTO); sections in comments are its own. Here: packages
 * of OOXML within a compound file. The binary formats are in offcrypto_rc4.h and offcrypto_xor.h. */

/* Decrypts the package and reads it as the item; sets the item unread when no password fits. */
void offcrypto_package_read(Ole *ole);

/* --- within offcrypto_*.c --- */

enum { OFFCRYPTO_SEGMENT_BYTES = 4096, OFFCRYPTO_BLOCK_BYTES = 16 };

/* A way of encrypting packages. */
typedef struct {
    guint16 minor_version;

    /* What the stream EncryptionInfo says, and how many hashes one password takes. NULL when it is not
     * understood. */
    gpointer (*open)(Item *item, GBytes *info, guint64 *steps);
    void (*close)(gpointer key);

    /* Once a password fits, the key is known. */
    gboolean (*fits)(gpointer key, const char *password);

    /* All of the encrypted stream passes here in its order, when the way has a checksum: else NULL. */
    void (*watch)(gpointer key, const guint8 *bytes, gsize length);
    gboolean (*is_genuine)(gpointer key);

    /* A segment, in place; length is one of whole blocks. */
    gboolean (*decrypt)(gpointer key, guint32 segment, guint8 *bytes, gsize length);
} OffcryptoScheme;

extern const OffcryptoScheme offcrypto_agile;    /* 2.3.4.10 */
extern const OffcryptoScheme offcrypto_standard; /* 2.3.4.5 */

/* What standard encryption and that of RC4 CryptoAPI begin with (2.3.2, 2.3.3, 2.3.5.1). */
typedef struct {
    guint32 flags, algorithm, hash_algorithm, key_bits;
    guint8 salt[16], verifier[16];
    guint8 verifier_hash[32]; /* RC4 uses 20 of it */
} OffcryptoHeader;

enum { OFFCRYPTO_RC4 = 0x6801, OFFCRYPTO_SHA1 = 0x8004 };

/* From the version on. FALSE when it is cut off. */
gboolean offcrypto_header_parse(const guint8 *bytes, gsize length, OffcryptoHeader *header);

#endif

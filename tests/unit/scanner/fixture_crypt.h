#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_CRYPT_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_CRYPT_H

#include "tests/unit/scanner/fixture_ole.h"

/* Encrypts documents, as the programs do that write them: the other way round than the readers. */

/* What comes out of a file when these passwords are tried: "" or words with spaces between. */
Extracted *fixture_extract_locked(const char *name, GBytes *bytes, const char *passwords);

/* The hash of two runs of bytes (libgcrypt's number). */
void fixture_hash(int hash, const void *first, gsize first_length, const void *second,
                  gsize second_length, guint8 *digest);

/* In place. */
void fixture_encrypt(int cipher, int mode, const void *key, gsize key_length, const void *iv,
                     gsize iv_length, void *bytes, gsize length);

/* --- OOXML (MS-OFFCRYPTO 2.3.4) --- */

typedef struct {
    const char *hash_name;
    int hash;
    guint key_bits;
    const char *spins; /* as the file has it; the key is made with few */
    gboolean is_cfb, is_tampered, has_no_checksum;
} FixtureAgile;

/* A compound file with the package (g_bytes_unref), or its streams beside what else writer has. */
GBytes *fixture_encrypt_agile(GBytes *package, const char *password, const FixtureAgile *how);
void fixture_encrypt_into(OleWriter *writer, GBytes *package, const char *password,
                          const FixtureAgile *how);
GBytes *fixture_encrypt_standard(GBytes *package, const char *password, guint key_bits);

/* --- RC4 of the binary formats (2.3.5, 2.3.6) --- */

typedef struct {
    guint key_bits; /* of CryptoAPI; 0 without it */
    guint8 base[20];
} FixtureRc4;

FixtureRc4 fixture_rc4_new(const char *password, guint key_bits);

/* What the document has of it, from the version on. */
GByteArray *fixture_rc4_header(const FixtureRc4 *rc4);

/* A block from its start on, or the bytes of a stream from an offset on, in place. */
void fixture_rc4_block(const FixtureRc4 *rc4, guint32 block, guint8 *bytes, gsize length);
void fixture_rc4_stream(const FixtureRc4 *rc4, gsize block_bytes, guint64 offset, guint8 *bytes,
                        gsize length);

#endif

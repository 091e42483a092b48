#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <gcrypt.h>
#include <string.h>

#include "tests/unit/scanner/fixture_crypt.h"

enum { SEGMENT_BYTES = 4096, SPINS = 3, SALT_BYTES = 16, STANDARD_SPINS = 50000, SHA1_BYTES = 20 };

static const guint8 salt[SALT_BYTES + 1] = "0123456789abcdef";

Extracted *fixture_extract_locked(const char *name, GBytes *bytes, const char *passwords)
{
    g_auto(GStrv) words = g_strsplit(passwords, " ", -1);
    const ExtractOptions options = {
        .limits = daicho_limits_default,
        .passwords = (const char *const *)words,
    };
    return fixture_extract_with(name, bytes, &options);
}

void fixture_hash(int hash, const void *first, gsize first_length, const void *second,
                  gsize second_length, guint8 *digest)
{
    gcry_md_hd_t handle = NULL;
    assert_int_equal(gcry_md_open(&handle, hash, 0), 0);
    gcry_md_write(handle, first, first_length);
    gcry_md_write(handle, second, second_length);
    memcpy(digest, gcry_md_read(handle, hash), gcry_md_get_algo_dlen(hash));
    gcry_md_close(handle);
}

void fixture_encrypt(int cipher, int mode, const void *key, gsize key_length, const void *iv,
                     gsize iv_length, void *bytes, gsize length)
{
    gcry_cipher_hd_t handle = NULL;
    assert_int_equal(gcry_cipher_open(&handle, cipher, mode, 0), 0);
    assert_int_equal(gcry_cipher_setkey(handle, key, key_length), 0);
    assert_true(iv == NULL || gcry_cipher_setiv(handle, iv, iv_length) == 0);
    assert_int_equal(gcry_cipher_encrypt(handle, bytes, length, NULL, 0), 0);
    gcry_cipher_close(handle);
}

static int aes_of(guint key_bits)
{
    return key_bits == 128   ? GCRY_CIPHER_AES128
           : key_bits == 192 ? GCRY_CIPHER_AES192
                             : GCRY_CIPHER_AES256;
}

/* --- agile --- */

typedef struct {
    const FixtureAgile *how;
    gsize hash_length;
    guint8 of_password[64], package_key[32];
} Agile;

static void fit(guint8 *bytes, gsize length, gsize wanted)
{
    for (gsize i = length; i < wanted; i++) {
        bytes[i] = 0x36;
    }
}

static void agile_encrypt(const Agile *agile, const guint8 *key, const guint8 *iv, guint8 *bytes,
                          gsize length)
{
    fixture_encrypt(aes_of(agile->how->key_bits),
                    agile->how->is_cfb ? GCRY_CIPHER_MODE_CFB8 : GCRY_CIPHER_MODE_CBC, key,
                    agile->how->key_bits / 8, iv, 16, bytes, length);
}

/* A value under the password, in base64; purpose: the key of its block (2.3.4.13). */
static char *agile_value(const Agile *agile, const char *purpose, const guint8 *value, gsize length)
{
    guint8 key[64 + 32];
    guint8 bytes[64] = {0};
    memcpy(bytes, value, length);
    fixture_hash(agile->how->hash, agile->of_password, agile->hash_length, purpose, 8, key);
    fit(key, agile->hash_length, 32);
    gsize whole = (length + 15) / 16 * 16;
    agile_encrypt(agile, key, salt, bytes, whole);
    return g_base64_encode(bytes, whole);
}

/* A value under the key of the package. */
static char *agile_checked(const Agile *agile, const char *purpose, const guint8 *value)
{
    guint8 iv[64];
    guint8 bytes[64] = {0};
    memcpy(bytes, value, agile->hash_length);
    fixture_hash(agile->how->hash, salt, SALT_BYTES, purpose, 8, iv);
    fit(iv, agile->hash_length, 16);
    gsize whole = (agile->hash_length + 15) / 16 * 16;
    agile_encrypt(agile, agile->package_key, iv, bytes, whole);
    return g_base64_encode(bytes, whole);
}

static GByteArray *agile_stream(const Agile *agile, GBytes *package)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(package, &length);
    GByteArray *stream = g_byte_array_new();
    fixture_put_u32(stream, (guint32)length);
    fixture_put_u32(stream, 0);
    for (guint32 segment = 0; (gsize)segment * SEGMENT_BYTES < length; segment++) {
        gsize start = (gsize)segment * SEGMENT_BYTES;
        gsize run = MIN(length - start, (gsize)SEGMENT_BYTES);
        guint8 content[SEGMENT_BYTES] = {0};
        guint8 iv[64];
        const guint8 number[] = {(guint8)segment, (guint8)(segment >> 8), 0, 0};
        memcpy(content, bytes + start, run);
        fixture_hash(agile->how->hash, salt, SALT_BYTES, number, sizeof number, iv);
        fit(iv, agile->hash_length, 16);
        gsize whole = (run + 15) / 16 * 16;
        agile_encrypt(agile, agile->package_key, iv, content, whole);
        g_byte_array_append(stream, content, (guint)whole);
    }
    return stream;
}

static char *agile_integrity(const Agile *agile, const GByteArray *stream)
{
    guint8 mac_key[64];
    memset(mac_key, 'm', sizeof mac_key);
    gcry_md_hd_t handle = NULL;
    assert_int_equal(gcry_md_open(&handle, agile->how->hash, GCRY_MD_FLAG_HMAC), 0);
    assert_int_equal(gcry_md_setkey(handle, mac_key, agile->hash_length), 0);
    gcry_md_write(handle, stream->data, stream->len);
    g_autofree char *key = agile_checked(agile, "\x5f\xb2\xad\x01\x0c\xb9\xe1\xf6", mac_key);
    g_autofree char *value = agile_checked(agile, "\xa0\x67\x7f\x02\xb2\x2c\x84\x33",
                                           gcry_md_read(handle, agile->how->hash));
    gcry_md_close(handle);
    return agile->how->has_no_checksum ? g_strdup("")
                                       : g_strdup_printf("<dataIntegrity encryptedHmacKey=\"%s\" "
                                                         "encryptedHmacValue=\"%s\"/>",
                                                         key, value);
}

static void agile_init(Agile *agile, const char *password)
{
    g_autoptr(GByteArray) units = g_byte_array_new();
    fixture_put_utf16(units, password);
    agile->hash_length = gcry_md_get_algo_dlen(agile->how->hash);
    memset(agile->package_key, 'k', sizeof agile->package_key);
    fixture_hash(agile->how->hash, salt, SALT_BYTES, units->data, units->len, agile->of_password);
    for (guint i = 0; i < SPINS; i++) {
        const guint8 number[] = {(guint8)i, 0, 0, 0};
        fixture_hash(agile->how->hash, number, sizeof number, agile->of_password,
                     agile->hash_length, agile->of_password);
    }
}

static char *agile_info(const Agile *agile, const GByteArray *stream)
{
    const FixtureAgile *how = agile->how;
    guint8 hash[64];
    fixture_hash(how->hash, "verifier input!!", 16, "", 0, hash);
    g_autofree char *input = agile_value(agile, "\xfe\xa7\xd2\x76\x3b\x4b\x9e\x79",
                                         (const guint8 *)"verifier input!!", 16);
    g_autofree char *verifier = agile_value(agile, "\xd7\xaa\x0f\x6d\x30\x61\x34\x4e", hash,
                                            agile->hash_length);
    g_autofree char *key = agile_value(agile, "\x14\x6e\x0b\xe7\xab\xac\xd0\xd6",
                                       agile->package_key, how->key_bits / 8);
    g_autofree char *salt_text = g_base64_encode(salt, SALT_BYTES);
    g_autofree char *integrity = agile_integrity(agile, stream);
    g_autofree char *common = g_strdup_printf(
        "saltSize=\"16\" blockSize=\"16\" keyBits=\"%u\" hashSize=\"%u\" cipherAlgorithm=\"AES\" "
        "cipherChaining=\"%s\" hashAlgorithm=\"%s\" saltValue=\"%s\"",
        how->key_bits, (guint)agile->hash_length,
        how->is_cfb ? "ChainingModeCFB" : "ChainingModeCBC", how->hash_name, salt_text);
    return g_strdup_printf(
        "<?xml version=\"1.0\"?><encryption xmlns=\"http://schemas.microsoft.com/office/2006/"
        "encryption\" xmlns:p=\"http://schemas.microsoft.com/office/2006/keyEncryptor/password\">"
        "<keyData %s/>%s<keyEncryptors><keyEncryptor uri=\"http://schemas.microsoft.com/office/"
        "2006/keyEncryptor/password\"><p:encryptedKey spinCount=\"%s\" %s "
        "encryptedVerifierHashInput=\"%s\" encryptedVerifierHashValue=\"%s\" "
        "encryptedKeyValue=\"%s\"/></keyEncryptor></keyEncryptors></encryption>",
        common, integrity, how->spins != NULL ? how->spins : "3", common, input, verifier, key);
}

static void add_package(OleWriter *writer, const GByteArray *info, const GByteArray *stream)
{
    fixture_add_stream(writer, OLE_WRITER_ROOT, "EncryptionInfo", info);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "EncryptedPackage", stream);
}

void fixture_encrypt_into(OleWriter *writer, GBytes *package, const char *password,
                          const FixtureAgile *how)
{
    Agile agile = {.how = how};
    agile_init(&agile, password);
    g_autoptr(GByteArray) stream = agile_stream(&agile, package);
    g_autofree char *xml = agile_info(&agile, stream);
    g_autoptr(GByteArray) info = g_byte_array_new();
    fixture_put_u16(info, 4);
    fixture_put_u16(info, 4);
    fixture_put_u32(info, 0x40);
    g_byte_array_append(info, (const guint8 *)xml, (guint)strlen(xml));
    if (how->is_tampered) {
        stream->data[stream->len - 1] ^= 1;
    }
    add_package(writer, info, stream);
}

GBytes *fixture_encrypt_agile(GBytes *package, const char *password, const FixtureAgile *how)
{
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    fixture_encrypt_into(writer, package, password, how);
    return ole_writer_finish(writer);
}

/* --- standard --- */

static void standard_half(const guint8 *digest, guint8 filling, guint8 *half)
{
    guint8 block[64];
    memset(block, filling, sizeof block);
    for (gsize i = 0; i < SHA1_BYTES; i++) {
        block[i] ^= digest[i];
    }
    fixture_hash(GCRY_MD_SHA1, block, sizeof block, "", 0, half);
}

static void standard_key(const char *password, guint8 *key)
{
    g_autoptr(GByteArray) units = g_byte_array_new();
    guint8 digest[SHA1_BYTES];
    fixture_put_utf16(units, password);
    fixture_hash(GCRY_MD_SHA1, salt, SALT_BYTES, units->data, units->len, digest);
    for (guint32 i = 0; i < STANDARD_SPINS; i++) {
        const guint8 number[] = {(guint8)i, (guint8)(i >> 8), 0, 0};
        fixture_hash(GCRY_MD_SHA1, number, sizeof number, digest, SHA1_BYTES, digest);
    }
    fixture_hash(GCRY_MD_SHA1, digest, SHA1_BYTES, "\0\0\0", 4, digest);
    standard_half(digest, 0x36, key);
    standard_half(digest, 0x5c, key + SHA1_BYTES);
}

/* Version, flags, the header and the verifier (2.3.2, 2.3.3). */
static GByteArray *put_header(guint32 algorithm, guint key_bits, const guint8 *verifier,
                              const guint8 *hash, guint hash_length)
{
    GByteArray *info = g_byte_array_new();
    const guint32 words[] = {0x00020003, 0x24,     32 + 2, 0x24, 0, algorithm,
                             0x8004,     key_bits, 24,     0,    0};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        fixture_put_u32(info, words[i]);
    }
    fixture_put_u16(info, 0); /* no name of a provider */
    fixture_put_u32(info, SALT_BYTES);
    g_byte_array_append(info, salt, SALT_BYTES);
    g_byte_array_append(info, verifier, 16);
    fixture_put_u32(info, SHA1_BYTES);
    g_byte_array_append(info, hash, hash_length);
    return info;
}

GBytes *fixture_encrypt_standard(GBytes *package, const char *password, guint key_bits)
{
    guint8 key[SHA1_BYTES * 2];
    guint8 verifier[16] = "verifier input!";
    guint8 hash[32] = {0};
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(package, &length);
    standard_key(password, key);
    fixture_hash(GCRY_MD_SHA1, verifier, sizeof verifier, "", 0, hash);
    int aes = aes_of(key_bits);
    fixture_encrypt(aes, GCRY_CIPHER_MODE_ECB, key, key_bits / 8, NULL, 0, verifier, 16);
    fixture_encrypt(aes, GCRY_CIPHER_MODE_ECB, key, key_bits / 8, NULL, 0, hash, 32);
    g_autoptr(GByteArray)
        info = put_header(0x660e + (key_bits - 128) / 64, key_bits, verifier, hash, sizeof hash);
    g_autoptr(GByteArray) stream = g_byte_array_new();
    fixture_put_u32(stream, (guint32)length);
    fixture_put_u32(stream, 0);
    g_byte_array_append(stream, bytes, (guint)length);
    fixture_put_zeros(stream, (16 - length % 16) % 16);
    fixture_encrypt(aes, GCRY_CIPHER_MODE_ECB, key, key_bits / 8, NULL, 0, stream->data + 8,
                    stream->len - 8);
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    add_package(writer, info, stream);
    return ole_writer_finish(writer);
}

/* --- RC4 --- */

FixtureRc4 fixture_rc4_new(const char *password, guint key_bits)
{
    FixtureRc4 rc4 = {.key_bits = key_bits};
    g_autoptr(GByteArray) units = g_byte_array_new();
    fixture_put_utf16(units, password);
    if (key_bits > 0) {
        fixture_hash(GCRY_MD_SHA1, salt, SALT_BYTES, units->data, units->len, rc4.base);
        return rc4;
    }
    guint8 digest[16];
    g_autoptr(GByteArray) parts = g_byte_array_new();
    fixture_hash(GCRY_MD_MD5, units->data, units->len, "", 0, digest);
    for (guint i = 0; i < 16; i++) {
        g_byte_array_append(parts, digest, 5);
        g_byte_array_append(parts, salt, SALT_BYTES);
    }
    fixture_hash(GCRY_MD_MD5, parts->data, parts->len, "", 0, digest);
    memcpy(rc4.base, digest, 5);
    return rc4;
}

void fixture_rc4_block(const FixtureRc4 *rc4, guint32 block, guint8 *bytes, gsize length)
{
    guint8 key[SHA1_BYTES] = {0};
    const guint8 number[] = {(guint8)block, (guint8)(block >> 8), 0, 0};
    gsize key_length = rc4->key_bits > 40 ? rc4->key_bits / 8 : 16;
    if (rc4->key_bits > 0) {
        fixture_hash(GCRY_MD_SHA1, rc4->base, SHA1_BYTES, number, sizeof number, key);
        memset(key + rc4->key_bits / 8, 0, sizeof key - rc4->key_bits / 8);
    } else {
        fixture_hash(GCRY_MD_MD5, rc4->base, 5, number, sizeof number, key);
    }
    fixture_encrypt(GCRY_CIPHER_ARCFOUR, GCRY_CIPHER_MODE_STREAM, key, key_length, NULL, 0, bytes,
                    length);
}

void fixture_rc4_stream(const FixtureRc4 *rc4, gsize block_bytes, guint64 offset, guint8 *bytes,
                        gsize length)
{
    for (gsize i = 0; i < length; i++) {
        gsize within = (gsize)((offset + i) % block_bytes);
        g_autofree guint8 *block = g_malloc0(within + 1);
        block[within] = bytes[i];
        fixture_rc4_block(rc4, (guint32)((offset + i) / block_bytes), block, within + 1);
        bytes[i] = block[within];
    }
}

GByteArray *fixture_rc4_header(const FixtureRc4 *rc4)
{
    guint8 both[16 + SHA1_BYTES] = "verifier input!";
    int hash = rc4->key_bits > 0 ? GCRY_MD_SHA1 : GCRY_MD_MD5;
    guint hash_length = gcry_md_get_algo_dlen(hash);
    fixture_hash(hash, both, 16, "", 0, both + 16);
    fixture_rc4_block(rc4, 0, both, 16 + hash_length);
    if (rc4->key_bits > 0) {
        return put_header(0x6801, rc4->key_bits, both, both + 16, hash_length);
    }
    GByteArray *header = g_byte_array_new();
    fixture_put_u32(header, 0x00010001);
    g_byte_array_append(header, salt, SALT_BYTES);
    g_byte_array_append(header, both, 16 + hash_length);
    return header;
}

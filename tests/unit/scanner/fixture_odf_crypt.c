#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <gcrypt.h>
#include <string.h>
#include <zlib.h>

#include "tests/unit/scanner/fixture_crypt.h"
#include "tests/unit/scanner/fixture_odf_crypt.h"

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
#define ARGON2 "urn:org:documentfoundation:names:experimental:office:manifest:argon2id"

enum { SALT_BYTES = 16, TAG_BYTES = 16, SPINS = 7 };

/* What documents of a time have; the key is made in the same way as in test_odf_key.c. */
static const struct {
    int cipher, mode, hash, checksum_hash;
    gsize key_length, iv_length;
    const char *algorithm, *start, *derivation, *checksum;
} ways[ODF_WAYS] = {
    {GCRY_CIPHER_BLOWFISH, GCRY_CIPHER_MODE_CFB, GCRY_MD_SHA1, GCRY_MD_SHA1, 16, 8, "Blowfish CFB",
     "SHA1", "PBKDF2", "SHA1/1K"},
    {GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CBC, GCRY_MD_SHA256, GCRY_MD_SHA256, 32, 16,
     "http://www.w3.org/2001/04/xmlenc#aes256-cbc", "http://www.w3.org/2000/09/xmldsig#sha256",
     "PBKDF2", OASIS "#sha256-1k"},
    {GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_GCM, GCRY_MD_SHA256, 0, 32, 12,
     "http://www.w3.org/2009/xmlenc11#aes256-gcm", "http://www.w3.org/2001/04/xmlenc#sha256",
     ARGON2, NULL},
};

static const guint8 salt[SALT_BYTES + 1] = "0123456789abcdef";
static const guint8 vector[SALT_BYTES + 1] = "vector of a part";

FixtureOdf *fixture_odf_new(const char *password)
{
    FixtureOdf *odf = g_new0(FixtureOdf, 1);
    odf->zip = fixture_zip_new();
    odf->password = password;
    odf->manifest = g_string_new("<manifest:manifest xmlns:manifest='" OASIS
                                 "' xmlns:loext='urn:org:documentfoundation:names:experimental:"
                                 "office:xmlns:loext:1.0'>");
    return odf;
}

static GByteArray *pack(const void *bytes, gsize length)
{
    z_stream stream = {0};
    gsize room = length + 1024;
    GByteArray *packed = g_byte_array_new();
    g_byte_array_set_size(packed, (guint)room);
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (Bytef *)(guintptr)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = packed->data;
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    g_byte_array_set_size(packed, (guint)stream.total_out);
    deflateEnd(&stream);
    return packed;
}

static void make_key(FixtureOdfWay way, const char *password, guint8 *key)
{
    guint8 start[32];
    gsize length = gcry_md_get_algo_dlen(ways[way].hash);
    fixture_hash(ways[way].hash, password, strlen(password), "", 0, start);
    if (way != ODF_AES_GCM) {
        assert_int_equal(gcry_kdf_derive(start, length, GCRY_KDF_PBKDF2, GCRY_MD_SHA1, salt,
                                         SALT_BYTES, SPINS, ways[way].key_length, key),
                         0);
        return;
    }
    const unsigned long parameters[] = {32, 2, 64, 2};
    gcry_kdf_hd_t handle = NULL;
    assert_int_equal(gcry_kdf_open(&handle, GCRY_KDF_ARGON2, GCRY_KDF_ARGON2ID, parameters, 4,
                                   start, length, salt, SALT_BYTES, NULL, 0, NULL, 0),
                     0);
    assert_int_equal(gcry_kdf_compute(handle, NULL), 0);
    assert_int_equal(gcry_kdf_final(handle, 32, key), 0);
    gcry_kdf_close(handle);
}

/* In front of what GCM encrypts stands the vector, behind it the tag. */
static GByteArray *encrypt(FixtureOdfWay way, const guint8 *key, const GByteArray *packed)
{
    GByteArray *sealed = g_byte_array_new();
    gboolean is_gcm = way == ODF_AES_GCM;
    g_byte_array_append(sealed, vector, is_gcm ? (guint)ways[way].iv_length : 0);
    guint start = sealed->len;
    g_byte_array_append(sealed, packed->data, packed->len);
    if (way == ODF_AES_CBC) {
        guint padding = 16 - packed->len % 16;
        fixture_put_zeros(sealed, padding);
        sealed->data[sealed->len - 1] = (guint8)padding;
    }
    guint8 tag[TAG_BYTES];
    gcry_cipher_hd_t handle = NULL;
    assert_int_equal(gcry_cipher_open(&handle, ways[way].cipher, ways[way].mode, 0), 0);
    assert_int_equal(gcry_cipher_setkey(handle, key, ways[way].key_length), 0);
    assert_int_equal(gcry_cipher_setiv(handle, vector, ways[way].iv_length), 0);
    assert_int_equal(
        gcry_cipher_encrypt(handle, sealed->data + start, sealed->len - start, NULL, 0), 0);
    assert_true(!is_gcm || gcry_cipher_gettag(handle, tag, sizeof tag) == 0);
    g_byte_array_append(sealed, tag, is_gcm ? sizeof tag : 0);
    gcry_cipher_close(handle);
    return sealed;
}

static char *make_checksum(FixtureOdfWay way, const GByteArray *packed)
{
    guint8 digest[32];
    if (ways[way].checksum == NULL) {
        return g_strdup("");
    }
    fixture_hash(ways[way].checksum_hash, packed->data, MIN(packed->len, 1024U), "", 0, digest);
    g_autofree char *text = g_base64_encode(digest, gcry_md_get_algo_dlen(ways[way].checksum_hash));
    return g_strdup_printf("manifest:checksum-type='%s' manifest:checksum='%s'", ways[way].checksum,
                           text);
}

static void put_entry(const FixtureOdf *odf, FixtureOdfWay way, const char *name,
                      const GByteArray *packed)
{
    const char *iterations = odf->iterations != NULL ? odf->iterations : "7";
    g_autofree char *checksum = make_checksum(way, packed);
    g_autofree char *iv = g_base64_encode(vector, ways[way].iv_length);
    g_autofree char *salt_text = g_base64_encode(salt, SALT_BYTES);
    g_autofree char *cost = way == ODF_AES_GCM
                                ? g_strdup_printf(
                                      "loext:argon2-iterations='%s' loext:argon2-memory='64' "
                                      "loext:argon2-lanes='2'",
                                      odf->iterations != NULL ? odf->iterations : "2")
                                : g_strdup_printf("manifest:iteration-count='%s'", iterations);
    g_string_append_printf(
        odf->manifest,
        "<manifest:file-entry manifest:full-path='%s'><manifest:encryption-data %s>"
        "<manifest:algorithm manifest:algorithm-name='%s' manifest:initialisation-vector='%s'/>"
        "<manifest:start-key-generation manifest:start-key-generation-name='%s'/>"
        "<manifest:key-derivation manifest:key-derivation-name='%s' manifest:key-size='%u' "
        "manifest:salt='%s' %s/></manifest:encryption-data></manifest:file-entry>",
        name, checksum, ways[way].algorithm, iv, ways[way].start, ways[way].derivation,
        (guint)ways[way].key_length, salt_text, cost);
}

void fixture_odf_add(FixtureOdf *odf, FixtureOdfWay way, const char *name, const void *bytes,
                     gssize length)
{
    guint8 key[32];
    g_autoptr(GByteArray) packed = pack(bytes, length < 0 ? strlen(bytes) : (gsize)length);
    fixture_put_zeros(packed, odf->has_excess ? 64 : 0);
    make_key(way, odf->password, key);
    g_autoptr(GByteArray) sealed = encrypt(way, key, packed);
    if (odf->is_tampered) {
        sealed->data[sealed->len / 2] ^= 1;
    }
    put_entry(odf, way, name, packed);
    fixture_zip_add_stored(odf->zip, name, sealed->data, sealed->len);
}

GBytes *fixture_odf_finish(FixtureOdf *odf)
{
    g_string_append(odf->manifest, "</manifest:manifest>");
    fixture_zip_add(odf->zip, "META-INF/manifest.xml", odf->manifest->str, -1);
    GBytes *file = fixture_zip_finish(odf->zip);
    g_string_free(odf->manifest, TRUE);
    g_free(odf);
    return file;
}

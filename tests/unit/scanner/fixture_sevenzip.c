#include "tests/unit/scanner/fixture_sevenzip.h"

#include <gcrypt.h>
#include <string.h>

#include "scanner/readers/sevenzip_cipher.h"
#include "scanner/readers/sevenzip_header.h"

/* A salt of one byte and a vector of two. */
static void set_properties(guint8 properties[5], guint power)
{
    const guint8 bytes[5] = {(guint8)(0xc0 | power), 0x01, 's', 'i', 'v'};
    memcpy(properties, bytes, sizeof bytes);
}

static void encrypt(GByteArray *bytes, const guint8 properties[5], const char *password)
{
    gcry_cipher_hd_t handle;
    SevenzipCipher cipher;
    guint8 key[SEVENZIP_KEY_BYTES];
    g_assert(crypto_init(NULL) && sevenzip_cipher_take(&cipher, properties, 5));
    g_assert(sevenzip_cipher_make_key(&cipher, password, key));
    guint length = bytes->len;
    g_byte_array_set_size(bytes, (length + 15) / 16 * 16);
    memset(bytes->data + length, 0, bytes->len - length);
    g_assert(gcry_cipher_open(&handle, GCRY_CIPHER_AES256, GCRY_CIPHER_MODE_CBC, 0) == 0);
    g_assert(gcry_cipher_setkey(handle, key, sizeof key) == 0);
    g_assert(gcry_cipher_setiv(handle, cipher.iv, sizeof cipher.iv) == 0);
    g_assert(gcry_cipher_encrypt(handle, bytes->data, bytes->len, NULL, 0) == 0);
    gcry_cipher_close(handle);
}

/* The header of one folder that holds bytes, at that offset from the end of the start. */
static SevenzipHeader *make_header(const GByteArray *bytes, const guint8 properties[5])
{
    SevenzipHeader *header = sevenzip_header_new();
    SevenzipFolder *folder = g_new0(SevenzipFolder, 1);
    const SevenzipCoder coder = {SEVENZIP_AES, 1, 1, properties, 5};
    folder->n_coders = folder->n_outs = folder->n_packed = 1;
    folder->n_files = 1;
    folder->coders = g_memdup2(&coder, sizeof coder);
    folder->binds = g_new0(SevenzipBind, 1);
    folder->packed = g_new0(guint8, 1);
    folder->sizes = g_new0(guint64, 1);
    folder->sizes[0] = bytes->len;
    folder->has_crc = TRUE;
    folder->crc = sevenzip_crc(0, bytes->data, bytes->len);
    folder->first_size = bytes->len;
    guint64 size = (bytes->len + 15) / 16 * 16;
    g_array_append_val(header->sizes, size);
    g_ptr_array_add(header->folders, folder);
    return header;
}

FixtureSevenzip *fixture_sevenzip_new(const char *content, const char *password, guint power)
{
    guint8 properties[5];
    FixtureSevenzip *archive = g_new0(FixtureSevenzip, 1);
    archive->packed = g_byte_array_new();
    g_byte_array_append(archive->packed, (const guint8 *)content, (guint)strlen(content));
    set_properties(properties, power);
    g_autoptr(SevenzipHeader) header = make_header(archive->packed, properties);
    sevenzip_header_set_first(header, header->folders->pdata[0]);
    archive->header = sevenzip_header_put(header);
    encrypt(archive->packed, properties, password);
    return archive;
}

void fixture_sevenzip_free(FixtureSevenzip *archive)
{
    g_byte_array_unref(archive->packed);
    g_byte_array_unref(archive->header);
    g_free(archive);
}

void fixture_sevenzip_hide(FixtureSevenzip *archive, const char *password, guint power)
{
    enum { PACKED_HEADER = 0x17, PLACE = 3 };
    guint8 properties[5];
    set_properties(properties, power);
    g_autoptr(SevenzipHeader) header = make_header(archive->header, properties);
    g_autoptr(GByteArray) written = sevenzip_header_put(header);
    encrypt(archive->header, properties, password);
    guint8 place = (guint8)archive->packed->len;
    g_assert(archive->packed->len < 0x80);
    g_byte_array_append(archive->packed, archive->header->data, archive->header->len);
    /* A header that is packed has but its streams: at the place of these, counted from the start. */
    g_byte_array_remove_index(written, 0);
    written->data[0] = PACKED_HEADER;
    written->data[PLACE - 1] = place;
    g_byte_array_set_size(archive->header, 0);
    g_byte_array_append(archive->header, written->data, written->len);
}

GBytes *fixture_sevenzip_finish(const FixtureSevenzip *archive)
{
    GByteArray *bytes = g_byte_array_new();
    sevenzip_start_put(bytes, archive->packed->len, archive->header);
    g_byte_array_append(bytes, archive->packed->data, archive->packed->len);
    g_byte_array_append(bytes, archive->header->data, archive->header->len);
    return g_byte_array_free_to_bytes(bytes);
}

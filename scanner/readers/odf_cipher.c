#include "scanner/readers/odf_cipher.h"

#include <gcrypt.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "scanner/readers/crypto.h"
#include "scanner/readers/odf_key.h"
#include "scanner/readers/passwords.h"
#include "scanner/spool.h"

enum {
    PART_BYTES = 256 << 20,
    CHUNK_BYTES = 65536,
    CHECKED_BYTES = 1024, /* by the checksum */
    CHECKED_WITH_PADDING = CHECKED_BYTES + 32,
    GCM_IV_BYTES = 12, /* in front (XML Encryption 1.1, 5.2.4) */
    GCM_TAG_BYTES = 16,
    PADDING_BYTES = 16, /* a block at most */
};

struct OdfCipher {
    Item *item;
    GHashTable *encryptions; /* borrowed */
    char *password;          /* that fits */
};

/* --- parts --- */

/* Where the encrypted bytes of a part lie among its bytes, and the vector. */
typedef struct {
    const guint8 *bytes, *iv, *tag;
    gsize length, iv_length;
} Sealed;

static gboolean find_sealed(const OdfEncryption *encryption, GBytes *part, Sealed *sealed)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(part, &length);
    *sealed = (Sealed){bytes, encryption->iv.bytes, NULL, length, encryption->iv.length};
    if (encryption->mode == GCRY_CIPHER_MODE_GCM) {
        if (length < GCM_IV_BYTES + GCM_TAG_BYTES) {
            return FALSE;
        }
        *sealed = (Sealed){bytes + GCM_IV_BYTES, bytes, bytes + length - GCM_TAG_BYTES,
                           length - GCM_IV_BYTES - GCM_TAG_BYTES, GCM_IV_BYTES};
    }
    return encryption->cipher != 0 && sealed->iv_length > 0;
}

static CryptoCipher *new_cipher(const OdfEncryption *encryption, const Sealed *sealed,
                                const guint8 *key)
{
    return crypto_cipher_new(encryption->cipher, encryption->mode, key, encryption->key_length,
                             sealed->iv, sealed->iv_length);
}

/* Without what fills the last block, whose last byte says how much that is. */
static gsize strip_padding(const OdfEncryption *encryption, const guint8 *bytes, gsize length)
{
    gsize padding = length > 0 && encryption->mode == GCRY_CIPHER_MODE_CBC ? bytes[length - 1] : 0;
    return padding <= PADDING_BYTES ? length - MIN(padding, length) : length;
}

/* Decrypted, but still packed; NULL when it is not what had been encrypted. */
static GBytes *decrypt(const OdfEncryption *encryption, const Sealed *sealed, const guint8 *key)
{
    g_autoptr(CryptoCipher) cipher = new_cipher(encryption, sealed, key);
    g_autoptr(Spool) spool = spool_new();
    g_autofree guint8 *chunk = g_malloc(CHUNK_BYTES);
    gsize run = 0;
    for (gsize at = 0; cipher != NULL && at < sealed->length; at += run) {
        run = MIN(sealed->length - at, (gsize)CHUNK_BYTES);
        memcpy(chunk, sealed->bytes + at, run);
        if (!crypto_cipher_decrypt(cipher, chunk, run) || !spool_add(spool, chunk, run, NULL)) {
            return NULL;
        }
    }
    if (cipher == NULL ||
        (sealed->tag != NULL && !crypto_cipher_check_tag(cipher, sealed->tag, GCM_TAG_BYTES))) {
        return NULL;
    }
    g_autoptr(GBytes) all = spool_finish(g_steal_pointer(&spool), NULL);
    gsize length = 0;
    const guint8 *bytes = all != NULL ? g_bytes_get_data(all, &length) : NULL;
    return all != NULL ? g_bytes_new_from_bytes(all, 0, strip_padding(encryption, bytes, length))
                       : NULL;
}

/* Whether the start of a part is as its checksum says. */
static gboolean check_start(const OdfEncryption *encryption, const Sealed *sealed,
                            const guint8 *key)
{
    guint8 start[CHECKED_WITH_PADDING];
    guint8 digest[CRYPTO_HASH_BYTES];
    gsize length = MIN(sealed->length, sizeof start);
    if (sealed->bytes == NULL) { /* of an empty part, which cannot be an encrypted one */
        return FALSE;
    }
    g_autoptr(CryptoCipher) cipher = new_cipher(encryption, sealed, key);
    memcpy(start, sealed->bytes, length);
    if (cipher == NULL || !crypto_cipher_decrypt(cipher, start, length)) {
        return FALSE;
    }
    if (length == sealed->length) {
        length = strip_padding(encryption, start, length);
    }
    crypto_hash(encryption->checksum_hash, start, MIN(length, (gsize)CHECKED_BYTES), NULL, 0,
                digest);
    return crypto_is_equal(digest, encryption->checksum.bytes, encryption->checksum.length);
}

static gboolean is_checkable(const OdfEncryption *encryption)
{
    return encryption->mode == GCRY_CIPHER_MODE_GCM ||
           (encryption->checksum_hash != 0 &&
            encryption->checksum.length == crypto_hash_get_length(encryption->checksum_hash));
}

/* --- the password --- */

typedef struct {
    const OdfEncryption *encryption;
    GBytes *part;
    char *password; /* that fits */
} Trial;

static gboolean fits(gpointer data, const char *password)
{
    Trial *trial = data;
    guint8 key[ODF_VALUE_BYTES];
    Sealed sealed;
    if (!find_sealed(trial->encryption, trial->part, &sealed) ||
        !odf_key_derive(trial->encryption, password, key)) {
        return FALSE;
    }
    g_autoptr(GBytes) all = sealed.tag != NULL ? decrypt(trial->encryption, &sealed, key) : NULL;
    gboolean is_right = sealed.tag != NULL ? all != NULL
                                           : check_start(trial->encryption, &sealed, key);
    crypto_wipe(key, sizeof key);
    trial->password = is_right ? g_strdup(password) : NULL;
    return is_right;
}

/* A part to try passwords on: the text, or whatever there is. */
static const char *choose_part(GHashTable *encryptions, Package *package)
{
    static const char *const wanted[] = {ODF_WHOLE_PART, "content.xml"};
    for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
        if (g_hash_table_contains(encryptions, wanted[i]) && package_has(package, wanted[i])) {
            return wanted[i];
        }
    }
    const GPtrArray *names = package_get_names(package);
    for (guint i = 0; i < names->len; i++) {
        if (g_hash_table_contains(encryptions, g_ptr_array_index(names, i))) {
            return g_ptr_array_index(names, i);
        }
    }
    return NULL;
}

OdfCipher *odf_cipher_open(Item *item, Package *package, GHashTable *encryptions)
{
    const char *name = choose_part(encryptions, package);
    Trial trial = {.encryption = name != NULL ? g_hash_table_lookup(encryptions, name) : NULL};
    g_autoptr(GBytes) part = name != NULL ? package_load(package, name, PART_BYTES) : NULL;
    if (part == NULL || !is_checkable(trial.encryption)) {
        item_set_unread(item, "encrypted");
        return NULL;
    }
    trial.part = part;
    const PasswordTrial passwords = {
        .steps = odf_key_count_steps(trial.encryption),
        .fits = fits,
        .data = &trial,
    };
    if (!passwords_try(item, &passwords)) {
        return NULL;
    }
    OdfCipher *cipher = g_new0(OdfCipher, 1);
    cipher->item = item;
    cipher->encryptions = encryptions;
    cipher->password = trial.password;
    return cipher;
}

void odf_cipher_free(OdfCipher *cipher)
{
    if (cipher != NULL) {
        crypto_wipe(cipher->password, strlen(cipher->password));
        g_free(cipher->password);
        g_free(cipher);
    }
}

/* --- reading --- */

/* A part being unpacked. */
typedef struct {
    GBytes *packed;
    Extraction *extraction;
    z_stream stream;
    gboolean is_over;
} Unpacking;

/* There is no checksum of all that was encrypted: what ends before its last block has changed. */
static gssize read_unpacked(gpointer data, void *buffer, gsize length, GError **error)
{
    Unpacking *unpacking = data;
    uInt room = (uInt)MIN(length, (gsize)G_MAXINT);
    unpacking->stream.next_out = buffer;
    unpacking->stream.avail_out = room;
    while (!unpacking->is_over && unpacking->stream.avail_out == room) {
        int status = inflate(&unpacking->stream, Z_NO_FLUSH);
        unpacking->is_over = status == Z_STREAM_END;
        if ((status != Z_OK && status != Z_STREAM_END) ||
            (unpacking->is_over && unpacking->stream.avail_in > PADDING_BYTES)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, "damaged: it cannot be unpacked");
            return -1;
        }
    }
    gsize got = room - unpacking->stream.avail_out;
    if (!extraction_count_bytes(unpacking->extraction, got)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, "%s", unpacking->extraction->limit);
        return -1;
    }
    return (gssize)got;
}

static void close_unpacking(gpointer data)
{
    Unpacking *unpacking = data;
    inflateEnd(&unpacking->stream);
    g_bytes_unref(unpacking->packed);
    g_free(unpacking);
}

static Source *unpack(Extraction *extraction, GBytes *packed)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(packed, &length);
    Unpacking *unpacking = g_new0(Unpacking, 1);
    unpacking->packed = g_bytes_ref(packed);
    unpacking->extraction = extraction;
    unpacking->stream.next_in = (Bytef *)(guintptr)bytes;
    unpacking->stream.avail_in = (uInt)length;
    inflateInit2(&unpacking->stream, -MAX_WBITS); /* where it fails, inflate() does, too */
    return source_new_closing(read_unpacked, close_unpacking, unpacking, -1,
                              extraction->options->digests);
}

/* Decrypted, but still packed (g_bytes_unref); NULL after setting the item partly read. */
static GBytes *load_packed(const OdfCipher *cipher, const OdfEncryption *encryption,
                           const char *name, GBytes *part)
{
    guint8 key[ODF_VALUE_BYTES];
    Sealed sealed;
    if (!passwords_may_take(cipher->item, odf_key_count_steps(encryption))) {
        item_set_partly(cipher->item, "%s: limit: its key takes too long to make", name);
        return NULL;
    }
    gboolean is_known = is_checkable(encryption) && find_sealed(encryption, part, &sealed) &&
                        odf_key_derive(encryption, cipher->password, key);
    gboolean is_right = is_known && (sealed.tag != NULL || check_start(encryption, &sealed, key));
    GBytes *packed = is_right ? decrypt(encryption, &sealed, key) : NULL;
    if (packed == NULL) {
        item_set_partly(cipher->item, "%s: damaged: it cannot be decrypted", name);
    }
    crypto_wipe(key, sizeof key);
    return packed;
}

Source *odf_cipher_open_part(gpointer data, const char *name, Source *part)
{
    const OdfCipher *cipher = data;
    const OdfEncryption *encryption = g_hash_table_lookup(cipher->encryptions, name);
    if (encryption == NULL) {
        return part;
    }
    g_autoptr(Source) owned = part;
    g_autoptr(GError) error = NULL;
    gboolean too_large = FALSE;
    g_autoptr(GBytes) bytes = source_read_all(owned, PART_BYTES, &too_large, &error);
    if (bytes == NULL) {
        item_set_partly(cipher->item, "%s: %s", name,
                        too_large ? "limit: size of a part" : error->message);
        return NULL;
    }
    g_autoptr(GBytes) packed = load_packed(cipher, encryption, name, bytes);
    return packed != NULL ? unpack(cipher->item->extraction, packed) : NULL;
}

/* LibreOffice packs what it encrypts, though it is a ZIP; what is not packed begins as one. */
static GBytes *unpack_whole(const OdfCipher *cipher, GBytes *packed)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(packed, &length);
    if (length >= 4 && memcmp(bytes, "PK\3\4", 4) == 0) {
        return g_bytes_ref(packed);
    }
    g_autoptr(Source) source = unpack(cipher->item->extraction, packed);
    g_autoptr(GError) error = NULL;
    gboolean too_large = FALSE;
    GBytes *whole = source_read_all(source, PART_BYTES, &too_large, &error);
    if (whole == NULL) {
        item_set_unread(cipher->item, "%s",
                        too_large ? "limit: encrypted document of more than 256 MiB"
                                  : error->message);
    }
    return whole;
}

GBytes *odf_cipher_load_whole(OdfCipher *cipher, Package *package)
{
    g_autoptr(GBytes) part = package_load(package, ODF_WHOLE_PART, PART_BYTES);
    const OdfEncryption *encryption = g_hash_table_lookup(cipher->encryptions, ODF_WHOLE_PART);
    g_autoptr(GBytes) packed = part != NULL ? load_packed(cipher, encryption, ODF_WHOLE_PART, part)
                                            : NULL;
    GBytes *whole = packed != NULL ? unpack_whole(cipher, packed) : NULL;
    if (whole == NULL) {
        item_set_unread(cipher->item, "damaged: it cannot be decrypted");
    }
    return whole;
}

#include "scanner/readers/sevenzip_plain.h"

#include <string.h>
#include <unistd.h>

#include "scanner/readers/passwords.h"
#include "scanner/readers/sevenzip_cipher.h"
#include "scanner/readers/sevenzip_first.h"
#include "scanner/spool.h"

enum {
    PLAIN_BYTES = 256 << 20, /* it is held in memory, as archives within archives are */
    HEADER_BYTES = 64 << 20, /* unpacked */
    HEADER_DEPTH = 4,        /* headers packed by packed headers */
    BLOCK_BYTES = 65536,     /* of whole blocks of the cipher */
    MAX_POWER = 24,          /* 7-Zip makes 19, and reads no more than this */
    NO_PASSWORD = G_MAXUINT,
};

/* The last key made of a password: all folders of an archive mostly have the same. */
typedef struct {
    gboolean is_made;
    SevenzipCipher cipher;
    guint8 key[SEVENZIP_KEY_BYTES];
} Key;

typedef struct {
    Item *item;
    GBytes *held;
    const char *const *passwords;
    guint n_passwords, best; /* the last one that did fit */
    Key *keys;
    guint64 length;      /* of the archive */
    gboolean has_opened; /* header or folders */
    guint64 budget;      /* bytes that may still be unpacked to try passwords */
    const char *limit;
} Opening;

/* --- bytes --- */

static gboolean read_at(const Opening *opening, guint64 offset, guint8 *buffer, gsize length)
{
    if (offset > opening->length || length > opening->length - offset) {
        return FALSE;
    }
    if (opening->held != NULL) {
        const guint8 *bytes = g_bytes_get_data(opening->held, NULL);
        memcpy(buffer, bytes + offset, length);
        return TRUE;
    }
    for (gsize done = 0; done < length;) {
        gssize got = pread(source_get_fd(opening->item->source), buffer + done, length - done,
                           (off_t)(offset + done));
        if (got <= 0) {
            return FALSE;
        }
        done += (gsize)got;
    }
    return TRUE;
}

/* NULL when a password takes too long to try. */
static const guint8 *find_key(Opening *opening, guint password, const SevenzipCipher *cipher)
{
    Key *key = &opening->keys[password];
    if (key->is_made && sevenzip_cipher_has_key_of(&key->cipher, cipher)) {
        return key->key;
    }
    guint64 rounds = sevenzip_cipher_count_rounds(cipher);
    if (rounds > (guint64)1 << MAX_POWER || !passwords_may_take(opening->item, rounds)) {
        opening->limit = "limit: trying passwords takes too long";
        return NULL;
    }
    key->cipher = *cipher;
    key->is_made = sevenzip_cipher_make_key(cipher, opening->passwords[password], key->key);
    return key->is_made ? key->key : NULL;
}

/* The first size bytes of a packed stream; decryption NULL: as they are. */
static gboolean copy_stream(const Opening *opening, guint64 offset, guint64 size,
                            CryptoCipher *decryption, Spool *spool)
{
    g_autofree guint8 *block = g_malloc(BLOCK_BYTES);
    while (size > 0) {
        gsize taken = (gsize)MIN(size, (guint64)BLOCK_BYTES);
        gsize padding = decryption != NULL ? -taken % SEVENZIP_BLOCK_BYTES : 0;
        if (!read_at(opening, offset, block, taken + padding) ||
            (decryption != NULL && !crypto_cipher_decrypt(decryption, block, taken + padding)) ||
            !spool_add(spool, block, taken, NULL)) {
            return FALSE;
        }
        offset += taken;
        size -= taken;
    }
    return TRUE;
}

/* --- folders --- */

/* A header with where its packed streams begin. */
typedef struct {
    SevenzipHeader *header;
    guint64 *offsets;
} Located;

static void located_clear(Located *located)
{
    g_clear_pointer(&located->header, sevenzip_header_free);
    g_clear_pointer(&located->offsets, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Located, located_clear)

/* FALSE when the streams are not all in the archive. */
static gboolean locate(const Opening *opening, GBytes *bytes, Located *located)
{
    located_clear(located);
    located->header = sevenzip_header_take(bytes);
    if (located->header == NULL) {
        return FALSE;
    }
    GArray *sizes = located->header->sizes;
    guint64 offset = located->header->offset;
    located->offsets = g_new0(guint64, sizes->len + 1);
    for (guint i = 0; i < sizes->len; i++) {
        located->offsets[i] = offset;
        if (!g_uint64_checked_add(&offset, offset, g_array_index(sizes, guint64, i))) {
            return FALSE;
        }
    }
    return offset <= opening->length;
}

static guint64 get_packed_size(const Located *located, guint64 stream)
{
    return g_array_index(located->header->sizes, guint64, stream);
}

/* What a stream is without its encryption; the size of what is encrypted is of whole blocks. */
static gboolean find_size(const Located *located, const SevenzipFolder *folder, guint packed,
                          guint64 *size)
{
    guint64 encrypted = get_packed_size(located, folder->first_packed + packed);
    *size = encrypted;
    return sevenzip_folder_find_cipher(folder, packed, size) == NULL ||
           (encrypted % SEVENZIP_BLOCK_BYTES == 0 && *size <= encrypted);
}

/* Adds a stream as it is without its encryption; its coders were checked to be understood. */
static gboolean add_stream(Opening *opening, const Located *located, const SevenzipFolder *folder,
                           guint packed, guint password, Spool *spool)
{
    guint64 size = 0;
    SevenzipCipher cipher;
    g_autoptr(CryptoCipher) decryption = NULL;
    const SevenzipCoder *coder = sevenzip_folder_find_cipher(folder, packed, &size);
    if (password == NO_PASSWORD || coder == NULL) {
        size = get_packed_size(located, folder->first_packed + packed);
    } else if (!find_size(located, folder, packed, &size) ||
               !sevenzip_cipher_take(&cipher, coder->properties, coder->n_properties)) {
        return FALSE;
    } else {
        const guint8 *key = find_key(opening, password, &cipher);
        decryption = key != NULL ? sevenzip_cipher_open(&cipher, key) : NULL;
        if (decryption == NULL) {
            return FALSE;
        }
    }
    return copy_stream(opening, located->offsets[folder->first_packed + packed], size, decryption,
                       spool);
}

static gboolean add_streams(Opening *opening, const Located *located, const SevenzipFolder *folder,
                            guint password, Spool *spool)
{
    for (guint i = 0; i < folder->n_packed; i++) {
        if (!add_stream(opening, located, folder, i, password, spool)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The sizes of a folder's streams without their encryption; NULL when they make no sense. */
static GArray *make_sizes(const Located *located, const SevenzipFolder *folder)
{
    g_autoptr(GArray) sizes = g_array_new(FALSE, FALSE, sizeof(guint64));
    for (guint i = 0; i < folder->n_packed; i++) {
        guint64 size = 0;
        if (!find_size(located, folder, i, &size)) {
            return NULL;
        }
        g_array_append_val(sizes, size);
    }
    return g_steal_pointer(&sizes);
}

/* Whether a folder's first file comes out of it with a password, or without one. plain: the folder
 * without encryption. */
static gboolean fits(Opening *opening, const Located *located, const SevenzipFolder *folder,
                     const SevenzipFolder *plain, guint password, GBytes **content)
{
    g_autoptr(Spool) spool = spool_new();
    g_autoptr(GArray) sizes = make_sizes(located, folder);
    if (sizes == NULL || !add_streams(opening, located, folder, password, spool)) {
        return FALSE;
    }
    g_autoptr(GBytes) packed = spool_finish(g_steal_pointer(&spool), NULL);
    guint64 limit = content != NULL ? (guint64)HEADER_BYTES : opening->budget;
    if (folder->first_size > limit) {
        opening->limit = "limit: expanded size";
    }
    if (packed == NULL || opening->limit != NULL) {
        return FALSE;
    }
    gboolean is_first = sevenzip_first_check(plain, sizes, packed, limit, content);
    opening->budget -= MIN(folder->first_size, opening->budget);
    return is_first;
}

/* The password that fits a folder, the last one that did first; NO_PASSWORD when none does. */
static guint find_password(Opening *opening, const Located *located, const SevenzipFolder *folder,
                           GBytes **content)
{
    g_autoptr(SevenzipFolder) plain = sevenzip_folder_strip(folder);
    if (opening->length > PLAIN_BYTES) {
        opening->limit = "limit: encrypted archive of more than 256 MiB";
    }
    for (guint i = 0; plain != NULL && i < opening->n_passwords && opening->limit == NULL; i++) {
        guint password = (opening->best + i) % opening->n_passwords;
        if (fits(opening, located, folder, plain, password, content)) {
            opening->best = password;
            opening->has_opened = TRUE;
            return password;
        }
    }
    return NO_PASSWORD;
}

/* --- the header --- */

static GBytes *load_header(const Opening *opening)
{
    SevenzipStart start;
    guint8 bytes[SEVENZIP_START_BYTES];
    if (!read_at(opening, 0, bytes, sizeof bytes) || !sevenzip_start_take(bytes, &start) ||
        start.size == 0 || start.size > HEADER_BYTES) {
        return NULL;
    }
    g_autofree guint8 *header = g_try_malloc(start.size);
    if (header == NULL || !read_at(opening, start.offset, header, start.size) ||
        sevenzip_crc(0, header, start.size) != start.crc) {
        return NULL;
    }
    return g_bytes_new_take(g_steal_pointer(&header), start.size);
}

/* The header that a packed one holds. */
static GBytes *unpack_header(Opening *opening, const Located *located)
{
    GBytes *content = NULL;
    const SevenzipFolder *folder = located->header->folders->pdata[0];
    if (sevenzip_folder_is_encrypted(folder)) {
        find_password(opening, located, folder, &content);
    } else {
        fits(opening, located, folder, folder, NO_PASSWORD, &content);
    }
    return content;
}

static gboolean open_header(Opening *opening, Located *located)
{
    g_autoptr(GBytes) bytes = load_header(opening);
    for (guint depth = 0; bytes != NULL && depth < HEADER_DEPTH; depth++) {
        if (!locate(opening, bytes, located)) {
            return FALSE;
        }
        if (!located->header->is_packed) {
            return TRUE;
        }
        GBytes *content = unpack_header(opening, located);
        g_bytes_unref(bytes);
        bytes = content;
    }
    return FALSE;
}

/* --- the archive --- */

/* The passwords of all folders (g_free). */
static guint *find_passwords(Opening *opening, const Located *located)
{
    const GPtrArray *folders = located->header->folders;
    guint *passwords = g_new0(guint, folders->len + 1);
    for (guint i = 0; i < folders->len && opening->limit == NULL; i++) {
        passwords[i] = sevenzip_folder_is_encrypted(folders->pdata[i])
                           ? find_password(opening, located, folders->pdata[i], NULL)
                           : NO_PASSWORD;
    }
    return passwords;
}

/* The header of the archive without encryption, its streams in the order of folders. */
static SevenzipHeader *make_header(const Located *located, const guint *passwords)
{
    const GPtrArray *folders = located->header->folders;
    SevenzipHeader *plain = sevenzip_header_new();
    for (guint i = 0; i < folders->len; i++) {
        const SevenzipFolder *folder = folders->pdata[i];
        gboolean is_opened = passwords[i] != NO_PASSWORD;
        g_ptr_array_add(plain->folders,
                        is_opened ? sevenzip_folder_strip(folder) : sevenzip_folder_copy(folder));
        for (guint j = 0; j < folder->n_packed; j++) {
            guint64 size = get_packed_size(located, folder->first_packed + j);
            if (is_opened) {
                find_size(located, folder, j, &size);
            }
            g_array_append_val(plain->sizes, size);
        }
    }
    const SevenzipHeader *header = located->header;
    g_byte_array_append(plain->files, header->files->data, header->files->len);
    g_byte_array_append(plain->entries, header->entries->data, header->entries->len);
    return plain;
}

static GBytes *write_plain(Opening *opening, const Located *located, const guint *passwords)
{
    g_autoptr(SevenzipHeader) plain = make_header(located, passwords);
    g_autoptr(GByteArray) end = sevenzip_header_put(plain);
    g_autoptr(GByteArray) start = g_byte_array_new();
    guint64 total = 0;
    for (guint i = 0; i < plain->sizes->len; i++) {
        total += g_array_index(plain->sizes, guint64, i);
    }
    sevenzip_start_put(start, total, end);
    g_autoptr(Spool) spool = spool_new();
    gboolean is_whole = spool_add(spool, start->data, start->len, NULL);
    const GPtrArray *folders = located->header->folders;
    for (guint i = 0; is_whole && i < folders->len; i++) {
        is_whole = add_streams(opening, located, folders->pdata[i], passwords[i], spool);
    }
    is_whole = is_whole && spool_add(spool, end->data, end->len, NULL);
    return is_whole ? spool_finish(g_steal_pointer(&spool), NULL) : NULL;
}

static GBytes *make_plain(Opening *opening)
{
    g_auto(Located) located = {NULL, NULL};
    if (!open_header(opening, &located)) {
        return NULL;
    }
    g_autofree guint *passwords = find_passwords(opening, &located);
    gboolean is_opened = opening->has_opened && opening->limit == NULL;
    return is_opened ? write_plain(opening, &located, passwords) : NULL;
}

GBytes *sevenzip_plain_make(Item *item, GBytes *held)
{
    const ExtractOptions *options = item->extraction->options;
    Opening opening = {
        .item = item,
        .held = held,
        .passwords = options->passwords,
        .length = held != NULL ? g_bytes_get_size(held) : (guint64)item->extraction->stored_bytes,
        .budget = options->limits.expanded_bytes,
    };
    while (opening.passwords != NULL && opening.passwords[opening.n_passwords] != NULL) {
        opening.n_passwords++;
    }
    if (opening.n_passwords == 0) {
        return NULL;
    }
    opening.keys = g_new0(Key, opening.n_passwords);
    GBytes *plain = make_plain(&opening);
    if (opening.limit != NULL) {
        item_set_partly(item, "%s", opening.limit);
    }
    crypto_wipe(opening.keys, opening.n_passwords * sizeof *opening.keys);
    g_free(opening.keys);
    return plain;
}

#include "enforcer/vault/blob.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "base/error.h"

static const char magic[16] = "daicho vault 1\n";

enum {
    CHUNK_BYTES = 1 << 16,
    HEAD_BYTES_MAX = 1 << 26, /* of a head: ranges and extended attributes */
    LENGTH_BYTES = 4,
    TAG_CHUNK = 0, /* crypto_secretstream_xchacha20poly1305_TAG_MESSAGE */
};

#define HEAD_TYPE "(xxssa(xxx)@" DAICHO_FS_ATTRIBUTES_TYPE ")"

G_STATIC_ASSERT(VAULT_KEY_BYTES == crypto_secretstream_xchacha20poly1305_KEYBYTES);

void vault_head_clear(VaultHead *head)
{
    g_clear_pointer(&head->ranges, g_array_unref);
    g_clear_pointer(&head->digest, g_free);
    g_clear_pointer(&head->rest_digest, g_free);
    g_clear_pointer(&head->attributes, g_variant_unref);
}

static GVariant *head_to_variant(const VaultHead *head)
{
    g_auto(GVariantBuilder) ranges = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a(xxx)"));
    for (guint i = 0; i < head->ranges->len; i++) {
        const DaichoRange *range = &g_array_index(head->ranges, DaichoRange, i);
        g_variant_builder_add(&ranges, "(xxx)", range->start, range->end, range->record);
    }
    return g_variant_ref_sink(g_variant_new(HEAD_TYPE, head->plan, head->target, head->digest,
                                            head->rest_digest, &ranges, head->attributes));
}

static void head_from_variant(GVariant *variant, VaultHead *head)
{
    g_autoptr(GVariantIter) ranges = NULL;
    DaichoRange range;
    g_variant_get(variant, HEAD_TYPE, &head->plan, &head->target, &head->digest, &head->rest_digest,
                  &ranges, &head->attributes);
    head->ranges = g_array_new(FALSE, FALSE, sizeof(DaichoRange));
    while (g_variant_iter_next(ranges, "(xxx)", &range.start, &range.end, &range.record)) {
        g_array_append_val(head->ranges, range);
    }
}

/* --- writing --- */

typedef struct {
    DaichoFs *fs;
    int fd;
    crypto_secretstream_xchacha20poly1305_state state;
    DaichoDigester *digester;
    GByteArray *pending; /* content not yet encrypted: the last chunk must be known as such */
    GByteArray *sealed;
} Writer;

static gboolean write_message(Writer *writer, const void *bytes, gsize length, guchar tag,
                              GError **error)
{
    gsize sealed_bytes = length + crypto_secretstream_xchacha20poly1305_ABYTES;
    guint32 frame = GUINT32_TO_LE((guint32)sealed_bytes);
    g_byte_array_set_size(writer->sealed, (guint)(LENGTH_BYTES + sealed_bytes));
    memcpy(writer->sealed->data, &frame, LENGTH_BYTES);
    crypto_secretstream_xchacha20poly1305_push(&writer->state, writer->sealed->data + LENGTH_BYTES,
                                               NULL, bytes, length, (const guchar *)magic,
                                               sizeof magic, tag);
    return daicho_fs_write_all(writer->fs, writer->fd, writer->sealed->data, writer->sealed->len,
                               error);
}

static gboolean write_content(const guint8 *bytes, gsize length, gpointer data, GError **error)
{
    Writer *writer = data;
    daicho_digester_update(writer->digester, bytes, length);
    g_byte_array_append(writer->pending, bytes, (guint)length);
    while (writer->pending->len > CHUNK_BYTES) {
        if (!write_message(writer, writer->pending->data, CHUNK_BYTES, TAG_CHUNK, error)) {
            return FALSE;
        }
        g_byte_array_remove_range(writer->pending, 0, CHUNK_BYTES);
    }
    return TRUE;
}

static gboolean write_start(Writer *writer, GBytes *key, GError **error)
{
    guint8 header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    crypto_secretstream_xchacha20poly1305_init_push(&writer->state, header,
                                                    g_bytes_get_data(key, NULL));
    return daicho_fs_write_all(writer->fs, writer->fd, magic, sizeof magic, error) &&
           daicho_fs_write_all(writer->fs, writer->fd, header, sizeof header, error);
}

gboolean vault_blob_write(DaichoFs *fs, int blob_fd, GBytes *key, const VaultHead *head, int fd,
                          guint8 digest[DAICHO_DIGEST_BYTES], GError **error)
{
    g_autoptr(GByteArray) pending = g_byte_array_new();
    g_autoptr(GByteArray) sealed = g_byte_array_new();
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    Writer writer = {
        .fs = fs, .fd = blob_fd, .digester = digester, .pending = pending, .sealed = sealed};
    g_autoptr(GVariant) variant = head_to_variant(head);
    gboolean written = write_start(&writer, key, error) &&
                       write_message(&writer, g_variant_get_data(variant),
                                     g_variant_get_size(variant), TAG_CHUNK, error) &&
                       (head->ranges->len > 0
                            ? range_read_cut(fs, fd, head->ranges, write_content, &writer, error)
                            : range_read(fs, fd, 0, -1, write_content, &writer, error)) &&
                       write_message(&writer, pending->data, pending->len,
                                     crypto_secretstream_xchacha20poly1305_TAG_FINAL, error);
    daicho_digester_finish(digester, digest);
    sodium_memzero(&writer.state, sizeof writer.state);
    return written;
}

/* --- reading --- */

typedef struct {
    DaichoFs *fs;
    int fd;
    gint64 offset;
    crypto_secretstream_xchacha20poly1305_state state;
    GByteArray *sealed;
    guint8 *plain;
    gsize plain_bytes;
    guchar tag;
} Reader;

static gboolean fail(GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "the vault's file is damaged: bring it back from a backup of the vault folder");
    return FALSE;
}

/* Exactly length bytes. */
static gboolean read_exactly(Reader *reader, void *bytes, gsize length, GError **error)
{
    for (gsize have = 0; have < length;) {
        ssize_t got = reader->fs->pread(reader->fs, reader->fd, (guint8 *)bytes + have,
                                        length - have, reader->offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "cannot read the vault");
        }
        if (got == 0) {
            return fail(error);
        }
        have += (gsize)got;
        reader->offset += got;
    }
    return TRUE;
}

static gboolean read_message(Reader *reader, gsize plain_max, GError **error)
{
    guint32 frame = 0;
    if (!read_exactly(reader, &frame, LENGTH_BYTES, error)) {
        return FALSE;
    }
    gsize length = GUINT32_FROM_LE(frame);
    if (length < crypto_secretstream_xchacha20poly1305_ABYTES ||
        length > plain_max + crypto_secretstream_xchacha20poly1305_ABYTES) {
        return fail(error);
    }
    reader->plain_bytes = length - crypto_secretstream_xchacha20poly1305_ABYTES;
    reader->plain = g_realloc(reader->plain, reader->plain_bytes + 1);
    g_byte_array_set_size(reader->sealed, (guint)length);
    return read_exactly(reader, reader->sealed->data, length, error) &&
           (crypto_secretstream_xchacha20poly1305_pull(&reader->state, reader->plain, NULL,
                                                       &reader->tag, reader->sealed->data, length,
                                                       (const guchar *)magic, sizeof magic) == 0 ||
            fail(error));
}

static gboolean read_start(Reader *reader, GBytes *key, GError **error)
{
    char begun[sizeof magic];
    guint8 header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    return read_exactly(reader, begun, sizeof begun, error) &&
           read_exactly(reader, header, sizeof header, error) &&
           ((memcmp(begun, magic, sizeof magic) == 0 &&
             crypto_secretstream_xchacha20poly1305_init_pull(&reader->state, header,
                                                             g_bytes_get_data(key, NULL)) == 0) ||
            fail(error));
}

static gboolean read_head(Reader *reader, VaultHead *head, GError **error)
{
    if (!read_message(reader, HEAD_BYTES_MAX, error)) {
        return FALSE;
    }
    if (reader->tag != TAG_CHUNK) {
        return fail(error);
    }
    static const char type[] = "(xxssa(xxx)" DAICHO_FS_ATTRIBUTES_TYPE ")";
    g_autoptr(GBytes) bytes = g_bytes_new(reader->plain, reader->plain_bytes);
    g_autoptr(GVariant)
        variant = g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(type), bytes, FALSE));
    head_from_variant(variant, head);
    return TRUE;
}

static gboolean read_content(Reader *reader, RangeSink sink, gpointer data, GError **error)
{
    do {
        if (!read_message(reader, CHUNK_BYTES, error) ||
            !sink(reader->plain, reader->plain_bytes, data, error)) {
            return FALSE;
        }
    } while (reader->tag == TAG_CHUNK);
    guint8 more;
    return reader->fs->pread(reader->fs, reader->fd, &more, 1, reader->offset) == 0 || fail(error);
}

gboolean vault_blob_read(DaichoFs *fs, int blob_fd, GBytes *key, VaultHead *head, RangeSink sink,
                         gpointer data, GError **error)
{
    g_autoptr(GByteArray) sealed = g_byte_array_new();
    Reader reader = {.fs = fs, .fd = blob_fd, .sealed = sealed};
    gboolean is_read = read_start(&reader, key, error) && read_head(&reader, head, error) &&
                       read_content(&reader, sink, data, error);
    sodium_memzero(&reader.state, sizeof reader.state);
    if (reader.plain != NULL) {
        sodium_memzero(reader.plain, reader.plain_bytes);
    }
    g_free(reader.plain);
    return is_read;
}

#include "enforcer/edits/compress.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "enforcer/edits/deflate.h"

typedef struct archive ReadArchive;
static void archive_free_read(ReadArchive *archive)
{
    archive_read_free(archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReadArchive, archive_free_read)

typedef struct archive WriteArchive;
static void archive_free_write(WriteArchive *archive)
{
    archive_write_free(archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WriteArchive, archive_free_write)

typedef struct archive_entry ArchiveEntry;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ArchiveEntry, archive_entry_free)

struct EditFilter {
    const char *name;
    const char *sign;
    gsize sign_length;
    GBytes *(*expand)(const EditFilter *filter, GBytes *content, guint64 limit, GError **error);
    GBytes *(*compress)(const EditFilter *filter, GBytes *plain, GBytes *original, GError **error);
    int (*support)(struct archive *archive); /* of libarchive's reader */
    int (*add)(struct archive *archive);     /* of its writer */
    gsize level_at; /* where the original tells its level as a digit; 0: not */
};

static gboolean refuse(const EditFilter *filter, const char *what, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "the %s data %s: rewrite it by hand",
                filter->name, what);
    return FALSE;
}

/* --- gzip, RFC 1952 --- */

enum {
    GZIP_FLAGS = 3,
    GZIP_EXTRA_FLAGS = 8,
    GZIP_HEADER_BYTES = 10,
    GZIP_HAS_HEADER_SUM = 2,
    GZIP_HAS_EXTRA = 4,
    GZIP_HAS_NAME = 8,
    GZIP_HAS_COMMENT = 16,
};

static gsize skip_text(const guint8 *bytes, gsize length, gsize at)
{
    const guint8 *end = at < length ? memchr(bytes + at, 0, length - at) : NULL;
    return end != NULL ? (gsize)(end - bytes) + 1 : length;
}

/* Whether the length of a header that is whole was found. */
static gboolean measure_gzip_header(const guint8 *bytes, gsize length, gsize *header)
{
    gsize at = GZIP_HEADER_BYTES;
    if (length < at + 2) {
        return FALSE;
    }
    guint8 flags = bytes[GZIP_FLAGS];
    if ((flags & GZIP_HAS_EXTRA) != 0) {
        at += 2 + (gsize)(bytes[at] | bytes[at + 1] << 8);
    }
    if ((flags & GZIP_HAS_NAME) != 0) {
        at = skip_text(bytes, length, at);
    }
    if ((flags & GZIP_HAS_COMMENT) != 0) {
        at = skip_text(bytes, length, at);
    }
    if ((flags & GZIP_HAS_HEADER_SUM) != 0) {
        at += 2;
    }
    *header = at;
    return at < length;
}

static void append_32(GByteArray *out, guint32 value)
{
    const guint32 little = GUINT32_TO_LE(value);
    g_byte_array_append(out, (const guint8 *)&little, sizeof little);
}

/* libarchive does not prove the check sums. */
static GBytes *expand_gzip(const EditFilter *filter, GBytes *content, guint64 limit, GError **error)
{
    (void)filter;
    return edit_gunzip(content, limit, error);
}

/* libarchive would write a header of its own. */
static GBytes *compress_gzip(const EditFilter *filter, GBytes *plain, GBytes *original,
                             GError **error)
{
    gsize length = 0;
    gsize header = 0;
    const guint8 *bytes = g_bytes_get_data(original, &length);
    if (!measure_gzip_header(bytes, length, &header)) {
        refuse(filter, "has a damaged header", error);
        return NULL;
    }
    guint8 tried = bytes[GZIP_EXTRA_FLAGS]; /* 2: hardest, 4: fastest */
    g_autoptr(GBytes) stored = edit_deflate(plain, tried == 2 ? 9 : tried == 4 ? 1 : 6, error);
    if (stored == NULL) {
        return NULL;
    }
    gsize plain_length = 0;
    gsize stored_length = 0;
    const guint8 *plain_bytes = g_bytes_get_data(plain, &plain_length);
    const guint8 *stored_bytes = g_bytes_get_data(stored, &stored_length);
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_byte_array_append(out, bytes, (guint)header);
    g_byte_array_append(out, stored_bytes, (guint)stored_length);
    append_32(out, (guint32)crc32_z(0, plain_bytes, plain_length));
    append_32(out, (guint32)plain_length);
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

/* --- the others, by libarchive --- */

static la_ssize_t take_output(struct archive *archive, void *data, const void *bytes, size_t length)
{
    (void)archive;
    g_byte_array_append(data, bytes, (guint)length);
    return (la_ssize_t)length;
}

static gboolean write_content(struct archive *archive, GBytes *plain)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(plain, &length);
    g_autoptr(ArchiveEntry) entry = archive_entry_new();
    archive_entry_set_pathname(entry, "content");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)length);
    if (archive_write_header(archive, entry) != ARCHIVE_OK) {
        return FALSE;
    }
    return (length == 0 || archive_write_data(archive, bytes, length) == (la_ssize_t)length) &&
           archive_write_close(archive) == ARCHIVE_OK;
}

static gboolean set_level(const EditFilter *filter, struct archive *archive, GBytes *original)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(original, &length);
    if (filter->level_at == 0 || filter->level_at >= length ||
        !g_ascii_isdigit(bytes[filter->level_at])) {
        return TRUE;
    }
    const char level[] = {(char)bytes[filter->level_at], '\0'};
    return archive_write_set_filter_option(archive, NULL, "compression-level", level) == ARCHIVE_OK;
}

static GBytes *compress_other(const EditFilter *filter, GBytes *plain, GBytes *original,
                              GError **error)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(WriteArchive) archive = archive_write_new();
    gboolean done = archive_write_set_format_raw(archive) == ARCHIVE_OK &&
                    filter->add(archive) == ARCHIVE_OK && set_level(filter, archive, original) &&
                    archive_write_set_bytes_per_block(archive, 0) == ARCHIVE_OK &&
                    archive_write_open(archive, out, NULL, take_output, NULL) == ARCHIVE_OK &&
                    write_content(archive, plain);
    if (!done) {
        refuse(filter, "cannot be compressed again", error);
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

static gboolean read_all(const EditFilter *filter, struct archive *archive, guint64 limit,
                         GByteArray *out, GError **error)
{
    guint8 buffer[65536];
    la_ssize_t got;
    while ((got = archive_read_data(archive, buffer, sizeof buffer)) > 0) {
        if (out->len + (guint64)got > MIN(limit, (guint64)G_MAXINT32)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                        "the %s data expands to more than the limit of %" G_GUINT64_FORMAT
                        " bytes for rewriting: rewrite it by hand",
                        filter->name, limit);
            return FALSE;
        }
        g_byte_array_append(out, buffer, (guint)got);
    }
    return got == 0 || refuse(filter, "is damaged", error);
}

static GBytes *expand_other(const EditFilter *filter, GBytes *content, guint64 limit,
                            GError **error)
{
    gsize length = 0;
    const void *bytes = g_bytes_get_data(content, &length);
    struct archive_entry *entry = NULL;
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(ReadArchive) archive = archive_read_new();
    archive_read_support_format_raw(archive);
    archive_read_support_format_empty(archive);
    filter->support(archive);
    if (archive_read_open_memory(archive, bytes, length) != ARCHIVE_OK) {
        refuse(filter, "is damaged", error);
        return NULL;
    }
    int status = archive_read_next_header(archive, &entry);
    if (status != ARCHIVE_EOF && status != ARCHIVE_OK) {
        refuse(filter, "is damaged", error);
        return NULL;
    }
    if (status == ARCHIVE_OK && !read_all(filter, archive, limit, out, error)) {
        return NULL;
    }
    if (archive_filter_bytes(archive, -1) != (la_int64_t)length) {
        refuse(filter, "has unknown bytes behind its end", error);
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

static const EditFilter filters[] = {
    {
        .name = "gzip",
        .sign = "\x1f\x8b",
        .sign_length = 2,
        .expand = expand_gzip,
        .compress = compress_gzip,
    },
    {
        .name = "bzip2",
        .sign = "BZh",
        .sign_length = 3,
        .expand = expand_other,
        .compress = compress_other,
        .support = archive_read_support_filter_bzip2,
        .add = archive_write_add_filter_bzip2,
        .level_at = 3,
    },
    {
        .name = "xz",
        .sign = "\xfd"
                "7zXZ",
        .sign_length = 5,
        .expand = expand_other,
        .compress = compress_other,
        .support = archive_read_support_filter_xz,
        .add = archive_write_add_filter_xz,
    },
    {
        .name = "zstd",
        .sign = "\x28\xb5\x2f\xfd",
        .sign_length = 4,
        .expand = expand_other,
        .compress = compress_other,
        .support = archive_read_support_filter_zstd,
        .add = archive_write_add_filter_zstd,
    },
};

const EditFilter *edit_filter_find(GBytes *content)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(content, &length);
    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        if (length >= filters[i].sign_length &&
            memcmp(bytes, filters[i].sign, filters[i].sign_length) == 0) {
            return &filters[i];
        }
    }
    return NULL;
}

GBytes *edit_filter_expand(const EditFilter *filter, GBytes *content, guint64 limit, GError **error)
{
    return filter->expand(filter, content, limit, error);
}

GBytes *edit_filter_compress(const EditFilter *filter, GBytes *plain, GBytes *original,
                             GError **error)
{
    g_autoptr(GBytes) compressed = filter->compress(filter, plain, original, error);
    if (compressed == NULL) {
        return NULL;
    }
    g_autoptr(GBytes)
        again = edit_filter_expand(filter, compressed, g_bytes_get_size(plain), error);
    if (again == NULL) {
        return NULL;
    }
    if (!g_bytes_equal(plain, again)) {
        refuse(filter, "does not come back after it was compressed again", error);
        return NULL;
    }
    return g_steal_pointer(&compressed);
}

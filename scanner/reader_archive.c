#include "scanner/reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "scanner/scanner.h"

enum {
    NESTED_BYTES =
        256 << 20, /* an archive within an archive is held in memory: most need seeking */
    BLOCK_BYTES = 65536,
};

typedef struct archive Archive;
static void archive_free_read(Archive *archive)
{
    archive_read_free(archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_free_read)

/* Every format and filter but those that run programs (lrzip, grzip) or read other files (mtree). */
static void support_all(Archive *archive, gboolean raw)
{
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_compress(archive);
    archive_read_support_filter_gzip(archive);
    archive_read_support_filter_lzip(archive);
    archive_read_support_filter_lzma(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_filter_lz4(archive);
    archive_read_support_filter_uu(archive);
    archive_read_support_filter_rpm(archive);
    archive_read_support_format_7zip(archive);
    archive_read_support_format_ar(archive);
    archive_read_support_format_cab(archive);
    archive_read_support_format_cpio(archive);
    archive_read_support_format_empty(archive);
    archive_read_support_format_iso9660(archive);
    archive_read_support_format_lha(archive);
    archive_read_support_format_rar(archive);
    archive_read_support_format_rar5(archive);
    archive_read_support_format_tar(archive);
    archive_read_support_format_warc(archive);
    archive_read_support_format_xar(archive);
    archive_read_support_format_zip(archive);
    if (raw) {
        archive_read_support_format_raw(archive);
    }
    /* What follows the end of a tape archive is another one, or is told as damage. */
    archive_read_set_option(archive, "tar", "read_concatenated_archives", "1");
}

/* Why the archive, or its current entry, cannot be read further (g_free). */
static char *describe_failure(Archive *archive)
{
    const char *words = archive_error_string(archive);
    gboolean is_unsupported = words != NULL && strcasestr(words, "unsupported") != NULL;
    return g_strconcat(
        is_unsupported ? "" : "damaged: ", words != NULL ? words : "it cannot be read", NULL);
}

/* Everything in memory or in a file, since many formats are read from their end. *held keeps what
 * must outlive the archive. */
static gboolean open_archive(Item *item, Archive *archive, GBytes **held)
{
    int fd = source_get_fd(item->source);
    if (fd >= 0) {
        return lseek(fd, 0, SEEK_SET) == 0 &&
               archive_read_open_fd(archive, fd, BLOCK_BYTES) == ARCHIVE_OK;
    }
    gboolean too_large = FALSE;
    g_autoptr(GError) error = NULL;
    *held = source_read_all(item->source, NESTED_BYTES, &too_large, &error);
    if (*held == NULL) {
        item_set_unread(item, "%s",
                        too_large ? "limit: nested archive of more than 256 MiB" : error->message);
        return FALSE;
    }
    gsize length = 0;
    const void *bytes = g_bytes_get_data(*held, &length);
    return archive_read_open_memory(archive, bytes, length) == ARCHIVE_OK;
}

/* A member being read, block by block: archive_read_data forgets what it had when a block fails. */
typedef struct {
    Archive *archive;
    Extraction *extraction;
    const guint8 *block; /* of the archive; until the next is read */
    gsize block_length;
    gint64 block_offset, offset; /* the gap between them is a hole of a sparse file */
    gboolean at_end;
    char *failed; /* why there is nothing behind the block; NULL when there may be more */
} MemberData;

static void next_block(MemberData *member)
{
    const void *block = NULL;
    size_t length = 0;
    la_int64_t offset = member->offset;
    int status = archive_read_data_block(member->archive, &block, &length, &offset);
    member->at_end = status != ARCHIVE_OK;
    gboolean has_data = status == ARCHIVE_OK || status == ARCHIVE_WARN;
    member->block = block;
    member->block_length = has_data ? length : 0;
    member->block_offset = has_data ? offset : member->offset;
    if (status != ARCHIVE_OK && status != ARCHIVE_EOF) {
        member->failed = describe_failure(member->archive);
    }
}

/* Takes from the block, or from the hole before it. */
static gsize take_bytes(MemberData *member, guint8 *buffer, gsize length)
{
    gint64 hole = member->block_offset - member->offset;
    gsize taken = hole > 0 ? MIN((gsize)hole, length) : MIN(member->block_length, length);
    if (hole > 0) {
        memset(buffer, 0, taken);
    } else {
        memcpy(buffer, member->block, taken);
        member->block += taken;
        member->block_length -= taken;
        member->block_offset = member->offset + (gint64)taken;
    }
    member->offset += (gint64)taken;
    return taken;
}

static gboolean has_bytes(const MemberData *member)
{
    return member->block_length > 0 || member->block_offset > member->offset;
}

static gssize read_member(gpointer data, void *buffer, gsize length, GError **error)
{
    MemberData *member = data;
    if (member->extraction->limit != NULL) {
        return 0;
    }
    while (!has_bytes(member) && !member->at_end) {
        next_block(member);
    }
    if (!has_bytes(member)) {
        if (member->failed == NULL) {
            return 0;
        }
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, member->failed);
        return -1;
    }
    gsize got = take_bytes(member, buffer, length);
    return extraction_count_bytes(member->extraction, got) ? (gssize)got : 0;
}

/* The name of what a compressed file holds: its own without the ending. */
static char *name_of_compressed(const char *name)
{
    static const char *const endings[] = {".gz",   ".bz2", ".xz", ".zst", ".lz4",
                                          ".lzma", ".lz",  ".Z",  ".uu"};
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        if (g_str_has_suffix(name, endings[i]) && strlen(name) > strlen(endings[i])) {
            return g_strndup(name, strlen(name) - strlen(endings[i]));
        }
    }
    return g_strdup("content");
}

static char *name_of_entry(Item *item, Archive *archive, struct archive_entry *entry)
{
    if (archive_format(archive) == ARCHIVE_FORMAT_RAW) {
        return name_of_compressed(item->name);
    }
    const char *bytes = archive_entry_pathname(entry);
    if (bytes == NULL) {
        bytes = archive_entry_pathname_utf8(entry);
    }
    gboolean is_named = bytes != NULL && *bytes != '\0';
    return is_named ? daicho_member_name_decode(bytes, strlen(bytes)) : g_strdup("?");
}

static gboolean is_encrypted(struct archive_entry *entry)
{
    return archive_entry_is_data_encrypted(entry) || archive_entry_is_metadata_encrypted(entry);
}

/* Folders and links have no content of their own; but cpio keeps that of a file with many names
 * under the last of them. */
static gboolean has_content(struct archive_entry *entry)
{
    mode_t type = archive_entry_filetype(entry);
    gboolean is_file = type == 0 || type == AE_IFREG;
    return is_file && (archive_entry_hardlink(entry) == NULL || archive_entry_size(entry) > 0);
}

static void read_entry(Item *item, Archive *archive, struct archive_entry *entry)
{
    Extraction *extraction = item->extraction;
    gint64 size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1;
    g_autofree char *name = name_of_entry(item, archive, entry);
    if (!has_content(entry)) {
        return;
    }
    if (is_encrypted(entry)) {
        item_refuse_member(item, name, "encrypted", size);
        item_set_partly(item, "encrypted members");
        return;
    }
    MemberData data = {.archive = archive, .extraction = extraction};
    g_autoptr(Source) source = source_new(read_member, &data, size, extraction->options->digests);
    item_read_member(item, name, source);
    g_free(data.failed);
}

static const char *check_limits(const Extraction *extraction)
{
    const DaichoLimits *limits = &extraction->options->limits;
    return extraction->members >= limits->members ? "limit: members" : extraction->limit;
}

/* Whether anything but padding lies behind a place. */
static gboolean has_rest(const Item *item, GBytes *held, gint64 place)
{
    guint8 buffer[BLOCK_BYTES];
    gsize length = 0;
    const guint8 *bytes = held != NULL ? g_bytes_get_data(held, &length) : NULL;
    for (;;) {
        gssize got;
        if (held != NULL) {
            got = (gssize)MIN(length - MIN((gsize)place, length), sizeof buffer);
            memcpy(buffer, bytes + place, (gsize)got);
        } else {
            got = pread(source_get_fd(item->source), buffer, sizeof buffer, place);
        }
        for (gssize i = 0; i < got; i++) {
            if (buffer[i] != 0) {
                return TRUE;
            }
        }
        if (got <= 0) {
            return got < 0;
        }
        place += got;
    }
}

/* Formats that are read from front to back may be followed by anything. */
static void note_rest(Item *item, Archive *archive, GBytes *held)
{
    int format = archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK;
    gboolean is_compressed = archive_filter_count(archive) > 1;
    gboolean ends_with_file = format == ARCHIVE_FORMAT_TAR || format == ARCHIVE_FORMAT_RAW;
    gboolean ends_before = format == ARCHIVE_FORMAT_CPIO || format == ARCHIVE_FORMAT_AR ||
                           format == ARCHIVE_FORMAT_LHA;
    gint64 place = archive_filter_bytes(archive, -1);
    if ((ends_with_file || (ends_before && !is_compressed)) && place > 0 &&
        has_rest(item, held, place)) {
        item_set_partly(item,
                        "what follows byte %" G_GINT64_FORMAT " is no part of it and was not "
                        "read",
                        place);
    }
}

static void note_end(Item *item, Archive *archive, GBytes *held, int status)
{
    if (status == ARCHIVE_EOF) {
        note_rest(item, archive, held);
        return;
    }
    g_autofree char *why = describe_failure(archive);
    gboolean is_encrypted = archive_read_has_encrypted_entries(archive) > 0;
    const char *limit = item->extraction->limit;
    if (item->records == 0) {
        item_set_unread(item, "%s", limit != NULL ? limit : is_encrypted ? "encrypted" : why);
    } else {
        item_set_partly(item, "%s", limit != NULL ? limit : why);
    }
}

static void read_entries(Item *item, Archive *archive, GBytes *held)
{
    struct archive_entry *entry = NULL;
    for (;;) {
        int status = archive_read_next_header(archive, &entry);
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
            note_end(item, archive, held, status);
            return;
        }
        if (archive_format(archive) == ARCHIVE_FORMAT_RAW && archive_filter_count(archive) == 1) {
            /* Nothing was taken off it: its content would be itself, without end. */
            item_set_unread(item, "damaged: it cannot be decompressed");
            return;
        }
        const char *limit = check_limits(item->extraction);
        if (limit != NULL) {
            item_set_partly(item, "%s", limit);
            return;
        }
        item->records++;
        read_entry(item, archive, entry);
    }
}

static void read_archive(Item *item, gboolean raw)
{
    if (item->extraction->depth >= item->extraction->options->limits.depth) {
        item_set_unread(item, "limit: depth %u", item->extraction->depth);
        return;
    }
    g_autoptr(GBytes) held = NULL;
    g_autoptr(Archive) archive = archive_read_new();
    support_all(archive, raw);
    if (open_archive(item, archive, &held)) {
        read_entries(item, archive, held);
        return;
    }
    g_autofree char *why = describe_failure(archive);
    item_set_unread(item, "%s", why);
}

void reader_archive_read(Item *item)
{
    read_archive(item, FALSE);
}

/* A compressed tape archive, or one compressed file. */
void reader_compressed_read(Item *item)
{
    read_archive(item, TRUE);
}

#include "scanner/readers/archive_input.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

enum {
    NESTED_BYTES =
        256 << 20, /* an archive within an archive is held in memory: most need seeking */
    BLOCK_BYTES = 65536,
    LEAST_BYTES = 4096,
};

void archive_input_free(Archive *archive)
{
    archive_read_free(archive);
}

Archive *archive_input_new_zip(void)
{
    Archive *archive = archive_read_new();
    archive_read_support_format_zip(archive);
    return archive;
}

Archive *archive_input_new_cpio(void)
{
    Archive *archive = archive_read_new();
    archive_read_support_format_cpio(archive);
    return archive;
}

static void support_filters(Archive *archive)
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
}

Archive *archive_input_new_stream(void)
{
    Archive *archive = archive_read_new();
    support_filters(archive);
    archive_read_support_format_raw(archive);
    return archive;
}

Archive *archive_input_new(gboolean raw)
{
    Archive *archive = archive_read_new();
    support_filters(archive);
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
    if (raw) {
        archive_read_support_format_raw(archive);
    } else {
        archive_read_support_format_7zip(archive);
        archive_read_support_format_zip(archive);
    }
    /* What follows the end of a tape archive is another one, or is told as damage. */
    archive_read_set_option(archive, "tar", "read_concatenated_archives", "1");
    return archive;
}

char *archive_input_describe_failure(Archive *archive)
{
    const char *words = archive_error_string(archive);
    if (words != NULL && g_str_has_prefix(words, "Truncated input file")) {
        return g_strdup("damaged: it is cut off"); /* by so many bytes, which says nothing more */
    }
    gboolean is_unsupported = words != NULL && strcasestr(words, "unsupported") != NULL;
    return g_strconcat(
        is_unsupported ? "" : "damaged: ", words != NULL ? words : "it cannot be read", NULL);
}

/* A failure to open has no other words for it. */
static gboolean check_open(Item *item, Archive *archive, int status)
{
    if (status != ARCHIVE_OK) {
        g_autofree char *why = archive_input_describe_failure(archive);
        item_set_unread(item, "%s", why);
    }
    return status == ARCHIVE_OK;
}

gboolean archive_input_hold(Item *item, GBytes **held)
{
    gboolean too_large = FALSE;
    g_autoptr(GError) error = NULL;
    if (*held != NULL || source_get_fd(item->source) >= 0) {
        return TRUE;
    }
    *held = source_read_all(item->source, NESTED_BYTES, &too_large, &error);
    if (*held == NULL) {
        item_set_unread(item, "%s",
                        too_large ? "limit: nested archive of more than 256 MiB" : error->message);
    }
    return *held != NULL;
}

/* A file, read from places of our own: several workers may have a descriptor of the same opening, whose
 * place is one. */
typedef struct {
    int fd;
    gint64 offset, size; /* bytes; size as it was when it was opened */
    gsize ahead;         /* bytes to read next: little where a member may be passed over */
    guint8 block[BLOCK_BYTES];
} FileInput;

static la_ssize_t read_file(Archive *archive, void *data, const void **block)
{
    FileInput *input = data;
    ssize_t got;
    do {
        got = pread(input->fd, input->block, input->ahead, input->offset);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        archive_set_error(archive, errno, "it cannot be read");
        return ARCHIVE_FATAL;
    }
    *block = input->block;
    input->offset += got;
    input->ahead = MIN(input->ahead * 2, sizeof input->block);
    return got;
}

/* Not beyond its end: libarchive would take a file that is cut off there for one that ends there. */
static la_int64_t skip_file(Archive *archive, void *data, la_int64_t length)
{
    (void)archive;
    FileInput *input = data;
    const gint64 skipped = CLAMP(input->size - input->offset, 0, length);
    input->offset += skipped;
    input->ahead = LEAST_BYTES;
    return skipped;
}

static la_int64_t seek_file(Archive *archive, void *data, la_int64_t offset, int whence)
{
    (void)archive;
    FileInput *input = data;
    const gint64 base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? input->offset : input->size;
    input->offset = MAX(base + offset, 0);
    input->ahead = LEAST_BYTES;
    return input->offset;
}

static int close_file(Archive *archive, void *data)
{
    (void)archive;
    g_free(data);
    return ARCHIVE_OK;
}

static int open_file(Archive *archive, int fd)
{
    struct stat status;
    if (fstat(fd, &status) < 0) {
        archive_set_error(archive, errno, "it cannot be read: %s", g_strerror(errno));
        return ARCHIVE_FATAL;
    }
    FileInput *input = g_new(FileInput, 1);
    input->fd = fd;
    input->offset = 0;
    input->size = status.st_size;
    input->ahead = sizeof input->block;
    archive_read_set_read_callback(archive, read_file);
    archive_read_set_skip_callback(archive, skip_file);
    archive_read_set_seek_callback(archive, seek_file);
    archive_read_set_close_callback(archive, close_file);
    archive_read_set_callback_data(archive, input);
    return archive_read_open1(archive);
}

static void add_passwords(const Item *item, Archive *archive)
{
    const char *const *passwords = item->extraction->options->passwords;
    for (; passwords != NULL && *passwords != NULL; passwords++) {
        archive_read_add_passphrase(archive, *passwords);
    }
}

gboolean archive_input_open_quietly(Item *item, Archive *archive)
{
    add_passwords(item, archive);
    return open_file(archive, source_get_fd(item->source)) == ARCHIVE_OK;
}

/* Everything in memory or in a file, since many formats are read from their end. */
gboolean archive_input_open(Item *item, Archive *archive, GBytes **held)
{
    add_passwords(item, archive);
    if (!archive_input_hold(item, held)) {
        return FALSE;
    }
    if (*held == NULL) {
        return check_open(item, archive, open_file(archive, source_get_fd(item->source)));
    }
    gsize length = 0;
    const void *bytes = g_bytes_get_data(*held, &length);
    return check_open(item, archive, archive_read_open_memory(archive, bytes, length));
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
        member->failed = archive_input_describe_failure(member->archive);
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

/* The last bytes, at most length (g_bytes_unref). */
static GBytes *read_tail(const Item *item, GBytes *held, gsize length)
{
    if (held != NULL) {
        gsize size = g_bytes_get_size(held);
        gsize taken = MIN(size, length);
        return g_bytes_new_from_bytes(held, size - taken, taken);
    }
    gint64 size = item->extraction->stored_bytes;
    gsize taken = (gsize)MIN(size, (gint64)length);
    guint8 *bytes = g_malloc(taken + 1);
    ssize_t got = pread(source_get_fd(item->source), bytes, taken, size - (gint64)taken);
    return g_bytes_new_take(bytes, (gsize)MAX(got, 0));
}

/* The end record (APPNOTE 4.3.16) is followed by a comment of at most 65,535 bytes. */
gboolean archive_input_has_zip_end(const Item *item, GBytes *held)
{
    enum { RECORD_BYTES = 22, COMMENT_BYTES = 65535 };
    gsize length = 0;
    g_autoptr(GBytes) tail = read_tail(item, held, RECORD_BYTES + COMMENT_BYTES);
    const void *bytes = g_bytes_get_data(tail, &length);
    const guint8 *found = length >= RECORD_BYTES ? memmem(bytes, length, "PK\5\6", 4) : NULL;
    return found != NULL && length - (gsize)(found - (const guint8 *)bytes) >= RECORD_BYTES;
}

gboolean archive_input_has_tar_end(const Item *item, GBytes *held)
{
    enum { RECORD_BYTES = 512 };
    gsize length = 0;
    g_autoptr(GBytes) tail = read_tail(item, held, RECORD_BYTES);
    const guint8 *bytes = g_bytes_get_data(tail, &length);
    for (gsize i = 0; i < length; i++) {
        if (bytes[i] != 0) {
            return FALSE;
        }
    }
    return length == RECORD_BYTES;
}

static void close_member(gpointer data)
{
    MemberData *member = data;
    g_free(member->failed);
    g_free(member);
}

Source *archive_input_open_entry(Archive *archive, Extraction *extraction, gint64 size,
                                 gboolean with_digest)
{
    MemberData *member = g_new0(MemberData, 1);
    member->archive = archive;
    member->extraction = extraction;
    return source_new_closing(read_member, close_member, member, size, with_digest);
}

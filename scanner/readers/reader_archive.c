#include "scanner/reader.h"

#include <string.h>
#include <unistd.h>

#include "scanner/readers/archive_comment.h"
#include "scanner/readers/archive_input.h"
#include "scanner/readers/archive_slices.h"
#include "scanner/readers/sevenzip_header.h"
#include "scanner/readers/sevenzip_plain.h"
#include "scanner/readers/tar_comment.h"
#include "scanner/scanner.h"

enum { BLOCK_BYTES = 65536 };

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

/* Whether one of the passwords opens a member of a ZIP: libarchive decrypts no others. */
static gboolean open_encrypted(Item *item, Source *source)
{
    gsize length = 0;
    const char *const *passwords = item->extraction->options->passwords;
    gboolean is_zip = strcmp(item->type, "application/zip") == 0 ||
                      strcmp(item->type, TYPE_ENCRYPTED_ZIP) == 0;
    if (!is_zip || passwords == NULL || *passwords == NULL ||
        source_peek(source, &length, NULL) == NULL) {
        return FALSE;
    }
    item->type = TYPE_ENCRYPTED_ZIP;
    return TRUE;
}

static void read_entry(Item *item, Archive *archive, struct archive_entry *entry,
                       TarComments *comments)
{
    Extraction *extraction = item->extraction;
    gint64 size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1;
    g_autofree char *name = name_of_entry(item, archive, entry);
    tar_comments_look(comments, archive, entry, name);
    if (!has_content(entry)) {
        return;
    }
    g_autoptr(Source)
        source = archive_input_open_entry(archive, extraction, size, extraction->options->digests);
    if (is_encrypted(entry) && !open_encrypted(item, source)) {
        item_refuse_member(item, name, "encrypted", size);
        item_set_partly(item, "encrypted members");
        return;
    }
    item_read_member(item, name, source);
}

/* Who comes to the archive's end tells what stands beside all of its members. */
static void pass_entry(Item *item, Archive *archive, struct archive_entry *entry,
                       TarComments *comments)
{
    if (archive_slices_is_last(item)) {
        g_autofree char *name = name_of_entry(item, archive, entry);
        tar_comments_look(comments, archive, entry, name);
    }
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

static void set_rest(Item *item, gint64 place)
{
    item_set_partly(
        item, "what follows byte %" G_GINT64_FORMAT " is no part of it and was not read", place);
}

/* Formats that are read from front to back may be followed by anything. */
static void note_rest(Item *item, Archive *archive, GBytes *held)
{
    int format = archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK;
    if (format == ARCHIVE_FORMAT_ZIP && !archive_input_has_zip_end(item, held)) {
        item_set_partly(item, "damaged: it is cut off");
        return;
    }
    gboolean is_compressed = archive_filter_count(archive) > 1;
    if (format == ARCHIVE_FORMAT_TAR && !is_compressed && !archive_input_has_tar_end(item, held)) {
        item_set_partly(item, "damaged: it has no end, and may be cut off");
        return;
    }
    gboolean ends_with_file = format == ARCHIVE_FORMAT_TAR || format == ARCHIVE_FORMAT_RAW;
    gboolean ends_before = format == ARCHIVE_FORMAT_CPIO || format == ARCHIVE_FORMAT_AR ||
                           format == ARCHIVE_FORMAT_LHA;
    gint64 place = archive_filter_bytes(archive, -1);
    if ((ends_with_file || (ends_before && !is_compressed)) && place > 0 &&
        has_rest(item, held, place)) {
        set_rest(item, place);
    }
}

static void note_end(Item *item, Archive *archive, GBytes *held, int status, guint64 entries)
{
    if (item_get_slice(item, EXTRACT_ENTRIES) != NULL &&
        (status != ARCHIVE_EOF || !archive_slices_is_last(item))) {
        item_set_unfit(item);
    }
    if (status == ARCHIVE_EOF) {
        note_rest(item, archive, held);
        return;
    }
    g_autofree char *why = archive_input_describe_failure(archive);
    gboolean is_encrypted = archive_read_has_encrypted_entries(archive) > 0;
    const char *limit = item->extraction->limit;
    if (entries == 0) {
        item_set_unread(item, "%s", limit != NULL ? limit : is_encrypted ? "encrypted" : why);
    } else {
        item_set_partly(item, "%s", limit != NULL ? limit : why);
    }
}

static void read_entries(Item *item, Archive *archive, GBytes *held, TarComments *comments)
{
    struct archive_entry *entry = NULL;
    for (guint64 entries = 0;; entries++) {
        int status = archive_read_next_header(archive, &entry);
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
            note_end(item, archive, held, status, entries);
            return;
        }
        if (archive_format(archive) == ARCHIVE_FORMAT_RAW && archive_filter_count(archive) == 1) {
            /* Nothing was taken off it: its content would be itself, without end. */
            item_set_unread(item, "damaged: it cannot be decompressed");
            return;
        }
        if (archive_slices_is_behind(item, entries)) {
            return;
        }
        if (archive_slices_is_before(item, entries)) {
            pass_entry(item, archive, entry, comments);
            continue;
        }
        const char *limit = check_limits(item->extraction);
        if (limit != NULL) {
            item_set_partly(item, "%s", limit);
            return;
        }
        item->records++;
        read_entry(item, archive, entry, comments);
    }
}

/* A 7z archive ends with its header; what is damaged is told when it is read. */
static void note_sevenzip_rest(Item *item, GBytes *held)
{
    SevenzipStart start;
    guint64 end = 0;
    guint8 bytes[SEVENZIP_START_BYTES] = {0};
    gsize length = held != NULL ? g_bytes_get_size(held) : (gsize)item->extraction->stored_bytes;
    if (length < sizeof bytes) {
        return;
    }
    if (held != NULL) {
        memcpy(bytes, g_bytes_get_data(held, NULL), sizeof bytes);
    } else if (pread(source_get_fd(item->source), bytes, sizeof bytes, 0) < 0) {
        return;
    }
    if (sevenzip_start_take(bytes, &start) &&
        g_uint64_checked_add(&end, start.offset, start.size) && end < length &&
        has_rest(item, held, (gint64)end)) {
        set_rest(item, (gint64)end);
    }
}

/* What is encrypted in a 7z archive is taken out of it before it is read. */
static gboolean hold_plain(Item *item, GBytes **held)
{
    if (strcmp(item->type, "application/x-7z-compressed") != 0) {
        return TRUE;
    }
    if (!archive_input_hold(item, held)) {
        return FALSE;
    }
    note_sevenzip_rest(item, *held);
    GBytes *plain = sevenzip_plain_make(item, *held);
    if (plain != NULL) {
        g_clear_pointer(held, g_bytes_unref);
        *held = plain;
        item->type = TYPE_ENCRYPTED_7Z;
    }
    return TRUE;
}

static void read_archive(Item *item, gboolean raw)
{
    g_autoptr(GBytes) held = NULL;
    if (!item_check_depth(item) || archive_slices_plan(item) || !hold_plain(item, &held)) {
        return;
    }
    gboolean is_cpio = strcmp(item->type, "application/x-cpio") == 0;
    g_autoptr(Archive) archive = is_cpio ? archive_input_new_cpio() : archive_input_new(raw);
    if (!archive_input_open(item, archive, &held)) {
        return;
    }
    g_auto(TarComments) comments = {0};
    tar_comments_init(&comments);
    if (archive_slices_is_first(item)) {
        archive_comment_read(item, held);
    }
    read_entries(item, archive, held, &comments);
    g_clear_pointer(&archive, archive_input_free);
    if (archive_slices_is_last(item)) {
        tar_comments_give(&comments, item, held);
    }
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

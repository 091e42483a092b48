#include "scanner/readers/sevenzip_header.h"

#include <string.h>
#include <zlib.h>

enum { MAX_FOLDERS = 65536, MAX_PACKED = 65536 * 4, MAX_FILES = 1 << 24 };

/* Kinds of what follows. */
enum {
    ID_END,
    ID_HEADER,
    ID_ARCHIVE_PROPERTIES,
    ID_ADDITIONAL_STREAMS,
    ID_MAIN_STREAMS,
    ID_FILES,
    ID_PACK_INFO,
    ID_UNPACK_INFO,
    ID_SUBSTREAMS,
    ID_SIZE,
    ID_CRC,
    ID_FOLDER,
    ID_UNPACK_SIZE,
    ID_NUMBER_OF_STREAMS,
    ID_NAMES = 0x11,
    ID_PACKED_HEADER = 0x17,
};

static const guint8 signature[] = {'7', 'z', 0xbc, 0xaf, 0x27, 0x1c};

guint32 sevenzip_crc(guint32 crc, const void *bytes, gsize length)
{
    return (guint32)crc32_z(crc, bytes, length);
}

/* --- the start --- */

gboolean sevenzip_start_take(const guint8 bytes[SEVENZIP_START_BYTES], SevenzipStart *start)
{
    SevenzipCursor cursor = {bytes + 8, bytes + SEVENZIP_START_BYTES, FALSE};
    guint32 crc = sevenzip_take_u32(&cursor);
    start->offset = sevenzip_take_u64(&cursor);
    start->size = sevenzip_take_u64(&cursor);
    start->crc = sevenzip_take_u32(&cursor);
    return memcmp(bytes, signature, sizeof signature) == 0 &&
           sevenzip_crc(0, bytes + 12, 20) == crc &&
           g_uint64_checked_add(&start->offset, start->offset, SEVENZIP_START_BYTES);
}

void sevenzip_start_put(GByteArray *bytes, guint64 size, const GByteArray *header)
{
    g_autoptr(GByteArray) where = g_byte_array_new();
    sevenzip_put_u64(where, size);
    sevenzip_put_u64(where, header->len);
    sevenzip_put_u32(where, sevenzip_crc(0, header->data, header->len));
    g_byte_array_append(bytes, signature, sizeof signature);
    sevenzip_put_byte(bytes, 0); /* version 0.4 */
    sevenzip_put_byte(bytes, 4);
    sevenzip_put_u32(bytes, sevenzip_crc(0, where->data, where->len));
    g_byte_array_append(bytes, where->data, where->len);
}

/* --- reading --- */

SevenzipHeader *sevenzip_header_new(void)
{
    SevenzipHeader *header = g_new0(SevenzipHeader, 1);
    header->sizes = g_array_new(FALSE, TRUE, sizeof(guint64));
    header->folders = g_ptr_array_new_with_free_func((GDestroyNotify)sevenzip_folder_free);
    header->files = g_byte_array_new();
    header->entries = g_byte_array_new();
    return header;
}

void sevenzip_header_free(SevenzipHeader *header)
{
    if (header != NULL) {
        g_clear_pointer(&header->bytes, g_bytes_unref);
        g_array_unref(header->sizes);
        g_ptr_array_unref(header->folders);
        g_byte_array_unref(header->files);
        g_byte_array_unref(header->entries);
        g_free(header);
    }
}

static void take_pack_info(SevenzipCursor *cursor, SevenzipHeader *header)
{
    guint64 offset = sevenzip_take_number(cursor);
    guint count = sevenzip_take_count(cursor, MAX_PACKED);
    if (sevenzip_take_number(cursor) != ID_SIZE ||
        !g_uint64_checked_add(&header->offset, offset, SEVENZIP_START_BYTES)) {
        cursor->has_failed = TRUE;
    }
    for (guint i = 0; i < count && !cursor->has_failed; i++) {
        guint64 size = sevenzip_take_number(cursor);
        g_array_append_val(header->sizes, size);
    }
    guint64 id = sevenzip_take_number(cursor);
    if (id == ID_CRC) { /* of packed streams: nobody writes them */
        SevenzipMarks marks = sevenzip_take_marks(cursor, count);
        for (guint i = 0; i < count && !cursor->has_failed; i++) {
            if (sevenzip_marks_has(&marks, i)) {
                sevenzip_take_u32(cursor);
            }
        }
        id = sevenzip_take_number(cursor);
    }
    cursor->has_failed |= id != ID_END;
}

static void take_folders(SevenzipCursor *cursor, SevenzipHeader *header)
{
    guint count = 0;
    guint64 packed = 0;
    if (sevenzip_take_number(cursor) == ID_FOLDER) {
        count = sevenzip_take_count(cursor, MAX_FOLDERS);
    }
    gboolean is_elsewhere = sevenzip_take_byte(cursor) != 0;
    cursor->has_failed |= is_elsewhere;
    for (guint i = 0; i < count && !cursor->has_failed; i++) {
        SevenzipFolder *folder = sevenzip_folder_take(cursor);
        if (folder != NULL) {
            folder->first_packed = packed;
            packed += folder->n_packed;
            g_ptr_array_add(header->folders, folder);
        }
    }
    cursor->has_failed |= packed > header->sizes->len;
}

static void take_unpack_info(SevenzipCursor *cursor, SevenzipHeader *header)
{
    take_folders(cursor, header);
    if (sevenzip_take_number(cursor) != ID_UNPACK_SIZE) {
        cursor->has_failed = TRUE;
    }
    for (guint i = 0; i < header->folders->len && !cursor->has_failed; i++) {
        SevenzipFolder *folder = header->folders->pdata[i];
        for (guint out = 0; out < folder->n_outs; out++) {
            folder->sizes[out] = sevenzip_take_number(cursor);
        }
        folder->first_size = sevenzip_folder_get_size(folder);
    }
    guint64 id = sevenzip_take_number(cursor);
    if (id == ID_CRC) {
        SevenzipMarks marks = sevenzip_take_marks(cursor, header->folders->len);
        for (guint i = 0; i < header->folders->len && !cursor->has_failed; i++) {
            SevenzipFolder *folder = header->folders->pdata[i];
            folder->has_crc = sevenzip_marks_has(&marks, i);
            folder->crc = folder->has_crc ? sevenzip_take_u32(cursor) : 0;
            folder->has_first_crc = folder->has_crc;
            folder->first_crc = folder->crc;
        }
        id = sevenzip_take_number(cursor);
    }
    cursor->has_failed |= id != ID_END;
}

/* How many files lie in each folder, if it is not one. */
static void take_counts(SevenzipCursor *cursor, SevenzipHeader *header)
{
    guint64 total = 0;
    for (guint i = 0; i < header->folders->len && !cursor->has_failed; i++) {
        SevenzipFolder *folder = header->folders->pdata[i];
        folder->n_files = sevenzip_take_count(cursor, MAX_FILES);
        total += folder->n_files;
        cursor->has_failed |= total > MAX_FILES;
    }
}

/* The size of each file but the last. */
static void take_sizes(SevenzipCursor *cursor, SevenzipHeader *header)
{
    for (guint i = 0; i < header->folders->len; i++) {
        SevenzipFolder *folder = header->folders->pdata[i];
        for (guint64 file = 1; file < folder->n_files && !cursor->has_failed; file++) {
            guint64 size = sevenzip_take_number(cursor);
            folder->first_size = file == 1 ? size : folder->first_size;
        }
    }
}

static guint64 count_unchecked(const SevenzipFolder *folder)
{
    return folder->n_files == 1 && folder->has_crc ? 0 : folder->n_files;
}

static void take_checksums(SevenzipCursor *cursor, SevenzipHeader *header)
{
    guint64 count = 0, index = 0;
    for (guint i = 0; i < header->folders->len; i++) {
        count += count_unchecked(header->folders->pdata[i]);
    }
    SevenzipMarks marks = sevenzip_take_marks(cursor, count);
    for (guint i = 0; i < header->folders->len; i++) {
        SevenzipFolder *folder = header->folders->pdata[i];
        guint64 unchecked = count_unchecked(folder);
        for (guint64 file = 0; file < unchecked && !cursor->has_failed; file++, index++) {
            gboolean has_crc = sevenzip_marks_has(&marks, index);
            guint32 crc = has_crc ? sevenzip_take_u32(cursor) : 0;
            folder->has_first_crc = file == 0 ? has_crc : folder->has_first_crc;
            folder->first_crc = file == 0 ? crc : folder->first_crc;
        }
    }
}

static void take_files(SevenzipCursor *cursor, SevenzipHeader *header)
{
    static const struct {
        guint64 id;
        void (*take)(SevenzipCursor *cursor, SevenzipHeader *header);
    } parts[] = {
        {ID_NUMBER_OF_STREAMS, take_counts},
        {ID_SIZE, take_sizes},
        {ID_CRC, take_checksums},
    };
    const guint8 *start = cursor->at - 1;
    guint64 id = sevenzip_take_number(cursor);
    for (gsize i = 0; i < G_N_ELEMENTS(parts) && !cursor->has_failed; i++) {
        if (id == parts[i].id) {
            parts[i].take(cursor, header);
            id = sevenzip_take_number(cursor);
        }
    }
    cursor->has_failed |= id != ID_END;
    if (!cursor->has_failed) {
        g_byte_array_append(header->files, start, (guint)(cursor->at - start));
    }
}

/* Files of more than one in a folder have their sizes: without them the first is not known. */
static void take_streams(SevenzipCursor *cursor, SevenzipHeader *header)
{
    static const struct {
        guint64 id;
        void (*take)(SevenzipCursor *cursor, SevenzipHeader *header);
    } parts[] = {
        {ID_PACK_INFO, take_pack_info},
        {ID_UNPACK_INFO, take_unpack_info},
        {ID_SUBSTREAMS, take_files},
    };
    guint64 id = sevenzip_take_number(cursor);
    for (gsize i = 0; i < G_N_ELEMENTS(parts) && !cursor->has_failed; i++) {
        if (id == parts[i].id) {
            parts[i].take(cursor, header);
            id = sevenzip_take_number(cursor);
        }
    }
    cursor->has_failed |= id != ID_END;
}

/* What the archive as a whole has: nothing that is known of. */
static void take_properties(SevenzipCursor *cursor)
{
    while (!cursor->has_failed && sevenzip_take_number(cursor) != ID_END) {
        sevenzip_take_bytes(cursor, sevenzip_take_number(cursor));
    }
}

static void take_main(SevenzipCursor *cursor, SevenzipHeader *header)
{
    guint64 id = sevenzip_take_number(cursor);
    if (id == ID_ARCHIVE_PROPERTIES) {
        take_properties(cursor);
        id = sevenzip_take_number(cursor);
    }
    if (id == ID_MAIN_STREAMS) {
        take_streams(cursor, header);
        id = sevenzip_take_number(cursor);
    }
    cursor->has_failed |= id != ID_FILES;
    if (!cursor->has_failed) {
        const guint8 *start = cursor->at - 1;
        g_byte_array_append(header->entries, start, (guint)(cursor->end - start));
    }
}

SevenzipHeader *sevenzip_header_take(GBytes *bytes)
{
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(bytes, &length);
    SevenzipCursor cursor = {data, data + length, FALSE};
    g_autoptr(SevenzipHeader) header = sevenzip_header_new();
    header->bytes = g_bytes_ref(bytes);
    guint64 id = sevenzip_take_number(&cursor);
    header->is_packed = id == ID_PACKED_HEADER;
    if (header->is_packed) {
        take_streams(&cursor, header);
        cursor.has_failed |= header->folders->len != 1;
    } else if (id == ID_HEADER) {
        take_main(&cursor, header);
    } else {
        cursor.has_failed = TRUE;
    }
    return cursor.has_failed ? NULL : g_steal_pointer(&header);
}

/* --- writing --- */

static void put_unpack_info(const SevenzipHeader *header, GByteArray *bytes)
{
    sevenzip_put_byte(bytes, ID_UNPACK_INFO);
    sevenzip_put_byte(bytes, ID_FOLDER);
    sevenzip_put_number(bytes, header->folders->len);
    sevenzip_put_byte(bytes, 0); /* the folders follow */
    for (guint i = 0; i < header->folders->len; i++) {
        sevenzip_folder_put(header->folders->pdata[i], bytes);
    }
    sevenzip_put_byte(bytes, ID_UNPACK_SIZE);
    for (guint i = 0; i < header->folders->len; i++) {
        const SevenzipFolder *folder = header->folders->pdata[i];
        for (guint out = 0; out < folder->n_outs; out++) {
            sevenzip_put_number(bytes, folder->sizes[out]);
        }
    }
}

static void put_checksums(const SevenzipHeader *header, GByteArray *bytes)
{
    guint count = header->folders->len;
    g_autofree guint8 *bits = g_malloc0(count / 8 + 1);
    for (guint i = 0; i < count; i++) {
        const SevenzipFolder *folder = header->folders->pdata[i];
        bits[i / 8] = (guint8)(bits[i / 8] | (folder->has_crc ? 0x80 >> i % 8 : 0));
    }
    sevenzip_put_byte(bytes, ID_CRC);
    sevenzip_put_byte(bytes, 0); /* bits say which have one */
    g_byte_array_append(bytes, bits, count / 8 + (count % 8 != 0));
    for (guint i = 0; i < count; i++) {
        const SevenzipFolder *folder = header->folders->pdata[i];
        if (folder->has_crc) {
            sevenzip_put_u32(bytes, folder->crc);
        }
    }
}

static void put_streams(const SevenzipHeader *header, GByteArray *bytes)
{
    sevenzip_put_byte(bytes, ID_MAIN_STREAMS);
    sevenzip_put_byte(bytes, ID_PACK_INFO);
    sevenzip_put_number(bytes, 0); /* right behind the start */
    sevenzip_put_number(bytes, header->sizes->len);
    sevenzip_put_byte(bytes, ID_SIZE);
    for (guint i = 0; i < header->sizes->len; i++) {
        sevenzip_put_number(bytes, g_array_index(header->sizes, guint64, i));
    }
    sevenzip_put_byte(bytes, ID_END);
    put_unpack_info(header, bytes);
    put_checksums(header, bytes);
    sevenzip_put_byte(bytes, ID_END);
    g_byte_array_append(bytes, header->files->data, header->files->len);
    sevenzip_put_byte(bytes, ID_END);
}

/* Files without content have no folders. */
GByteArray *sevenzip_header_put(const SevenzipHeader *header)
{
    GByteArray *bytes = g_byte_array_new();
    sevenzip_put_byte(bytes, ID_HEADER);
    if (header->folders->len > 0) {
        put_streams(header, bytes);
    }
    g_byte_array_append(bytes, header->entries->data, header->entries->len);
    return bytes;
}

/* The names of one or two files: "a" and "b", in UTF-16 with their ends. */
static void put_names(GByteArray *bytes, guint8 count)
{
    static const char names[] = "a\0\0\0b\0\0";
    sevenzip_put_byte(bytes, ID_FILES);
    sevenzip_put_byte(bytes, count);
    sevenzip_put_byte(bytes, ID_NAMES);
    sevenzip_put_byte(bytes, (guint8)(1 + count * 4));
    sevenzip_put_byte(bytes, 0); /* the names follow */
    g_byte_array_append(bytes, (const guint8 *)names, count * 4U);
    sevenzip_put_byte(bytes, ID_END);
    sevenzip_put_byte(bytes, ID_END);
}

void sevenzip_header_set_first(SevenzipHeader *header, const SevenzipFolder *folder)
{
    gboolean has_more = folder->first_size < sevenzip_folder_get_size(folder);
    sevenzip_put_byte(header->files, ID_SUBSTREAMS);
    if (has_more) {
        sevenzip_put_byte(header->files, ID_NUMBER_OF_STREAMS);
        sevenzip_put_number(header->files, 2);
        sevenzip_put_byte(header->files, ID_SIZE);
        sevenzip_put_number(header->files, folder->first_size);
    }
    sevenzip_put_byte(header->files, ID_END);
    put_names(header->entries, has_more ? 2 : 1);
}

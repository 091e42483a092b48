#include "scanner/scanner.h"

#include <string.h>

#include "scanner/readers/sevenzip_files.h"

static const DaichoSevenzipFile *get_file(const DaichoSevenzip *archive, guint index)
{
    return g_ptr_array_index(archive->files, index);
}

/* --- folders --- */

/* How many files each folder holds (g_array_unref). */
static GArray *count_files(const DaichoSevenzip *archive)
{
    GArray *counts = g_array_new(FALSE, TRUE, sizeof(guint64));
    g_array_set_size(counts, archive->folders->len);
    for (guint i = 0; i < archive->files->len; i++) {
        const DaichoSevenzipFile *file = get_file(archive, i);
        if (file->folder >= 0) {
            g_array_index(counts, guint64, file->folder)++;
        }
    }
    return counts;
}

/* Those with files, and their streams. */
static void add_folders(const DaichoSevenzip *archive, SevenzipHeader *header, GByteArray *packed)
{
    g_autoptr(GArray) counts = count_files(archive);
    for (guint i = 0; i < archive->folders->len; i++) {
        const DaichoSevenzipFolder *folder = g_ptr_array_index(archive->folders, i);
        gsize length = 0;
        const guint8 *bytes = g_bytes_get_data(folder->packed, &length);
        if (g_array_index(counts, guint64, i) == 0) {
            continue;
        }
        SevenzipFolder *copy = sevenzip_folder_copy(folder->coders);
        copy->n_files = g_array_index(counts, guint64, i);
        g_ptr_array_add(header->folders, copy);
        g_array_append_vals(header->sizes, folder->sizes->data, folder->sizes->len);
        g_byte_array_append(packed, bytes, (guint)length);
    }
}

/* --- how they are cut into files --- */

static void put_counts(const SevenzipHeader *header, GByteArray *bytes)
{
    sevenzip_put_byte(bytes, SEVENZIP_ID_NUMBER_OF_STREAMS);
    for (guint i = 0; i < header->folders->len; i++) {
        const SevenzipFolder *folder = g_ptr_array_index(header->folders, i);
        sevenzip_put_number(bytes, folder->n_files);
    }
}

/* Whether the file is not the last of its folder. */
static gboolean has_next(const DaichoSevenzip *archive, guint index)
{
    gint folder = get_file(archive, index)->folder;
    for (guint i = index + 1; i < archive->files->len; i++) {
        if (get_file(archive, i)->folder >= 0) {
            return get_file(archive, i)->folder == folder;
        }
    }
    return FALSE;
}

static void put_sizes(const DaichoSevenzip *archive, GByteArray *bytes)
{
    gboolean is_begun = FALSE;
    for (guint i = 0; i < archive->files->len; i++) {
        const DaichoSevenzipFile *file = get_file(archive, i);
        if (file->folder < 0 || !has_next(archive, i)) {
            continue;
        }
        if (!is_begun) {
            sevenzip_put_byte(bytes, SEVENZIP_ID_SIZE);
            is_begun = TRUE;
        }
        sevenzip_put_number(bytes, file->size);
    }
}

/* A bit for each of some things, the first in the highest. */
static void put_bits(const GByteArray *marks, GByteArray *bytes)
{
    g_autofree guint8 *bits = g_malloc0(marks->len / 8 + 1);
    for (guint i = 0; i < marks->len; i++) {
        bits[i / 8] = (guint8)(bits[i / 8] | (marks->data[i] != 0 ? 0x80 >> i % 8 : 0));
    }
    g_byte_array_append(bytes, bits, marks->len / 8 + (marks->len % 8 != 0 ? 1 : 0));
}

static gboolean is_checked_by_folder(const DaichoSevenzip *archive, const DaichoSevenzipFile *file,
                                     const GArray *counts)
{
    const DaichoSevenzipFolder *folder = g_ptr_array_index(archive->folders, file->folder);
    return folder->coders->has_crc && g_array_index(counts, guint64, file->folder) == 1;
}

static void put_checksums(const DaichoSevenzip *archive, GByteArray *bytes)
{
    g_autoptr(GArray) counts = count_files(archive);
    g_autoptr(GByteArray) marks = g_byte_array_new();
    g_autoptr(GByteArray) sums = g_byte_array_new();
    for (guint i = 0; i < archive->files->len; i++) {
        const DaichoSevenzipFile *file = get_file(archive, i);
        if (file->folder < 0 || is_checked_by_folder(archive, file, counts)) {
            continue;
        }
        sevenzip_put_byte(marks, file->has_crc ? 1 : 0);
        if (file->has_crc) {
            sevenzip_put_u32(sums, file->crc);
        }
    }
    if (marks->len > 0) {
        sevenzip_put_byte(bytes, SEVENZIP_ID_CRC);
        sevenzip_put_byte(bytes, 0); /* bits say which have one */
        put_bits(marks, bytes);
        g_byte_array_append(bytes, sums->data, sums->len);
    }
}

static void put_contents(const DaichoSevenzip *archive, SevenzipHeader *header)
{
    sevenzip_put_byte(header->files, SEVENZIP_ID_SUBSTREAMS);
    put_counts(header, header->files);
    put_sizes(archive, header->files);
    put_checksums(archive, header->files);
    sevenzip_put_byte(header->files, SEVENZIP_ID_END);
}

/* --- what is said of each file --- */

static void put_property(GByteArray *bytes, guint8 id, const GByteArray *property)
{
    sevenzip_put_byte(bytes, id);
    sevenzip_put_number(bytes, property->len);
    g_byte_array_append(bytes, property->data, property->len);
}

typedef gboolean (*HasMark)(const DaichoSevenzipFile *file);

static gboolean is_empty(const DaichoSevenzipFile *file)
{
    return file->folder < 0;
}

static gboolean is_empty_file(const DaichoSevenzipFile *file)
{
    return file->is_empty_file;
}

/* Marks of all files, or of those without content; nothing when none has one. */
static void put_marks(const DaichoSevenzip *archive, guint8 id, HasMark has, gboolean of_empty,
                      GByteArray *bytes)
{
    gboolean has_any = FALSE;
    g_autoptr(GByteArray) marks = g_byte_array_new();
    g_autoptr(GByteArray) property = g_byte_array_new();
    for (guint i = 0; i < archive->files->len; i++) {
        const DaichoSevenzipFile *file = get_file(archive, i);
        if (!of_empty || is_empty(file)) {
            sevenzip_put_byte(marks, has(file) ? 1 : 0);
            has_any |= has(file);
        }
    }
    put_bits(marks, property);
    if (has_any) {
        put_property(bytes, id, property);
    }
}

static void put_names(const DaichoSevenzip *archive, GByteArray *bytes)
{
    static const guint8 end[] = {0, 0};
    g_autoptr(GByteArray) property = g_byte_array_new();
    sevenzip_put_byte(property, 0); /* they follow */
    for (guint i = 0; i < archive->files->len; i++) {
        gsize length = 0;
        const guint8 *name = g_bytes_get_data(get_file(archive, i)->name, &length);
        g_byte_array_append(property, name, (guint)length);
        g_byte_array_append(property, end, sizeof end);
    }
    put_property(bytes, SEVENZIP_ID_NAMES, property);
}

static void put_values(const DaichoSevenzip *archive, guint kind, GByteArray *bytes)
{
    g_autoptr(GByteArray) marks = g_byte_array_new();
    g_autoptr(GByteArray) property = g_byte_array_new();
    guint has = 0;
    for (guint i = 0; i < archive->files->len; i++) {
        const DaichoSevenzipFile *file = get_file(archive, i);
        sevenzip_put_byte(marks, file->has_value[kind] ? 1 : 0);
        has += file->has_value[kind] ? 1 : 0;
    }
    if (has == 0) {
        return;
    }
    sevenzip_put_byte(property, has == marks->len ? 1 : 0); /* 1: all have one */
    if (has < marks->len) {
        put_bits(marks, property);
    }
    sevenzip_put_byte(property, 0); /* they follow */
    for (guint i = 0; i < archive->files->len; i++) {
        const DaichoSevenzipFile *file = get_file(archive, i);
        if (file->has_value[kind] && sevenzip_values[kind].length == 8) {
            sevenzip_put_u64(property, file->values[kind]);
        } else if (file->has_value[kind]) {
            sevenzip_put_u32(property, (guint32)file->values[kind]);
        }
    }
    put_property(bytes, sevenzip_values[kind].id, property);
}

static void put_files(const DaichoSevenzip *archive, GByteArray *bytes)
{
    sevenzip_put_byte(bytes, SEVENZIP_ID_FILES);
    sevenzip_put_number(bytes, archive->files->len);
    put_marks(archive, SEVENZIP_ID_EMPTY_STREAM, is_empty, FALSE, bytes);
    put_marks(archive, SEVENZIP_ID_EMPTY_FILE, is_empty_file, TRUE, bytes);
    put_names(archive, bytes);
    for (guint kind = 0; kind < DAICHO_SEVENZIP_VALUES; kind++) {
        put_values(archive, kind, bytes);
    }
    sevenzip_put_byte(bytes, SEVENZIP_ID_END);
    sevenzip_put_byte(bytes, SEVENZIP_ID_END); /* of the header */
}

GBytes *daicho_sevenzip_join(const DaichoSevenzip *archive)
{
    g_autoptr(SevenzipHeader) header = sevenzip_header_new();
    g_autoptr(GByteArray) packed = g_byte_array_new();
    g_autoptr(GByteArray) out = g_byte_array_new();
    add_folders(archive, header, packed);
    put_contents(archive, header);
    put_files(archive, header->entries);
    g_autoptr(GByteArray) end = archive->files->len > 0 ? sevenzip_header_put(header)
                                                        : g_byte_array_new();
    sevenzip_start_put(out, packed->len, end);
    g_byte_array_append(out, packed->data, packed->len);
    g_byte_array_append(out, end->data, end->len);
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

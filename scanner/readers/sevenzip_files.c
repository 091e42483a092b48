#include "scanner/readers/sevenzip_files.h"

#include "base/error.h"

const SevenzipValue sevenzip_values[DAICHO_SEVENZIP_VALUES] = {
    {0x12, 8}, {0x13, 8}, {0x14, 8}, {0x15, 4}, {0x18, 8},
};

gboolean sevenzip_refuse(const char *what, GError **error)
{
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "the 7z archive %s: rewrite it by hand",
                what);
    return FALSE;
}

/* --- what is said of each --- */

/* A bit for each, without a mark that stands for all. */
static SevenzipMarks take_bits(SevenzipCursor *cursor, guint64 count)
{
    const SevenzipMarks marks = {sevenzip_take_bytes(cursor, count / 8 + (count % 8 != 0)), count};
    return marks;
}

typedef struct {
    DaichoSevenzip *archive;
    GPtrArray *empty; /* of DaichoSevenzipFile: those without content, in their order */
    gboolean is_unknown;
} Listing;

static void take_empty_streams(SevenzipCursor *cursor, Listing *listing)
{
    SevenzipMarks marks = take_bits(cursor, listing->archive->files->len);
    for (guint i = 0; i < listing->archive->files->len && !cursor->has_failed; i++) {
        DaichoSevenzipFile *file = g_ptr_array_index(listing->archive->files, i);
        if (sevenzip_marks_has(&marks, i)) {
            file->folder = -1;
            g_ptr_array_add(listing->empty, file);
        }
    }
}

static void take_empty_files(SevenzipCursor *cursor, Listing *listing)
{
    SevenzipMarks marks = take_bits(cursor, listing->empty->len);
    for (guint i = 0; i < listing->empty->len && !cursor->has_failed; i++) {
        DaichoSevenzipFile *file = g_ptr_array_index(listing->empty, i);
        file->is_empty_file = sevenzip_marks_has(&marks, i);
    }
}

static void take_names(SevenzipCursor *cursor, Listing *listing)
{
    cursor->has_failed |= sevenzip_take_byte(cursor) != 0;
    for (guint i = 0; i < listing->archive->files->len && !cursor->has_failed; i++) {
        DaichoSevenzipFile *file = g_ptr_array_index(listing->archive->files, i);
        const guint8 *start = cursor->at;
        const guint8 *unit = sevenzip_take_bytes(cursor, 2);
        while (unit != NULL && (unit[0] != 0 || unit[1] != 0)) {
            unit = sevenzip_take_bytes(cursor, 2);
        }
        if (unit != NULL && file->name == NULL) {
            file->name = g_bytes_new(start, (gsize)(unit - start));
        }
    }
}

static void take_values(SevenzipCursor *cursor, Listing *listing, guint kind)
{
    SevenzipMarks marks = sevenzip_take_marks(cursor, listing->archive->files->len);
    cursor->has_failed |= sevenzip_take_byte(cursor) != 0;
    for (guint i = 0; i < listing->archive->files->len && !cursor->has_failed; i++) {
        DaichoSevenzipFile *file = g_ptr_array_index(listing->archive->files, i);
        file->has_value[kind] = sevenzip_marks_has(&marks, i);
        if (file->has_value[kind]) {
            file->values[kind] = sevenzip_values[kind].length == 8 ? sevenzip_take_u64(cursor)
                                                                   : sevenzip_take_u32(cursor);
        }
    }
}

static void take_property(SevenzipCursor *cursor, Listing *listing, guint64 id)
{
    if (id == SEVENZIP_ID_EMPTY_STREAM) {
        take_empty_streams(cursor, listing);
    } else if (id == SEVENZIP_ID_EMPTY_FILE) {
        take_empty_files(cursor, listing);
    } else if (id == SEVENZIP_ID_NAMES) {
        take_names(cursor, listing);
    } else if (id == SEVENZIP_ID_DUMMY) {
        cursor->at = cursor->end;
    } else {
        guint kind = 0;
        while (kind < DAICHO_SEVENZIP_VALUES && sevenzip_values[kind].id != id) {
            kind++;
        }
        listing->is_unknown |= kind == DAICHO_SEVENZIP_VALUES;
        if (!listing->is_unknown) {
            take_values(cursor, listing, kind);
        }
    }
}

static gboolean take_properties(SevenzipCursor *cursor, Listing *listing, GError **error)
{
    for (guint64 id = sevenzip_take_number(cursor); id != SEVENZIP_ID_END && !cursor->has_failed;
         id = sevenzip_take_number(cursor)) {
        guint64 length = sevenzip_take_number(cursor);
        const guint8 *start = sevenzip_take_bytes(cursor, length);
        SevenzipCursor property = {start, start != NULL ? start + length : NULL, start == NULL};
        take_property(&property, listing, id);
        if (listing->is_unknown) {
            return sevenzip_refuse("says things of its files that are not known", error);
        }
        cursor->has_failed |= property.has_failed || property.at != property.end;
    }
    cursor->has_failed |= sevenzip_take_byte(cursor) != SEVENZIP_ID_END ||
                          cursor->at != cursor->end;
    return !cursor->has_failed || sevenzip_refuse("has a damaged list of files", error);
}

static gboolean take_list(const SevenzipHeader *header, DaichoSevenzip *archive, GError **error)
{
    g_autoptr(GPtrArray) empty = g_ptr_array_new();
    Listing listing = {archive, empty, FALSE};
    SevenzipCursor cursor = {header->entries->data, header->entries->data + header->entries->len,
                             FALSE};
    cursor.has_failed = sevenzip_take_byte(&cursor) != SEVENZIP_ID_FILES;
    guint count = sevenzip_take_count(&cursor, header->entries->len); /* a byte each at the least */
    for (guint i = 0; i < count; i++) {
        g_ptr_array_add(archive->files, g_new0(DaichoSevenzipFile, 1));
    }
    if (!take_properties(&cursor, &listing, error)) {
        return FALSE;
    }
    for (guint i = 0; i < count; i++) {
        if (((const DaichoSevenzipFile *)g_ptr_array_index(archive->files, i))->name == NULL) {
            return sevenzip_refuse("has files without names", error);
        }
    }
    return TRUE;
}

/* --- where the content of each is --- */

guint64 sevenzip_count_unchecked(const SevenzipFolder *folder)
{
    return folder->n_files == 1 && folder->has_crc ? 0 : folder->n_files;
}

static const SevenzipFolder *get_folder(const SevenzipHeader *header, guint index)
{
    return g_ptr_array_index(header->folders, index);
}

/* Those with content, in their order. */
static GPtrArray *list_filled(const DaichoSevenzip *archive)
{
    GPtrArray *filled = g_ptr_array_new();
    for (guint i = 0; i < archive->files->len; i++) {
        DaichoSevenzipFile *file = g_ptr_array_index(archive->files, i);
        if (file->folder >= 0) {
            g_ptr_array_add(filled, file);
        }
    }
    return filled;
}

/* The size of a folder's last file is what is left. */
static void take_sizes(SevenzipCursor *cursor, const SevenzipHeader *header, GPtrArray *filled)
{
    guint at = 0;
    for (guint i = 0; i < header->folders->len; i++) {
        const SevenzipFolder *folder = get_folder(header, i);
        guint64 left = sevenzip_folder_get_size(folder);
        for (guint64 k = 0; k < folder->n_files && !cursor->has_failed; k++) {
            DaichoSevenzipFile *file = g_ptr_array_index(filled, at++);
            file->folder = (gint)i;
            file->size = k + 1 < folder->n_files ? sevenzip_take_number(cursor) : left;
            cursor->has_failed |= file->size > left;
            left -= MIN(file->size, left);
            file->has_crc = folder->n_files == 1 && folder->has_crc;
            file->crc = file->has_crc ? folder->crc : 0;
        }
    }
}

static void take_checksums(SevenzipCursor *cursor, const SevenzipHeader *header, GPtrArray *filled)
{
    guint64 count = 0;
    guint64 index = 0;
    guint at = 0;
    for (guint i = 0; i < header->folders->len; i++) {
        count += sevenzip_count_unchecked(get_folder(header, i));
    }
    SevenzipMarks marks = sevenzip_take_marks(cursor, count);
    for (guint i = 0; i < header->folders->len && !cursor->has_failed; i++) {
        const SevenzipFolder *folder = get_folder(header, i);
        gboolean is_checked = sevenzip_count_unchecked(folder) == 0;
        for (guint64 k = 0; k < folder->n_files; k++) {
            DaichoSevenzipFile *file = g_ptr_array_index(filled, at++);
            if (!is_checked && sevenzip_marks_has(&marks, index++)) {
                file->has_crc = TRUE;
                file->crc = sevenzip_take_u32(cursor);
            }
        }
    }
}

/* Was read once for the folders: how it is built was looked at. */
static gboolean take_contents(const SevenzipHeader *header, const DaichoSevenzip *archive,
                              GError **error)
{
    g_autoptr(GPtrArray) filled = list_filled(archive);
    const GByteArray *bytes = header->files;
    guint64 count = 0;
    SevenzipCursor cursor = {bytes->data, bytes->data + bytes->len, FALSE};
    SevenzipCursor nothing = {NULL, NULL, FALSE};
    for (guint i = 0; i < header->folders->len; i++) {
        count += get_folder(header, i)->n_files;
    }
    if (count != filled->len) {
        return sevenzip_refuse("has more or fewer files than contents", error);
    }
    guint64 id = SEVENZIP_ID_END;
    if (bytes->len > 0) {
        sevenzip_take_byte(&cursor);
        id = sevenzip_take_number(&cursor);
    }
    if (id == SEVENZIP_ID_NUMBER_OF_STREAMS) {
        for (guint i = 0; i < header->folders->len; i++) {
            sevenzip_take_number(&cursor);
        }
        id = sevenzip_take_number(&cursor);
    }
    gboolean has_sizes = id == SEVENZIP_ID_SIZE;
    take_sizes(has_sizes ? &cursor : &nothing, header, filled);
    id = has_sizes ? sevenzip_take_number(&cursor) : id;
    if (id == SEVENZIP_ID_CRC) {
        take_checksums(&cursor, header, filled);
    }
    return (!cursor.has_failed && !nothing.has_failed) ||
           sevenzip_refuse("has a damaged list of sizes", error);
}

gboolean sevenzip_files_take(const SevenzipHeader *header, DaichoSevenzip *archive, GError **error)
{
    return take_list(header, archive, error) && take_contents(header, archive, error);
}

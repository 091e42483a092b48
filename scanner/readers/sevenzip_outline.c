#include "scanner/scanner.h"

#include "scanner/readers/sevenzip_files.h"
#include "scanner/readers/sevenzip_first.h"

enum {
    HEADER_BYTES = 64 << 20, /* unpacked */
    HEADER_DEPTH = 4,        /* headers packed by packed headers */
    ID_ARCHIVE_PROPERTIES = 2,
};

static void folder_free(gpointer data)
{
    DaichoSevenzipFolder *folder = data;
    g_clear_pointer(&folder->packed, g_bytes_unref);
    g_clear_pointer(&folder->coders, sevenzip_folder_free);
    g_clear_pointer(&folder->sizes, g_array_unref);
    g_clear_pointer(&folder->header, g_bytes_unref);
    g_free(folder);
}

static void file_free(gpointer data)
{
    DaichoSevenzipFile *file = data;
    g_clear_pointer(&file->name, g_bytes_unref);
    g_free(file);
}

void daicho_sevenzip_free(DaichoSevenzip *archive)
{
    if (archive != NULL) {
        g_ptr_array_unref(archive->folders);
        g_ptr_array_unref(archive->files);
        g_free(archive);
    }
}

DaichoSevenzipFolder *daicho_sevenzip_folder_new(GBytes *packed, gint properties, guint64 size)
{
    enum { LZMA2 = 0x21 };
    const guint8 byte = (guint8)MAX(properties, 0);
    const guint64 length = g_bytes_get_size(packed);
    DaichoSevenzipFolder *folder = g_new0(DaichoSevenzipFolder, 1);
    SevenzipFolder *coders = g_new0(SevenzipFolder, 1);
    folder->packed = g_bytes_ref(packed);
    folder->is_stored = properties < 0;
    folder->header = g_bytes_new(&byte, 1);
    folder->sizes = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_array_append_val(folder->sizes, length);
    coders->n_coders = coders->n_outs = coders->n_packed = 1;
    coders->coders = g_new0(SevenzipCoder, 1);
    coders->coders[0] = (SevenzipCoder){
        .method = folder->is_stored ? SEVENZIP_COPY : LZMA2,
        .n_in = 1,
        .n_out = 1,
        .properties = g_bytes_get_data(folder->header, NULL),
        .n_properties = folder->is_stored ? 0 : 1,
    };
    coders->binds = g_new0(SevenzipBind, 1);
    coders->packed = g_new0(guint8, 1);
    coders->sizes = g_new0(guint64, 1);
    coders->sizes[0] = size;
    folder->coders = coders;
    return folder;
}

/* --- the header --- */

/* Where all that was looked at stands: it must be all that there is. */
typedef struct {
    GBytes *archive;
    GArray *extents; /* of Extent */
} Opening;

typedef struct {
    guint64 start, length;
} Extent;

static gint compare_extents(gconstpointer one, gconstpointer other)
{
    guint64 a = ((const Extent *)one)->start;
    guint64 b = ((const Extent *)other)->start;
    return (a > b) - (a < b);
}

/* NULL when it is not in the archive. */
static GBytes *take_extent(Opening *opening, guint64 start, guint64 length)
{
    gsize size = g_bytes_get_size(opening->archive);
    const Extent extent = {start, length};
    if (start > size || length > size - start) {
        return NULL;
    }
    g_array_append_val(opening->extents, extent);
    return g_bytes_new_from_bytes(opening->archive, start, length);
}

static guint64 sum_sizes(const GArray *sizes, guint64 first, guint64 count)
{
    guint64 total = 0;
    for (guint64 i = first; i < first + count; i++) {
        if (!g_uint64_checked_add(&total, total, g_array_index(sizes, guint64, i))) {
            return G_MAXUINT64;
        }
    }
    return total;
}

/* The header that a packed one holds. */
static GBytes *unpack_header(Opening *opening, const SevenzipHeader *header, GError **error)
{
    GBytes *content = NULL;
    const SevenzipFolder *folder = g_ptr_array_index(header->folders, 0);
    g_autoptr(GBytes) packed = take_extent(opening, header->offset,
                                           sum_sizes(header->sizes, 0, header->sizes->len));
    if (sevenzip_folder_is_encrypted(folder)) {
        sevenzip_refuse("is encrypted", error);
        return NULL;
    }
    if (packed == NULL ||
        !sevenzip_first_check(folder, header->sizes, packed, HEADER_BYTES, &content)) {
        sevenzip_refuse("has a damaged header", error);
        return NULL;
    }
    return content;
}

static GBytes *load_header(Opening *opening)
{
    SevenzipStart start;
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(opening->archive, &length);
    if (length < SEVENZIP_START_BYTES || !sevenzip_start_take(bytes, &start) || start.size == 0) {
        return NULL;
    }
    g_autoptr(GBytes) header = take_extent(opening, start.offset, start.size);
    const void *data = header != NULL ? g_bytes_get_data(header, NULL) : NULL;
    return header != NULL && sevenzip_crc(0, data, start.size) == start.crc
               ? g_steal_pointer(&header)
               : NULL;
}

static SevenzipHeader *open_header(Opening *opening, GError **error)
{
    g_autoptr(GBytes) bytes = load_header(opening);
    for (guint depth = 0; bytes != NULL && depth < HEADER_DEPTH; depth++) {
        g_autoptr(SevenzipHeader) header = sevenzip_header_take(bytes);
        const guint8 *data = g_bytes_get_data(bytes, NULL);
        if (header != NULL && !header->is_packed) {
            return data[1] != ID_ARCHIVE_PROPERTIES ||
                           sevenzip_refuse("has properties that are not known", error)
                       ? g_steal_pointer(&header)
                       : NULL;
        }
        GBytes *content = header != NULL ? unpack_header(opening, header, error) : NULL;
        g_bytes_unref(g_steal_pointer(&bytes));
        bytes = content;
    }
    if (error != NULL && *error == NULL) {
        sevenzip_refuse("has a header that cannot be read", error);
    }
    return NULL;
}

/* --- folders --- */

static gboolean take_folders(Opening *opening, const SevenzipHeader *header,
                             DaichoSevenzip *archive, GError **error)
{
    guint64 at = header->offset;
    for (guint i = 0; i < header->folders->len; i++) {
        const SevenzipFolder *coders = g_ptr_array_index(header->folders, i);
        guint64 length = sum_sizes(header->sizes, coders->first_packed, coders->n_packed);
        DaichoSevenzipFolder *folder = g_new0(DaichoSevenzipFolder, 1);
        g_ptr_array_add(archive->folders, folder);
        folder->coders = sevenzip_folder_copy(coders);
        folder->header = g_bytes_ref(header->bytes);
        folder->is_encrypted = sevenzip_folder_is_encrypted(coders);
        folder->is_stored = coders->n_coders == 1 && coders->coders[0].method == SEVENZIP_COPY;
        folder->sizes = g_array_new(FALSE, FALSE, sizeof(guint64));
        g_array_append_vals(folder->sizes,
                            &g_array_index(header->sizes, guint64, coders->first_packed),
                            coders->n_packed);
        folder->packed = take_extent(opening, at, length);
        if (folder->packed == NULL) {
            return sevenzip_refuse("has a damaged header", error);
        }
        at += length;
    }
    return TRUE;
}

/* --- all of it --- */

/* Bytes that nothing leads to would be lost. */
static gboolean check_extents(const Opening *opening, GError **error)
{
    guint64 at = SEVENZIP_START_BYTES;
    g_array_sort(opening->extents, compare_extents);
    for (guint i = 0; i < opening->extents->len; i++) {
        const Extent *extent = &g_array_index(opening->extents, Extent, i);
        if (extent->start != at) {
            break;
        }
        at += extent->length;
    }
    return at == g_bytes_get_size(opening->archive) ||
           sevenzip_refuse("has bytes that are of no file", error);
}

static gboolean take_archive(Opening *opening, DaichoSevenzip *archive, GError **error)
{
    g_autoptr(SevenzipHeader) header = open_header(opening, error);
    return header != NULL && take_folders(opening, header, archive, error) &&
           check_extents(opening, error) && sevenzip_files_take(header, archive, error);
}

DaichoSevenzip *daicho_sevenzip_new(GBytes *bytes, GError **error)
{
    g_autoptr(GArray) extents = g_array_new(FALSE, FALSE, sizeof(Extent));
    g_autoptr(DaichoSevenzip) archive = g_new0(DaichoSevenzip, 1);
    Opening opening = {bytes, extents};
    archive->folders = g_ptr_array_new_with_free_func(folder_free);
    archive->files = g_ptr_array_new_with_free_func(file_free);
    return take_archive(&opening, archive, error) ? g_steal_pointer(&archive) : NULL;
}

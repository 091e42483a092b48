#include "scanner/readers/sevenzip_first.h"

#include "scanner/readers/archive_input.h"
#include "scanner/spool.h"

/* The archive in three pieces, as libarchive asks for them. */
typedef struct {
    GBytes *pieces[3];
    guint64 place;
} Pieces;

static guint64 count_bytes(const Pieces *pieces)
{
    guint64 total = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(pieces->pieces); i++) {
        total += g_bytes_get_size(pieces->pieces[i]);
    }
    return total;
}

static la_ssize_t read_piece(struct archive *archive, void *data, const void **buffer)
{
    (void)archive;
    Pieces *pieces = data;
    guint64 start = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(pieces->pieces); i++) {
        gsize length = 0;
        const guint8 *bytes = g_bytes_get_data(pieces->pieces[i], &length);
        if (pieces->place < start + length) {
            gsize skipped = (gsize)(pieces->place - start);
            *buffer = bytes + skipped;
            pieces->place += length - skipped;
            return (la_ssize_t)(length - skipped);
        }
        start += length;
    }
    return 0;
}

static la_int64_t seek_place(struct archive *archive, void *data, la_int64_t offset, int whence)
{
    (void)archive;
    Pieces *pieces = data;
    gint64 total = (gint64)count_bytes(pieces);
    gint64 from = whence == SEEK_SET ? 0 : whence == SEEK_END ? total : (gint64)pieces->place;
    if (offset < -from || offset > total - from) {
        return ARCHIVE_FATAL;
    }
    pieces->place = (guint64)(from + offset);
    return (la_int64_t)pieces->place;
}

static void make_pieces(Pieces *pieces, const SevenzipFolder *folder, const GArray *sizes,
                        GBytes *packed)
{
    g_autoptr(SevenzipHeader) header = sevenzip_header_new();
    g_ptr_array_set_free_func(header->folders, NULL); /* it is borrowed */
    g_ptr_array_add(header->folders, (gpointer)(guintptr)folder);
    g_array_append_vals(header->sizes, sizes->data, sizes->len);
    sevenzip_header_set_first(header, folder);
    g_autoptr(GByteArray) end = sevenzip_header_put(header);
    GByteArray *start = g_byte_array_new();
    sevenzip_start_put(start, g_bytes_get_size(packed), end);
    pieces->pieces[0] = g_byte_array_free_to_bytes(start);
    pieces->pieces[1] = g_bytes_ref(packed);
    pieces->pieces[2] = g_byte_array_free_to_bytes(g_steal_pointer(&end));
}

static gboolean open_pieces(Archive *archive, Pieces *pieces)
{
    archive_read_support_format_7zip(archive);
    archive_read_set_read_callback(archive, read_piece);
    archive_read_set_seek_callback(archive, seek_place);
    archive_read_set_callback_data(archive, pieces);
    return archive_read_open1(archive) == ARCHIVE_OK;
}

/* libarchive compares some checksums of files, but not all. */
static gboolean read_first(Archive *archive, const SevenzipFolder *folder, guint64 limit,
                           Spool *spool)
{
    struct archive_entry *entry = NULL;
    const void *block = NULL;
    size_t length = 0;
    la_int64_t offset = 0;
    guint64 total = 0;
    guint32 crc = 0;
    int status = archive_read_next_header(archive, &entry);
    gboolean may_go_on = TRUE;
    while (status == ARCHIVE_OK && may_go_on) {
        status = archive_read_data_block(archive, &block, &length, &offset);
        if (status == ARCHIVE_OK) {
            total += length;
            crc = sevenzip_crc(crc, block, length);
            may_go_on = total <= limit && (spool == NULL || spool_add(spool, block, length, NULL));
        }
    }
    return status == ARCHIVE_EOF && may_go_on && total == folder->first_size &&
           crc == folder->first_crc;
}

gboolean sevenzip_first_check(const SevenzipFolder *folder, const GArray *sizes, GBytes *packed,
                              guint64 limit, GBytes **content)
{
    if (!folder->has_first_crc || folder->n_files == 0 || folder->first_size == 0) {
        return FALSE;
    }
    Pieces pieces = {.place = 0};
    g_autoptr(Spool) spool = content != NULL ? spool_new() : NULL;
    make_pieces(&pieces, folder, sizes, packed);
    g_autoptr(Archive) archive = archive_read_new();
    gboolean fits = open_pieces(archive, &pieces) && read_first(archive, folder, limit, spool);
    g_clear_pointer(&archive, archive_input_free);
    for (gsize i = 0; i < G_N_ELEMENTS(pieces.pieces); i++) {
        g_bytes_unref(pieces.pieces[i]);
    }
    if (fits && content != NULL) {
        *content = spool_finish(g_steal_pointer(&spool), NULL);
    }
    return fits && (content == NULL || *content != NULL);
}

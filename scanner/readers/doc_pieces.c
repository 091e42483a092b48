#include "scanner/readers/doc_pieces.h"

enum {
    PIECES_BYTES = 32 << 20,
    PIECE_BYTES = 12, /* a place, and its descriptor */
    COMPRESSED = 1 << 30,
    OFFSET_MASK = COMPRESSED - 1,
};

static guint32 count_characters(const DocFib *fib)
{
    guint64 count = 0;
    for (guint i = 0; i < DOC_STORIES; i++) {
        count += fib->counts[i];
    }
    return (guint32)MIN(count, (guint64)G_MAXINT32);
}

/* MS-DOC 2.9.73: bytes lie at half of what the descriptor says. */
static DocPiece describe_piece(const DocFib *fib, const guint8 *descriptor, guint32 count)
{
    guint32 place = ole_get_u32(descriptor + 2);
    DocPiece piece = {count, place, fib->is_wide};
    if (!fib->is_old) {
        piece.is_wide = (place & COMPRESSED) == 0;
        piece.offset = piece.is_wide ? place & OFFSET_MASK : (place & OFFSET_MASK) / 2;
    }
    return piece;
}

static gboolean add_pieces(GArray *pieces, const DocFib *fib, const guint8 *plc, gsize length)
{
    gsize n_pieces = length >= 4 ? (length - 4) / PIECE_BYTES : 0;
    const guint8 *descriptors = plc + (n_pieces + 1) * 4;
    gboolean is_whole = n_pieces > 0;
    for (gsize i = 0; i < n_pieces; i++) {
        guint32 start = ole_get_u32(plc + i * 4);
        guint32 end = ole_get_u32(plc + (i + 1) * 4);
        is_whole = is_whole && end > start && end <= G_MAXINT32;
        if (end > start) {
            const DocPiece piece = describe_piece(fib, descriptors + i * 8, end - start);
            g_array_append_val(pieces, piece);
        }
    }
    return is_whole;
}

/* MS-DOC 2.9.38: what fast saves changed, then the table itself. */
static gboolean parse(GArray *pieces, const DocFib *fib, const guint8 *bytes, gsize length)
{
    enum { CHANGES = 1, TABLE = 2 };
    gsize at = 0;
    while (at + 3 <= length && bytes[at] == CHANGES) {
        at += 3 + (gsize)ole_get_u16(bytes + at + 1);
    }
    if (at + 5 > length || bytes[at] != TABLE) {
        return FALSE;
    }
    gsize size = ole_get_u32(bytes + at + 1);
    gsize held = MIN(size, length - at - 5);
    return add_pieces(pieces, fib, bytes + at + 5, held) && held == size;
}

GArray *doc_pieces_load(Item *item, const DocFib *fib, OleStream *table)
{
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(DocPiece));
    guint32 size = fib->tables[DOC_TABLE_PIECES].size;
    if (size > 0 && table != NULL) {
        g_autoptr(GBytes) bytes = ole_stream_load(table, fib->tables[DOC_TABLE_PIECES].offset,
                                                  MIN(size, (guint32)PIECES_BYTES));
        gsize length = 0;
        const guint8 *data = g_bytes_get_data(bytes, &length);
        if (!parse(pieces, fib, data, length) || length < size) {
            item_set_partly(item, "damaged: its table of text is not whole");
        }
    } else if (!fib->is_old) {
        item_set_partly(item, "damaged: its table of text is missing");
    }
    if (pieces->len == 0) {
        /* Then it lies in one piece. */
        guint32 count = count_characters(fib);
        guint32 room = fib->text_end > fib->text_start ? fib->text_end - fib->text_start : 0;
        const DocPiece all = {count, fib->text_start,
                              fib->is_old ? fib->is_wide : room / 2 >= count};
        g_array_append_val(pieces, all);
    }
    return pieces;
}

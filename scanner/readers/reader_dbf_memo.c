#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/content.h"
#include "scanner/readers/field_bytes.h"
#include "scanner/text_view.h"

enum {
    BLOCK_BYTES = 512,     /* of dBASE III */
    MEMO_BYTES = 64 << 20, /* longer ones are damage */
    END_OF_MEMO = 0x1a,
};

/* A file of memos being read. */
typedef struct {
    Item *item;
    const Content *content;
    TextView *view;
    guint block_bytes;
    gboolean is_foxpro;
} Memos;

static guint32 get_u32_le(const guint8 *bytes)
{
    return bytes[0] | (guint32)bytes[1] << 8 | (guint32)bytes[2] << 16 | (guint32)bytes[3] << 24;
}

static void give_bytes(const Memos *memos, guint64 offset, gsize length)
{
    guint64 size = content_get_size(memos->content);
    gsize there = (gsize)MIN((guint64)length, size - MIN(offset, size));
    g_autofree guint8 *bytes = g_malloc(there + 1);
    gssize got = content_read(memos->content, bytes, there, offset);
    if (got < (gssize)length) {
        item_set_partly(memos->item, "damaged: a memo is cut short");
    }
    g_autofree char *name = g_strdup_printf("memo %" G_GUINT64_FORMAT, offset / memos->block_bytes);
    if (got <= 0) {
        return;
    }
    if (field_bytes_are_document(bytes, (gsize)got)) {
        g_autoptr(GBytes) document = g_bytes_new_static(bytes, (gsize)got);
        item_read_bytes(memos->item, name, document);
        return;
    }
    g_autoptr(GString) text = field_bytes_to_text(bytes, (gsize)got);
    text_view_begin_record(memos->view, name);
    text_view_append(memos->view, text->str, (gssize)text->len);
    text_view_end_record(memos->view);
}

/* How many bytes of text stand at a place, and how many before it are about it. */
typedef struct {
    gsize head, length;
} Extent;

/* dBASE III: text up to a mark. */
static Extent measure_marked(const Memos *memos, guint64 offset)
{
    guint8 block[BLOCK_BYTES];
    const guint8 *end = NULL;
    gsize length = 0;
    gssize got = BLOCK_BYTES;
    while (end == NULL && got == BLOCK_BYTES && length < MEMO_BYTES) {
        got = content_read(memos->content, block, BLOCK_BYTES, offset + length);
        end = got > 0 ? memchr(block, END_OF_MEMO, (gsize)got) : NULL;
        length += end != NULL ? (gsize)(end - block) : (gsize)MAX(got, 0);
    }
    return (Extent){0, length};
}

/* FoxPro: kind and length, big-endian. dBASE IV: a mark, and the length with the eight bytes of both.
 * What is none of them was a memo once, or is one of dBASE III. */
static Extent measure(const Memos *memos, guint64 offset)
{
    guint8 head[8] = {0};
    content_read(memos->content, head, sizeof head, offset);
    guint32 kind = GUINT32_SWAP_LE_BE(get_u32_le(head));
    guint32 length = memos->is_foxpro ? GUINT32_SWAP_LE_BE(get_u32_le(head + 4))
                                      : get_u32_le(head + 4) - 8;
    gboolean is_known = memos->is_foxpro ? kind <= 2 : memcmp(head, "\xff\xff\x08\0", 4) == 0;
    if (is_known && length <= MEMO_BYTES) {
        return (Extent){8, length};
    }
    guint64 left = content_get_size(memos->content) - offset;
    gsize block = MAX(memos->block_bytes, (guint)BLOCK_BYTES);
    return memos->is_foxpro ? (Extent){0, (gsize)MIN(left, (guint64)block)}
                            : measure_marked(memos, offset);
}

/* Memos stand at multiples of a block, the first ones being the header. */
void reader_dbf_memo_read(Item *item)
{
    guint8 header[24] = {0};
    if (!item_check_depth(item)) {
        return;
    }
    g_autoptr(Content) content = content_open(item);
    if (content == NULL) {
        return;
    }
    content_read(content, header, sizeof header, 0);
    g_autofree char *name = g_ascii_strdown(item->name, -1);
    gboolean is_foxpro = g_str_has_suffix(name, ".fpt");
    guint told = is_foxpro ? (guint)(header[6] << 8 | header[7])
                           : (guint)(header[20] | header[21] << 8);
    gboolean is_plausible = is_foxpro ? told > 0 : told >= BLOCK_BYTES && told % BLOCK_BYTES == 0;
    g_autoptr(TextView) view = text_view_new(item);
    Memos memos = {
        .item = item,
        .content = content,
        .view = view,
        .block_bytes = is_plausible ? told : BLOCK_BYTES,
        .is_foxpro = is_foxpro,
    };
    guint64 block = memos.block_bytes;
    guint64 offset = (BLOCK_BYTES + block - 1) / block * block;
    while (offset < content_get_size(content) && text_view_goes_on(view)) {
        Extent extent = measure(&memos, offset);
        give_bytes(&memos, offset + extent.head, extent.length);
        offset += MAX((extent.head + extent.length + block - 1) / block, 1) * block;
    }
    text_view_end(view);
}

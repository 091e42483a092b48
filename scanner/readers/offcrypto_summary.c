#include "scanner/readers/offcrypto_summary.h"

#include <string.h>

#include "scanner/readers/codepage.h"
#include "scanner/readers/ole_properties.h"
#include "scanner/readers/ole_writer.h"

enum {
    STREAM_BYTES = 16 << 20,
    FIXED_BYTES = 8,       /* where the list is, and how long */
    DESCRIPTOR_BYTES = 16, /* up to the name */
    STREAMS = 1000,
};

typedef struct {
    Item *item;
    OffcryptoRc4 *rc4;
    const guint8 *bytes; /* all of the stream */
    gsize length;
    OleWriter *writer;
    gsize left; /* bytes that parts may have: they do not lie over each other */
} Summary;

/* A part of the stream, decrypted from its start on (g_free); NULL when it is not there. */
static guint8 *dup_part(const Summary *summary, guint32 block, gsize offset, gsize length)
{
    if (offset > summary->length || length > summary->length - offset || length == 0) {
        return NULL;
    }
    guint8 *part = g_memdup2(summary->bytes + offset, length);
    offcrypto_rc4_begin_block(summary->rc4, block);
    offcrypto_rc4_decrypt_on(summary->rc4, part, length);
    return part;
}

static gboolean is_properties(const char *name)
{
    return strcmp(name, "\5SummaryInformation") == 0 ||
           strcmp(name, "\5DocumentSummaryInformation") == 0;
}

/* 2.3.5.3: offset, size, block, length of the name, flags, nothing, name. How long it is; 0 at damage. */
static gsize take_descriptor(Summary *summary, const guint8 *descriptor, gsize left)
{
    gsize name_bytes = left > DESCRIPTOR_BYTES ? (gsize)descriptor[10] * 2 : 0;
    if (left < DESCRIPTOR_BYTES + name_bytes + 2) {
        return 0;
    }
    g_autoptr(GString) name = g_string_new(NULL);
    codepage_append_utf16(name, descriptor + DESCRIPTOR_BYTES, name_bytes);
    if (!is_properties(name->str)) {
        item_set_partly(summary->item, "%s is encrypted apart and not read", name->str);
        return DESCRIPTOR_BYTES + name_bytes + 2;
    }
    gsize size = ole_get_u32(descriptor + 4);
    if (size > summary->left) {
        return 0;
    }
    summary->left -= size;
    g_autofree guint8 *part = dup_part(summary, ole_get_u16(descriptor + 8),
                                       ole_get_u32(descriptor), size);
    if (part == NULL) {
        return 0;
    }
    ole_writer_add_stream(summary->writer, OLE_WRITER_ROOT, name->str, part, size);
    return DESCRIPTOR_BYTES + name_bytes + 2;
}

static gboolean take_streams(Summary *summary)
{
    g_autofree guint8 *fixed = dup_part(summary, 0, 0, FIXED_BYTES);
    gsize length = fixed != NULL ? ole_get_u32(fixed + 4) : 0;
    g_autofree guint8 *list = fixed != NULL ? dup_part(summary, 0, ole_get_u32(fixed), length)
                                            : NULL;
    if (list == NULL || length < 4) {
        return FALSE;
    }
    guint32 n_streams = ole_get_u32(list);
    gsize at = 4;
    for (guint32 i = 0; i < MIN(n_streams, (guint32)STREAMS); i++) {
        gsize taken = take_descriptor(summary, list + at, length - at);
        if (taken == 0) {
            return FALSE;
        }
        at += taken;
    }
    return n_streams <= STREAMS;
}

/* The properties are those of a compound file that has them. */
static void give(Item *item, GBytes *file, TextView *view)
{
    Source *outer = item->source;
    g_autoptr(Source) source = source_new_for_bytes(file, FALSE);
    item->source = source;
    g_autoptr(Ole) ole = ole_open(item);
    if (ole != NULL) {
        ole_properties_give(ole, ole_get_root(ole), view);
    }
    item->source = outer;
}

void offcrypto_summary_give(Ole *ole, const char *name, OffcryptoRc4 *rc4, TextView *view)
{
    const OleEntry *entry = ole_find_stream(ole_get_root(ole), name);
    g_autoptr(GBytes) bytes = ole_load(ole, entry, STREAM_BYTES);
    if (bytes == NULL) {
        return;
    }
    Summary summary = {.item = ole_get_item(ole), .rc4 = rc4};
    summary.bytes = g_bytes_get_data(bytes, &summary.length);
    summary.left = summary.length;
    g_autoptr(OleWriter) writer = ole_writer_new(4096);
    summary.writer = writer;
    if (!take_streams(&summary)) {
        item_set_partly(summary.item, "damaged: its properties cannot be read");
    }
    g_autoptr(GBytes) file = ole_writer_finish(writer);
    give(summary.item, file, view);
}

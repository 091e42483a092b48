#include "scanner/readers/ppt_object.h"

#include <zlib.h>

#include "base/error.h"

enum { CHUNK_BYTES = 32768, SIZE_BYTES = 4 };

/* An object being read. */
typedef struct {
    Item *item;
    OleStream *stream;
    guint64 at, end;
    gboolean is_packed, is_over;
    z_stream packed;
    guint8 chunk[CHUNK_BYTES];
} Object;

static gboolean fail(GError **error, const char *why)
{
    g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, why);
    return FALSE;
}

static gsize read_stream(Object *object, void *buffer, gsize length)
{
    gsize got = ole_stream_read(object->stream, object->at, buffer,
                                (gsize)MIN((guint64)length, object->end - object->at));
    object->at += got;
    return got;
}

static gboolean unpack(Object *object, guint8 *buffer, gsize length, gsize *got, GError **error)
{
    object->packed.next_out = buffer;
    object->packed.avail_out = (uInt)MIN(length, (gsize)G_MAXINT);
    uInt room = object->packed.avail_out;
    while (!object->is_over && object->packed.avail_out == room) {
        if (object->packed.avail_in == 0) {
            object->packed.next_in = object->chunk;
            object->packed.avail_in = (uInt)read_stream(object, object->chunk, CHUNK_BYTES);
        }
        int status = inflate(&object->packed, Z_NO_FLUSH);
        object->is_over = status == Z_STREAM_END;
        if (status != Z_OK && status != Z_STREAM_END) {
            return fail(error, "damaged: it cannot be unpacked");
        }
    }
    *got = room - object->packed.avail_out;
    return TRUE;
}

static gssize read_object(gpointer data, void *buffer, gsize length, GError **error)
{
    Object *object = data;
    Extraction *extraction = object->item->extraction;
    gsize got = 0;
    if (!object->is_packed) {
        got = read_stream(object, buffer, length);
    } else if (!unpack(object, buffer, length, &got, error)) {
        return -1;
    }
    if (!extraction_count_bytes(extraction, got)) {
        fail(error, extraction->limit);
        return -1;
    }
    return (gssize)got;
}

/* What lies from start to the end of a record. size: unpacked, as far as it is told. */
static void read_run(Object *object, const PptRecord *record, guint64 start, gint64 size,
                     const char *name)
{
    Item *item = object->item;
    object->at = MIN(start, record->end);
    object->end = record->end;
    if (object->is_packed && inflateInit(&object->packed) != Z_OK) {
        item_refuse_member(item, name, "cannot be unpacked", size);
        return;
    }
    g_autoptr(Source)
        source = source_new(read_object, object, size, item->extraction->options->digests);
    item_read_member(item, name, source);
    if (object->is_packed) {
        inflateEnd(&object->packed);
    }
}

void ppt_object_read(Item *item, OleStream *stream, const PptRecord *record, const char *name)
{
    if (!item_may_add_member(item)) {
        return;
    }
    g_autofree Object *object = g_new0(Object, 1);
    object->item = item;
    object->stream = stream;
    object->is_packed = record->instance == 1;
    gint64 size = object->is_packed ? (gint64)ppt_record_get_u32(stream, record, 0)
                                    : (gint64)(record->end - record->start);
    read_run(object, record, record->start + (object->is_packed ? SIZE_BYTES : 0), size, name);
}

/* What stands before a picture (MS-ODRAW 2.2.23 to 2.2.32): one or two digests, by the instance, then
 * for metafiles sizes and whether they are packed, for others a byte. */
enum {
    DIGEST_BYTES = 16,
    METAFILE_BYTES = 34,
    METAFILE_PACKED_AT = 32,
    BITMAP_BYTES = 1,
};

static const struct {
    guint16 type;
    gboolean is_metafile;
    const char *ending;
} pictures[] = {
    {0xf01a, TRUE, "emf"},  {0xf01b, TRUE, "wmf"},  {0xf01c, TRUE, "pict"}, {0xf01d, FALSE, "jpg"},
    {0xf01e, FALSE, "png"}, {0xf01f, FALSE, "dib"}, {0xf029, FALSE, "tif"}, {0xf02a, FALSE, "jpg"},
};

void ppt_picture_read(Item *item, OleStream *stream, const PptRecord *record, guint number)
{
    gsize kind = 0;
    while (kind < G_N_ELEMENTS(pictures) && pictures[kind].type != record->type) {
        kind++;
    }
    if (kind == G_N_ELEMENTS(pictures) || !item_may_add_member(item)) {
        return;
    }
    g_autofree Object *object = g_new0(Object, 1);
    object->item = item;
    object->stream = stream;
    gboolean is_metafile = pictures[kind].is_metafile;
    guint64 head = record->start + (guint64)DIGEST_BYTES * (1 + record->instance % 2);
    guint64 start = head + (is_metafile ? METAFILE_BYTES : BITMAP_BYTES);
    guint8 packing = 0xfe;
    if (is_metafile) {
        ole_stream_read(stream, head + METAFILE_PACKED_AT, &packing, 1);
    }
    object->is_packed = packing == 0;
    g_autofree char *name = g_strdup_printf("picture %u.%s", number, pictures[kind].ending);
    gint64 size = object->is_packed ? -1 : (gint64)(record->end - MIN(start, record->end));
    read_run(object, record, start, size, name);
}

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

void ppt_object_read(Item *item, OleStream *stream, const PptRecord *record, const char *name)
{
    if (!item_may_add_member(item)) {
        return;
    }
    g_autofree Object *object = g_new0(Object, 1);
    object->item = item;
    object->stream = stream;
    object->is_packed = record->instance == 1;
    object->at = record->start + (object->is_packed ? SIZE_BYTES : 0);
    object->at = MIN(object->at, record->end);
    object->end = record->end;
    gint64 size = object->is_packed ? (gint64)ppt_record_get_u32(stream, record, 0)
                                    : (gint64)(record->end - record->start);
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

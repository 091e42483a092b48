#include "scanner/readers/ole.h"

#include <string.h>

#include "base/error.h"
#include "scanner/readers/ole_sectors.h"
#include "scanner/spool.h"

enum { CHUNK_BYTES = 32768, DECRYPTED_BYTES = 256 << 20 };

struct OleStream {
    Ole *ole;
    GArray *chain; /* of guint32 */
    gboolean is_mini;
    guint32 sector_bytes;
    guint64 size;      /* what there is of it */
    GBytes *decrypted; /* its content then; NULL when it lies in the file as it is */
};

static OleStream *open_chain(Ole *ole, const OleEntry *entry, gboolean is_mini)
{
    OleStream *stream = g_new0(OleStream, 1);
    stream->ole = ole;
    stream->is_mini = is_mini;
    stream->sector_bytes = is_mini ? OLE_MINI_SECTOR_BYTES : ole->sector_bytes;
    /* No more than the file can hold, whatever the directory says. */
    guint64 wanted = MIN(entry->size, ole->size) + stream->sector_bytes - 1;
    gboolean is_whole = TRUE;
    stream->chain = ole_follow_chain(is_mini ? ole->mini_fat : ole->fat, entry->start,
                                     wanted / stream->sector_bytes, &is_whole);
    guint64 held = (guint64)stream->chain->len * stream->sector_bytes;
    stream->size = MIN(entry->size, held);
    if (stream->size < entry->size) {
        item_set_partly(ole->item, "damaged: a part of it is cut off");
    }
    return stream;
}

OleStream *ole_stream_open(Ole *ole, const OleEntry *entry)
{
    gboolean is_mini = entry->size < OLE_MINI_CUTOFF;
    if (is_mini && ole->mini_stream == NULL) {
        ole->mini_stream = open_chain(ole, ole_get_root(ole), FALSE);
    }
    return open_chain(ole, entry, is_mini);
}

void ole_stream_close(OleStream *stream)
{
    if (stream != NULL) {
        g_array_unref(stream->chain);
        g_clear_pointer(&stream->decrypted, g_bytes_unref);
        g_free(stream);
    }
}

guint64 ole_stream_get_size(const OleStream *stream)
{
    return stream->size;
}

/* How many sectors from first on lie one after another, so that they are read at once. */
static guint32 count_adjacent(const OleStream *stream, guint64 first, guint64 limit)
{
    guint32 count = 1;
    const guint32 *sectors = &g_array_index(stream->chain, guint32, first);
    while (first + count < stream->chain->len && count < limit &&
           sectors[count] == sectors[0] + count) {
        count++;
    }
    return count;
}

gsize ole_stream_read(OleStream *stream, guint64 offset, void *buffer, gsize length)
{
    gsize done = 0;
    gsize wanted = offset < stream->size ? (gsize)MIN((guint64)length, stream->size - offset) : 0;
    if (stream->decrypted != NULL && wanted > 0) {
        memcpy(buffer, (const guint8 *)g_bytes_get_data(stream->decrypted, NULL) + offset, wanted);
        return wanted;
    }
    while (done < wanted) {
        guint64 place = offset + done;
        guint64 index = place / stream->sector_bytes;
        guint64 within = place % stream->sector_bytes;
        guint64 more = (within + wanted - done + stream->sector_bytes - 1) / stream->sector_bytes;
        guint64 run = (guint64)count_adjacent(stream, index, more) * stream->sector_bytes - within;
        gsize part = (gsize)MIN((guint64)(wanted - done), run);
        guint64 sector = g_array_index(stream->chain, guint32, index);
        guint8 *to = (guint8 *)buffer + done;
        gsize got = stream->is_mini
                        ? ole_stream_read(stream->ole->mini_stream,
                                          sector * stream->sector_bytes + within, to, part)
                        : ole_read_file(stream->ole, (sector + 1) * stream->sector_bytes + within,
                                        to, part);
        done += got;
        if (got < part) {
            item_set_partly(stream->ole->item, "damaged: a part of it is cut off");
            break;
        }
    }
    return done;
}

static gboolean fill_decrypted(OleStream *stream, Spool *spool, OleDecrypt decrypt, gpointer data,
                               GError **error)
{
    guint8 buffer[CHUNK_BYTES];
    gsize got = 0;
    for (guint64 at = 0; (got = ole_stream_read(stream, at, buffer, sizeof buffer)) > 0;
         at += got) {
        decrypt(data, at, buffer, got);
        if (!spool_add(spool, buffer, got, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean ole_stream_decrypt(OleStream *stream, OleDecrypt decrypt, gpointer data)
{
    Item *item = stream->ole->item;
    g_autoptr(Spool) spool = spool_new();
    g_autoptr(GError) error = NULL;
    if (stream->size > DECRYPTED_BYTES) {
        item_set_unread(item, "limit: encrypted document of more than 256 MiB");
        return FALSE;
    }
    if (fill_decrypted(stream, spool, decrypt, data, &error)) {
        stream->decrypted = spool_finish(g_steal_pointer(&spool), &error);
    }
    if (stream->decrypted == NULL) {
        item_set_unread(item, "%s", error->message);
        return FALSE;
    }
    stream->size = g_bytes_get_size(stream->decrypted);
    return TRUE;
}

GBytes *ole_stream_load(OleStream *stream, guint64 offset, gsize length)
{
    guint64 left = offset < stream->size ? stream->size - offset : 0;
    gsize wanted = (gsize)MIN((guint64)length, left);
    guint8 *bytes = g_malloc(MAX(wanted, 1));
    gsize got = ole_stream_read(stream, offset, bytes, wanted);
    return g_bytes_new_take(bytes, got);
}

GBytes *ole_load(Ole *ole, const OleEntry *entry, gsize limit)
{
    if (entry == NULL || entry->is_storage) {
        return NULL;
    }
    if (entry->size > limit && ole->size > limit) {
        item_set_partly(ole->item, "limit: size of a part");
        return NULL;
    }
    g_autoptr(OleStream) stream = ole_stream_open(ole, entry);
    return ole_stream_load(stream, 0, limit);
}

/* --- a stream as a member --- */

typedef struct {
    OleStream *stream;
    guint64 offset, end;
} Reading;

static gssize read_stream(gpointer data, void *buffer, gsize length, GError **error)
{
    Reading *reading = data;
    Extraction *extraction = reading->stream->ole->item->extraction;
    gsize wanted = (gsize)MIN((guint64)length, reading->end - reading->offset);
    gsize got = ole_stream_read(reading->stream, reading->offset, buffer, wanted);
    reading->offset += got;
    if (got < wanted && got == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, "damaged: it is cut off");
        return -1;
    }
    if (!extraction_count_bytes(extraction, got)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_MEMBER, "%s", extraction->limit);
        return -1;
    }
    return (gssize)got;
}

void ole_read_member(Ole *ole, const OleEntry *entry, guint64 offset, guint64 length,
                     const char *name)
{
    if (!item_may_add_member(ole->item)) {
        return;
    }
    g_autoptr(OleStream) stream = ole_stream_open(ole, entry);
    guint64 start = MIN(offset, entry->size);
    /* What the directory has and the file has not is told as damage by the member, too. */
    Reading reading = {stream, start, start + MIN(length, entry->size - start)};
    g_autoptr(Source) source = source_new(read_stream, &reading,
                                          (gint64)MIN(reading.end - start, (guint64)G_MAXINT64),
                                          ole->item->extraction->options->digests);
    item_read_member(ole->item, name, source);
}

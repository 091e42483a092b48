#include "scanner/readers/access_object.h"

#include <zlib.h>

#include "scanner/readers/field_bytes.h"
#include "scanner/readers/ole_object.h"

enum {
    OBJECT_SIGNATURE = 0x1c15,
    OBJECT_HEAD = 20,
    OLE_EMBEDDED = 2,
    ATTACHMENT_HEAD = 8, /* kind and length */
    CONTENT_HEAD = 12,   /* its own length, 1, length of the ending of the name */
    COMPRESSED = 1,
    ENDING_BYTES = 64,
    INFLATED_BYTES = 32 << 20,
};

static guint32 get_u32(const guint8 *bytes)
{
    return (guint32)bytes[0] | (guint32)bytes[1] << 8 | (guint32)bytes[2] << 16 |
           (guint32)bytes[3] << 24;
}

/* --- attachments --- */

static gboolean is_content_head(const guint8 *bytes, gsize length)
{
    return length > CONTENT_HEAD && get_u32(bytes) >= CONTENT_HEAD && get_u32(bytes) <= length &&
           get_u32(bytes) <= CONTENT_HEAD + ENDING_BYTES && get_u32(bytes + 4) == 1;
}

static GBytes *inflate_all(const guint8 *bytes, gsize length, gboolean *whole)
{
    z_stream stream = {.next_in = (Bytef *)(guintptr)bytes, .avail_in = (uInt)length};
    if (inflateInit(&stream) != Z_OK) {
        return NULL;
    }
    GByteArray *out = g_byte_array_new();
    int status = Z_OK;
    guint8 piece[16384];
    while (status == Z_OK && out->len + sizeof piece <= INFLATED_BYTES) {
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        status = inflate(&stream, Z_NO_FLUSH);
        g_byte_array_append(out, piece, (guint)(sizeof piece - stream.avail_out));
    }
    inflateEnd(&stream);
    *whole = status == Z_STREAM_END;
    return g_byte_array_free_to_bytes(out);
}

/* What stands behind the head of an attachment (g_bytes_unref); NULL when it is none. */
static GBytes *open_attachment(const guint8 *bytes, gsize length, gboolean *whole)
{
    if (length <= ATTACHMENT_HEAD || get_u32(bytes) > COMPRESSED) {
        return NULL;
    }
    gboolean is_compressed = get_u32(bytes) == COMPRESSED;
    g_autoptr(GBytes) held = g_bytes_new_static(bytes + ATTACHMENT_HEAD, length - ATTACHMENT_HEAD);
    g_autoptr(GBytes)
        all = is_compressed ? inflate_all(bytes + ATTACHMENT_HEAD, length - ATTACHMENT_HEAD, whole)
                            : g_bytes_ref(held);
    gsize size = 0;
    const guint8 *content = all != NULL ? g_bytes_get_data(all, &size) : NULL;
    if (content == NULL || !is_content_head(content, size)) {
        return NULL;
    }
    gsize head = get_u32(content);
    return g_bytes_new_from_bytes(all, head, size - head);
}

/* --- OLE objects --- */

/* Reads a length and steps over as many bytes; FALSE when there are not so many. */
static gboolean skip_counted(const guint8 *bytes, gsize length, gsize *at)
{
    if (length - *at < 4 || get_u32(bytes + *at) > length - *at - 4) {
        return FALSE;
    }
    *at += 4 + get_u32(bytes + *at);
    return TRUE;
}

/* The data of an object behind its size: of a package, the file in it. */
static GBytes *open_native(const guint8 *bytes, gsize length, char **name, gboolean *whole)
{
    guint64 start = 0;
    guint64 size = 0;
    *name = ole_object_parse_package(bytes, length, &start, &size);
    if (*name == NULL) {
        return g_bytes_new_static(bytes + 4, length - 4);
    }
    start = MIN(start, length);
    *whole = *whole && size <= length - start;
    return g_bytes_new_static(bytes + start, MIN(size, length - start));
}

/* What a program put into an object that is embedded (MS-OLEDS 2.2.5), behind the head that Access
 * writes. NULL when it is none. */
static GBytes *open_object(const guint8 *bytes, gsize length, char **name, gboolean *whole)
{
    if (length < OBJECT_HEAD || (get_u32(bytes) & 0xffff) != OBJECT_SIGNATURE) {
        return NULL;
    }
    gsize at = get_u32(bytes) >> 16;
    if (at > length || length - at < 8 || get_u32(bytes + at + 4) != OLE_EMBEDDED) {
        return NULL;
    }
    at += 8;
    for (guint i = 0; i < 3; i++) { /* class, topic, item */
        if (!skip_counted(bytes, length, &at)) {
            return NULL;
        }
    }
    if (length - at < 4) {
        return NULL;
    }
    gsize size = MIN(get_u32(bytes + at), length - at - 4);
    *whole = get_u32(bytes + at) == size;
    return open_native(bytes + at, size + 4, name, whole);
}

static GBytes *unwrap(const guint8 *bytes, gsize length, char **name, gboolean *whole)
{
    *name = NULL;
    *whole = TRUE;
    GBytes *attachment = open_attachment(bytes, length, whole);
    if (attachment != NULL) {
        return attachment;
    }
    *whole = TRUE;
    return open_object(bytes, length, name, whole);
}

gboolean access_object_is_document(const guint8 *bytes, gsize length)
{
    gboolean whole = TRUE;
    g_autofree char *name = NULL;
    g_autoptr(GBytes) content = unwrap(bytes, length, &name, &whole);
    return content != NULL || field_bytes_are_document(bytes, length);
}

GBytes *access_object_open(const guint8 *bytes, gsize length, char **name, gboolean *whole)
{
    GBytes *content = unwrap(bytes, length, name, whole);
    return content != NULL ? content : g_bytes_new_static(bytes, length);
}

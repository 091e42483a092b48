#include "enforcer/edits/deflate.h"

#include <string.h>
#include <zlib.h>

#include "base/error.h"

enum { CHUNK = 1 << 16, MEMORY_LEVEL = 8 };

/* zlib does not write what it reads, but has no const in its interface. */
static void set_input(z_stream *stream, GBytes *content)
{
    gsize length = 0;
    union {
        const void *read_only;
        Bytef *plain;
    } bytes = {.read_only = g_bytes_get_data(content, &length)};
    stream->next_in = bytes.plain;
    stream->avail_in = (uInt)length;
}

static gboolean is_too_large(GBytes *content, GError **error)
{
    if (g_bytes_get_size(content) < G_MAXINT32) {
        return FALSE;
    }
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                "a part of more than 2 GiB is not rewritten: rewrite it by hand");
    return TRUE;
}

GBytes *edit_deflate(GBytes *content, int level, GError **error)
{
    z_stream stream = {0};
    if (is_too_large(content, error)) {
        return NULL;
    }
    if (deflateInit2(&stream, level, Z_DEFLATED, -MAX_WBITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "zlib cannot start");
        return NULL;
    }
    set_input(&stream, content);
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autofree guint8 *buffer = g_malloc(CHUNK);
    int status;
    do {
        stream.next_out = buffer;
        stream.avail_out = CHUNK;
        status = deflate(&stream, Z_FINISH);
        g_byte_array_append(out, buffer, CHUNK - stream.avail_out);
    } while (status == Z_OK);
    deflateEnd(&stream);
    if (status != Z_STREAM_END) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "zlib cannot compress");
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

GBytes *edit_inflate(GBytes *stored, gsize size, GError **error)
{
    z_stream stream = {0};
    if (is_too_large(stored, error)) {
        return NULL;
    }
    g_autofree guint8 *buffer = g_try_malloc(size + 1);
    if (buffer == NULL || size >= G_MAXINT32 || inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "a member is too large to rewrite: rewrite it by hand");
        return NULL;
    }
    set_input(&stream, stored);
    stream.next_out = buffer;
    stream.avail_out = (uInt)size + 1; /* one more shows a member that is longer than it says */
    int status = inflate(&stream, Z_FINISH);
    gboolean is_whole = status == Z_STREAM_END && stream.total_out == size && stream.avail_in == 0;
    inflateEnd(&stream);
    if (!is_whole) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "a member is damaged: rewrite it by hand");
        return NULL;
    }
    return g_bytes_new_take(g_steal_pointer(&buffer), size);
}

/* One member, from where the stream stands; *status is zlib's. */
static gboolean inflate_member(z_stream *stream, guint64 limit, GByteArray *out, int *status)
{
    g_autofree guint8 *buffer = g_malloc(CHUNK);
    do {
        stream->next_out = buffer;
        stream->avail_out = CHUNK;
        *status = inflate(stream, Z_NO_FLUSH);
        gsize got = CHUNK - stream->avail_out;
        if (out->len + got > MIN(limit, (guint64)G_MAXINT32)) {
            return FALSE;
        }
        g_byte_array_append(out, buffer, (guint)got);
    } while (*status == Z_OK);
    return TRUE;
}

GBytes *edit_gunzip(GBytes *stored, guint64 limit, GError **error)
{
    enum { GZIP_WINDOW = 16 + MAX_WBITS };
    z_stream stream = {0};
    if (is_too_large(stored, error)) {
        return NULL;
    }
    if (inflateInit2(&stream, GZIP_WINDOW) != Z_OK) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "zlib cannot start");
        return NULL;
    }
    set_input(&stream, stored);
    g_autoptr(GByteArray) out = g_byte_array_new();
    int status = Z_STREAM_END;
    gboolean fits = TRUE;
    while (fits && status == Z_STREAM_END && stream.avail_in > 0) {
        inflateReset(&stream);
        fits = inflate_member(&stream, limit, out, &status);
    }
    inflateEnd(&stream);
    if (!fits) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the gzip data expands to more than the limit of %" G_GUINT64_FORMAT
                    " bytes for rewriting: rewrite it by hand",
                    limit);
        return NULL;
    }
    if (status != Z_STREAM_END) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE,
                    "the gzip data is damaged, or has unknown bytes behind its end: rewrite it by "
                    "hand");
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}

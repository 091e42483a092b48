#include "scanner/source.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/error.h"
#include "scanner/spool.h"

struct Source {
    SourceRead read;
    GDestroyNotify close; /* of data; may be NULL */
    gpointer data;
    int fd; /* -1 when it is no file */
    gint64 size, taken;
    goffset offset; /* next byte of a file or of bytes */
    GBytes *bytes;
    GByteArray *ahead; /* read but not taken */
    gboolean at_end;
    GError *failed;           /* told once what was read before it has been taken */
    DaichoDigester *digester; /* NULL when not asked for */
};

static gssize read_fd(gpointer data, void *buffer, gsize length, GError **error)
{
    Source *source = data;
    ssize_t got;
    do {
        got = pread(source->fd, buffer, length, source->offset);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        daicho_error_set_errno(error, DAICHO_ERROR_FILE, errno, "cannot read");
        return -1;
    }
    source->offset += got;
    return got;
}

static gssize read_bytes(gpointer data, void *buffer, gsize length, GError **error)
{
    (void)error;
    Source *source = data;
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(source->bytes, &size);
    gsize left = size - (gsize)source->offset;
    gsize taken = MIN(length, left);
    if (taken > 0) {
        memcpy(buffer, bytes + source->offset, taken);
    }
    source->offset += (goffset)taken;
    return (gssize)taken;
}

Source *source_new(SourceRead read, gpointer data, gint64 size, gboolean with_digest)
{
    Source *source = g_new0(Source, 1);
    source->read = read;
    source->data = data;
    source->fd = -1;
    source->size = size;
    source->ahead = g_byte_array_new();
    source->digester = with_digest ? daicho_digester_new() : NULL;
    return source;
}

Source *source_new_for_fd(int fd)
{
    Source *source = source_new(read_fd, NULL, -1, FALSE);
    source->data = source;
    source->fd = fd;
    return source;
}

Source *source_new_for_fd_at(int fd, gint64 offset)
{
    Source *source = source_new_for_fd(fd);
    source->offset = offset;
    return source;
}

Source *source_new_closing(SourceRead read, GDestroyNotify close, gpointer data, gint64 size,
                           gboolean with_digest)
{
    Source *source = source_new(read, data, size, with_digest);
    source->close = close;
    return source;
}

Source *source_new_for_bytes(GBytes *bytes, gboolean with_digest)
{
    Source *source = source_new(read_bytes, NULL, (gint64)g_bytes_get_size(bytes), with_digest);
    source->data = source;
    source->bytes = g_bytes_ref(bytes);
    return source;
}

void source_free(Source *source)
{
    if (source == NULL) {
        return;
    }
    if (source->close != NULL) {
        source->close(source->data);
    }
    g_clear_pointer(&source->bytes, g_bytes_unref);
    g_clear_pointer(&source->digester, daicho_digester_free);
    g_clear_error(&source->failed);
    g_byte_array_unref(source->ahead);
    g_free(source);
}

/* Reads from below; every byte passes here once. A failure is the end for good: it is told again
 * whenever more is asked for, so that nobody takes it for a whole content. */
static gssize fill(Source *source, void *buffer, gsize length, GError **error)
{
    if (source->failed != NULL) {
        g_propagate_error(error, g_error_copy(source->failed));
        return -1;
    }
    if (source->at_end || length == 0) {
        return 0;
    }
    gssize got = source->read(source->data, buffer, length, &source->failed);
    source->at_end = got <= 0;
    if (got < 0) {
        g_propagate_error(error, g_error_copy(source->failed));
    }
    if (got > 0 && source->digester != NULL) {
        daicho_digester_update(source->digester, buffer, (gsize)got);
    }
    return got;
}

const guint8 *source_peek(Source *source, gsize *length, GError **error)
{
    while (source->ahead->len < SOURCE_PEEK_BYTES && !source->at_end) {
        guint before = source->ahead->len;
        g_byte_array_set_size(source->ahead, SOURCE_PEEK_BYTES);
        gssize got = fill(source, source->ahead->data + before, SOURCE_PEEK_BYTES - before, NULL);
        g_byte_array_set_size(source->ahead, before + (guint)MAX(got, 0));
    }
    if (source->ahead->len == 0 && source->failed != NULL) {
        g_propagate_error(error, g_error_copy(source->failed));
        return NULL;
    }
    *length = source->ahead->len;
    return source->ahead->data != NULL ? source->ahead->data : (const guint8 *)"";
}

gssize source_read(Source *source, void *buffer, gsize length, GError **error)
{
    gssize got;
    if (source->ahead->len > 0) {
        gsize taken = MIN(length, (gsize)source->ahead->len);
        memcpy(buffer, source->ahead->data, taken);
        g_byte_array_remove_range(source->ahead, 0, (guint)taken);
        got = (gssize)taken;
    } else {
        got = fill(source, buffer, length, error);
    }
    source->taken += MAX(got, 0);
    return got;
}

int source_get_fd(const Source *source)
{
    return source->fd;
}

gint64 source_get_size(const Source *source)
{
    return source->size;
}

gint64 source_get_taken(const Source *source)
{
    return source->taken;
}

/* Bytes of which nothing was taken need not be copied. */
static gboolean is_untouched(const Source *source)
{
    return source->bytes != NULL && source->taken == 0 && source->digester == NULL;
}

static GBytes *take_bytes(Source *source, gsize limit, gboolean *too_large)
{
    *too_large = g_bytes_get_size(source->bytes) > limit;
    if (*too_large) {
        return NULL;
    }
    source->at_end = TRUE;
    source->taken = source->size;
    g_byte_array_set_size(source->ahead, 0);
    return g_bytes_ref(source->bytes);
}

GBytes *source_read_all(Source *source, gsize limit, gboolean *too_large, GError **error)
{
    g_autoptr(Spool) all = spool_new();
    g_autofree guint8 *buffer = g_malloc(SOURCE_PEEK_BYTES);
    *too_large = FALSE;
    if (is_untouched(source)) {
        return take_bytes(source, limit, too_large);
    }
    for (;;) {
        gssize got = source_read(source, buffer, SOURCE_PEEK_BYTES, error);
        if (got < 0) {
            return NULL;
        }
        if (got == 0) {
            return spool_finish(g_steal_pointer(&all), error);
        }
        if (spool_get_length(all) + (gsize)got > limit) {
            *too_large = TRUE;
            return NULL;
        }
        if (!spool_add(all, buffer, (gsize)got, error)) {
            return NULL;
        }
    }
}

char *source_finish_digest(Source *source, GError **error)
{
    if (source->digester == NULL) {
        return g_strdup("");
    }
    g_autofree guint8 *buffer = g_malloc(SOURCE_PEEK_BYTES);
    gssize got;
    do {
        got = source_read(source, buffer, SOURCE_PEEK_BYTES, error);
    } while (got > 0);
    if (got < 0) {
        return NULL;
    }
    guint8 digest[DAICHO_DIGEST_BYTES];
    daicho_digester_finish(source->digester, digest);
    return daicho_hex_encode(digest, sizeof digest);
}

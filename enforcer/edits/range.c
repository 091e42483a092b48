#include "enforcer/edits/range.h"

#include "base/error.h"

enum { CHUNK_BYTES = 1 << 18 };

gboolean range_read(DaichoFs *fs, int fd, gint64 start, gint64 end, RangeSink sink, gpointer data,
                    GError **error)
{
    g_autofree guint8 *buffer = g_malloc(CHUNK_BYTES);
    gssize got = 1;
    for (gint64 offset = start; got > 0 && (end < 0 || offset < end); offset += got) {
        gsize wanted = end < 0 ? CHUNK_BYTES : (gsize)MIN(end - offset, (gint64)CHUNK_BYTES);
        got = daicho_fs_read_some(fs, fd, buffer, wanted, offset, error);
        if (got < 0 || (got > 0 && !sink(buffer, (gsize)got, data, error))) {
            return FALSE;
        }
        if (got == 0 && end >= 0) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_FILE, "the file became shorter");
            return FALSE;
        }
    }
    return TRUE;
}

gboolean range_read_cut(DaichoFs *fs, int fd, const GArray *ranges, RangeSink sink, gpointer data,
                        GError **error)
{
    for (guint i = 0; i < ranges->len; i++) {
        const DaichoRange *range = &g_array_index(ranges, DaichoRange, i);
        if (!range_read(fs, fd, range->start, range->end, sink, data, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean digest_sink(const guint8 *bytes, gsize length, gpointer data, GError **error)
{
    (void)error;
    daicho_digester_update(data, bytes, length);
    return TRUE;
}

static void add_put(DaichoDigester *digester, const GPtrArray *puts, guint index)
{
    const DaichoPut *put = puts != NULL && index < puts->len ? g_ptr_array_index(puts, index)
                                                             : NULL;
    if (put != NULL && put->bytes != NULL) {
        daicho_digester_update(digester, g_bytes_get_data(put->bytes, NULL),
                               g_bytes_get_size(put->bytes));
    }
}

static char *digest_rest(DaichoFs *fs, int fd, const GArray *ranges, const GPtrArray *puts,
                         GError **error)
{
    g_autoptr(DaichoDigester) digester = daicho_digester_new();
    gint64 kept = 0;
    for (guint i = 0; i < ranges->len; i++) {
        const DaichoRange *range = &g_array_index(ranges, DaichoRange, i);
        if (!range_read(fs, fd, kept, range->start, digest_sink, digester, error)) {
            return NULL;
        }
        add_put(digester, puts, i);
        kept = range->end;
    }
    if (!range_read(fs, fd, kept, -1, digest_sink, digester, error)) {
        return NULL;
    }
    guint8 digest[DAICHO_DIGEST_BYTES];
    daicho_digester_finish(digester, digest);
    return daicho_hex_encode(digest, sizeof digest);
}

char *range_digest_rest(DaichoFs *fs, int fd, const GArray *ranges, GError **error)
{
    return digest_rest(fs, fd, ranges, NULL, error);
}

char *range_digest_edited(DaichoFs *fs, int fd, const DaichoEdit *edit, GError **error)
{
    return digest_rest(fs, fd, edit->ranges, edit->puts, error);
}

gint64 range_count_puts(const DaichoEdit *edit)
{
    gint64 bytes = 0;
    for (guint i = 0; edit->puts != NULL && i < edit->puts->len; i++) {
        const DaichoPut *put = g_ptr_array_index(edit->puts, i);
        bytes += put->bytes != NULL ? (gint64)g_bytes_get_size(put->bytes) : 0;
    }
    return bytes;
}

gint64 range_count_bytes(const GArray *ranges)
{
    gint64 bytes = 0;
    for (guint i = 0; i < ranges->len; i++) {
        const DaichoRange *range = &g_array_index(ranges, DaichoRange, i);
        bytes += range->end - range->start;
    }
    return bytes;
}

char *range_digest_file(int fd, GError **error)
{
    guint8 digest[DAICHO_DIGEST_BYTES];
    return daicho_digest_fd(fd, digest, error) ? daicho_hex_encode(digest, sizeof digest) : NULL;
}

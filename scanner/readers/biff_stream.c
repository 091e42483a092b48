#include "scanner/readers/biff_stream.h"

#include <string.h>

#include "scanner/readers/codepage.h"
#include "scanner/readers/ole.h"

enum { WINDOW_BYTES = 64 << 10, HEADER_BYTES = 4, RECORD_BYTES = 65535 };

struct BiffStream {
    BiffRead read;
    gpointer data;
    BiffDecrypt decrypt; /* NULL when nothing is encrypted */
    gpointer decrypt_data;
    guint8 *window; /* read ahead */
    guint64 window_offset;
    gsize window_length;
    guint8 *content; /* of the record, or of the one that continues it */
    gsize length, at;
    guint64 next; /* offset of the next record */
    gboolean is_cut;
};

BiffStream *biff_stream_new(BiffRead read, gpointer data)
{
    BiffStream *stream = g_new0(BiffStream, 1);
    stream->read = read;
    stream->data = data;
    stream->window = g_malloc(WINDOW_BYTES);
    stream->content = g_malloc(RECORD_BYTES);
    return stream;
}

void biff_stream_free(BiffStream *stream)
{
    if (stream != NULL) {
        g_free(stream->window);
        g_free(stream->content);
        g_free(stream);
    }
}

void biff_stream_set_decrypt(BiffStream *stream, BiffDecrypt decrypt, gpointer data)
{
    stream->decrypt = decrypt;
    stream->decrypt_data = data;
}

/* Bytes from the window, which goes along; how many there are. */
static gsize get_bytes(BiffStream *stream, guint64 offset, guint8 *bytes, gsize length)
{
    gboolean is_within = offset >= stream->window_offset &&
                         offset + length <= stream->window_offset + stream->window_length;
    if (!is_within) {
        stream->window_offset = offset;
        stream->window_length = stream->read(stream->data, offset, stream->window, WINDOW_BYTES);
    }
    gsize before = (gsize)(offset - stream->window_offset);
    gsize got = MIN(length, stream->window_length - before);
    memcpy(bytes, stream->window + before, got);
    return got;
}

/* Reads the record at stream->next. */
static gboolean load(BiffStream *stream, BiffRecord *record)
{
    guint8 header[HEADER_BYTES] = {0};
    if (get_bytes(stream, stream->next, header, sizeof header) < sizeof header ||
        ole_get_u32(header) == 0) {
        return FALSE;
    }
    record->type = ole_get_u16(header);
    record->length = ole_get_u16(header + 2);
    record->offset = stream->next;
    guint64 start = stream->next + HEADER_BYTES;
    stream->length = get_bytes(stream, start, stream->content, record->length);
    stream->is_cut |= stream->length < record->length;
    stream->at = 0;
    stream->next = start + record->length;
    if (stream->decrypt != NULL) {
        stream->decrypt(stream->decrypt_data, record->type, start, stream->content, stream->length);
    }
    return TRUE;
}

gboolean biff_stream_next(BiffStream *stream, BiffRecord *record)
{
    return load(stream, record);
}

void biff_stream_seek(BiffStream *stream, guint64 offset)
{
    stream->next = offset;
    stream->length = 0;
    stream->at = 0;
}

gboolean biff_stream_is_cut(const BiffStream *stream)
{
    return stream->is_cut;
}

gsize biff_stream_get_left(const BiffStream *stream)
{
    return stream->length - stream->at;
}

/* Goes on in the record that continues this one; FALSE when there is none. */
static gboolean go_on(BiffStream *stream)
{
    guint8 header[HEADER_BYTES] = {0};
    BiffRecord record;
    return get_bytes(stream, stream->next, header, sizeof header) == sizeof header &&
           ole_get_u16(header) == BIFF_CONTINUE && load(stream, &record);
}

/* Bytes that lie together, at least one unless the content ends: they go on in another record. */
static gsize get_run(BiffStream *stream, gsize wanted)
{
    while (stream->at == stream->length && go_on(stream)) {
    }
    return MIN(wanted, stream->length - stream->at);
}

gsize biff_take(BiffStream *stream, void *buffer, gsize length)
{
    gsize done = 0;
    gsize run = 0;
    while (done < length && (run = get_run(stream, length - done)) > 0) {
        memcpy((guint8 *)buffer + done, stream->content + stream->at, run);
        stream->at += run;
        done += run;
    }
    memset((guint8 *)buffer + done, 0, length - done);
    return done;
}

void biff_skip(BiffStream *stream, gsize length)
{
    gsize run = 0;
    while (length > 0 && (run = get_run(stream, length)) > 0) {
        stream->at += run;
        length -= run;
    }
}

guint8 biff_take_u8(BiffStream *stream)
{
    guint8 byte = 0;
    biff_take(stream, &byte, 1);
    return byte;
}

guint16 biff_take_u16(BiffStream *stream)
{
    guint8 bytes[2];
    biff_take(stream, bytes, sizeof bytes);
    return ole_get_u16(bytes);
}

guint32 biff_take_u32(BiffStream *stream)
{
    guint8 bytes[4];
    biff_take(stream, bytes, sizeof bytes);
    return ole_get_u32(bytes);
}

gdouble biff_take_double(BiffStream *stream)
{
    guint8 bytes[8];
    gdouble value = 0;
    biff_take(stream, bytes, sizeof bytes);
    guint64 bits = ole_get_u64(bytes);
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Characters up to the end of this record, of one byte or two. */
static guint append_run(BiffStream *stream, guint n_characters, gboolean is_wide, GByteArray *units)
{
    gsize size = is_wide ? 2 : 1;
    guint n = (guint)MIN((gsize)n_characters, biff_stream_get_left(stream) / size);
    const guint8 *bytes = stream->content + stream->at;
    for (guint i = 0; i < n; i++) {
        const guint8 unit[] = {bytes[i * size], is_wide ? bytes[i * size + 1] : 0};
        g_byte_array_append(units, unit, 2);
    }
    stream->at += n * size;
    return n;
}

/* A string that goes on says again whether its characters are of one byte or two (2.5.293). */
static void append_characters(BiffStream *stream, guint n_characters, gboolean is_wide,
                              GString *out)
{
    g_autoptr(GByteArray) units = g_byte_array_new();
    n_characters -= append_run(stream, n_characters, is_wide, units);
    while (n_characters > 0 && go_on(stream)) {
        is_wide = (biff_take_u8(stream) & 1) != 0;
        n_characters -= append_run(stream, n_characters, is_wide, units);
    }
    codepage_append_utf16(out, units->data, units->len);
}

/* ExtRst (2.5.100): kind, size, font, flags, numbers of runs and characters, characters. */
static void take_extension(BiffStream *stream, guint32 length, GString *phonetic)
{
    enum { BEFORE_CHARACTERS = 14, PHONETIC = 1 };
    guint8 head[BEFORE_CHARACTERS];
    gsize taken = biff_take(stream, head, MIN((gsize)length, sizeof head));
    if (taken == sizeof head && ole_get_u16(head) == PHONETIC && phonetic != NULL) {
        gsize n_bytes = MIN((gsize)ole_get_u16(head + 12) * 2, length - taken);
        biff_take_utf16(stream, (guint)n_bytes, phonetic);
        taken += n_bytes;
    }
    biff_skip(stream, length - taken);
}

void biff_take_text(BiffStream *stream, guint n_characters, GString *out, GString *phonetic)
{
    enum { IS_WIDE = 1, HAS_EXTENSION = 4, HAS_RUNS = 8, RUN_BYTES = 4 };
    guint8 flags = biff_take_u8(stream);
    guint n_runs = (flags & HAS_RUNS) != 0 ? biff_take_u16(stream) : 0;
    guint32 extension = (flags & HAS_EXTENSION) != 0 ? biff_take_u32(stream) : 0;
    append_characters(stream, n_characters, (flags & IS_WIDE) != 0, out);
    biff_skip(stream, (gsize)n_runs * RUN_BYTES);
    take_extension(stream, extension, phonetic);
}

void biff_take_continued_text(BiffStream *stream, guint n_characters, GString *out)
{
    stream->at = stream->length;
    append_characters(stream, n_characters, FALSE, out);
}

void biff_take_bytes(BiffStream *stream, guint n_bytes, const Charset *charset, GString *out)
{
    g_autofree guint8 *bytes = g_malloc(n_bytes + 1);
    gsize got = biff_take(stream, bytes, n_bytes);
    codepage_append(out, charset, bytes, got);
}

void biff_take_utf16(BiffStream *stream, guint n_bytes, GString *out)
{
    g_autofree guint8 *bytes = g_malloc(n_bytes + 1);
    gsize got = biff_take(stream, bytes, n_bytes);
    codepage_append_utf16(out, bytes, got);
}

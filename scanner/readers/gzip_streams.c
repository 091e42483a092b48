#include "scanner/readers/gzip_streams.h"

#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { BLOCK_BYTES = 65536, TEXT_BYTES = 65536, HEADER_BYTES = 10 };
enum { HAS_NAME = 8, HAS_COMMENT = 16, IS_UNKNOWN = 0xe0 };

typedef struct {
    GBytes *held;
    int fd;
    gint64 length;
    guint8 *block;
} Input;

/* At most a block from a place on; 0: there is none. */
static gsize read_block(const Input *input, gint64 place)
{
    gsize wanted = (gsize)MIN(input->length - place, (gint64)BLOCK_BYTES);
    if (input->held != NULL) {
        memcpy(input->block, (const guint8 *)g_bytes_get_data(input->held, NULL) + place, wanted);
        return wanted;
    }
    ssize_t got = pread(input->fd, input->block, wanted, place);
    return got > 0 ? (gsize)got : 0;
}

/* --- looking --- */

/* A header as programs write it: with a name or comment, and what they tell of speed and system. */
static gboolean may_be_header(const guint8 *at)
{
    guint8 flags = at[3];
    return at[0] == 0x1f && at[1] == 0x8b && at[2] == Z_DEFLATED && (flags & IS_UNKNOWN) == 0 &&
           (flags & (HAS_NAME | HAS_COMMENT)) != 0 && (at[8] == 0 || at[8] == 2 || at[8] == 4) &&
           (at[9] <= 13 || at[9] == 255);
}

/* Whether there may be another one behind the first byte. */
static gboolean may_have_more(const Input *input)
{
    gsize got = read_block(input, 1);
    for (gint64 place = 1; got >= HEADER_BYTES; got = read_block(input, place)) {
        const guint8 *end = input->block + got - HEADER_BYTES + 1;
        for (const guint8 *at = memchr(input->block, 0x1f, (gsize)(end - input->block)); at != NULL;
             at = at + 1 < end ? memchr(at + 1, 0x1f, (gsize)(end - at - 1)) : NULL) {
            if (may_be_header(at)) {
                return TRUE;
            }
        }
        place += (gint64)(got - HEADER_BYTES + 1);
    }
    return FALSE;
}

/* --- unpacking --- */

typedef struct {
    z_stream stream;
    gz_header header;
    guint8 *name, *comment, *out;
    char *first_name, *first_comment; /* of the first stream; NULL: it has none */
    guint64 left;                     /* that may still be unpacked */
    guint number;                     /* of the stream */
} Walk;

static void expect_header(Walk *walk)
{
    walk->header = (gz_header){
        .name = walk->name,
        .name_max = TEXT_BYTES,
        .comment = walk->comment,
        .comm_max = TEXT_BYTES,
    };
    inflateGetHeader(&walk->stream, &walk->header);
}

/* zlib clears what the header has not. FALSE when one is too long. */
static gboolean give(Walk *walk, GzipStreamFunc each, gpointer data)
{
    const char *name = (const char *)walk->header.name;
    const char *comment = (const char *)walk->header.comment;
    if ((name != NULL && memchr(name, 0, TEXT_BYTES) == NULL) ||
        (comment != NULL && memchr(comment, 0, TEXT_BYTES) == NULL)) {
        return FALSE;
    }
    if (walk->number == 1) {
        walk->first_name = g_strdup(name);
        walk->first_comment = g_strdup(comment);
        return TRUE;
    }
    const char *other_name = g_strcmp0(name, walk->first_name) != 0 ? name : NULL;
    const char *other_comment = g_strcmp0(comment, walk->first_comment) != 0 ? comment : NULL;
    if (other_name != NULL || other_comment != NULL) {
        each(other_name, other_comment, data);
    }
    return TRUE;
}

/* Unpacks a block that was read; *goes_on FALSE when there is nothing to unpack behind it. */
static gboolean take_block(Walk *walk, gboolean *goes_on, GzipStreamFunc each, gpointer data)
{
    z_stream *stream = &walk->stream;
    int status = Z_OK;
    while (status == Z_OK && (stream->avail_in > 0 || stream->avail_out == 0)) {
        gboolean was_told = walk->header.done == 1;
        stream->next_out = walk->out;
        stream->avail_out = BLOCK_BYTES;
        status = inflate(stream, Z_NO_FLUSH);
        guint64 got = BLOCK_BYTES - stream->avail_out;
        if (got > walk->left || (!was_told && walk->header.done == 1 && !give(walk, each, data))) {
            return FALSE;
        }
        walk->left -= got;
        if (status == Z_STREAM_END) {
            walk->number++;
            status = inflateReset(stream);
            expect_header(walk);
        }
    }
    *goes_on = status == Z_OK || status == Z_BUF_ERROR;
    return TRUE;
}

static gboolean walk_streams(const Input *input, Walk *walk, GzipStreamFunc each, gpointer data)
{
    gboolean goes_on = TRUE;
    for (gint64 place = 0; goes_on && place < input->length;) {
        gsize got = read_block(input, place);
        walk->stream.next_in = input->block;
        walk->stream.avail_in = (uInt)got;
        if (got == 0 || !take_block(walk, &goes_on, each, data)) {
            return FALSE;
        }
        place += (gint64)got;
    }
    return TRUE;
}

gboolean gzip_streams_each(GBytes *held, int fd, gint64 length, guint64 most, GzipStreamFunc each,
                           gpointer data)
{
    enum { IS_GZIP = 16 };
    g_autofree guint8 *block = g_malloc(BLOCK_BYTES);
    g_autofree guint8 *name = g_malloc(TEXT_BYTES);
    g_autofree guint8 *comment = g_malloc(TEXT_BYTES);
    g_autofree guint8 *out = g_malloc(BLOCK_BYTES);
    const Input input = {held, fd, length, block};
    Walk walk = {.name = name, .comment = comment, .out = out, .left = most, .number = 1};
    if (!may_have_more(&input)) {
        return TRUE;
    }
    if (inflateInit2(&walk.stream, MAX_WBITS + IS_GZIP) != Z_OK) {
        return FALSE;
    }
    expect_header(&walk);
    gboolean done = walk_streams(&input, &walk, each, data);
    inflateEnd(&walk.stream);
    g_free(walk.first_name);
    g_free(walk.first_comment);
    return done;
}

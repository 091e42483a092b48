#ifndef DAICHO_SCANNER_READERS_GZIP_STREAMS_H
#define DAICHO_SCANNER_READERS_GZIP_STREAMS_H

#include <glib.h>

/* What several gzip streams in a row (RFC 1952, 2.2) say of themselves. */

/* Of one whose header has either, and another than the first stream has: what a file was packed under
 * again and again is told once, with the first. NULL for what it has not. */
typedef void (*GzipStreamFunc)(const char *name, const char *comment, gpointer data);

/*
 * Calls each for every stream but the first, in their order. held: the bytes; NULL: those of fd, of this
 * length. Most files have but one stream, and are only looked over. FALSE when a name or comment is too
 * long, or more than most bytes would have to be unpacked; where a stream is damaged it ends in silence,
 * since who unpacks it tells.
 */
gboolean gzip_streams_each(GBytes *held, int fd, gint64 length, guint64 most, GzipStreamFunc each,
                           gpointer data);

#endif

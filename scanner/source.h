#ifndef DAICHO_SCANNER_SOURCE_H
#define DAICHO_SCANNER_SOURCE_H

#include <glib.h>

/* A stream of bytes with a look ahead, wherever they come from: a file, a member of an archive, or
 * memory. */
typedef struct Source Source;

/* How a stream is read: as read(2); -1 with error set on failure. */
typedef gssize (*SourceRead)(gpointer data, void *buffer, gsize length, GError **error);

enum { SOURCE_PEEK_BYTES = 65536 };

Source *source_new_for_fd(int fd); /* from offset 0, read with pread */
Source *source_new_for_fd_at(int fd, gint64 offset);
Source *source_new_for_bytes(GBytes *bytes, gboolean with_digest);

/* size is -1 when not known. with_digest: take the digest of what is read. */
Source *source_new(SourceRead read, gpointer data, gint64 size, gboolean with_digest);

/* The same, and close is called with data in the end. */
Source *source_new_closing(SourceRead read, GDestroyNotify close, gpointer data, gint64 size,
                           gboolean with_digest);
void source_free(Source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Source, source_free)

/* The next bytes without taking them, as many as there are up to SOURCE_PEEK_BYTES. NULL when there
 * are none because reading failed. */
const guint8 *source_peek(Source *source, gsize *length, GError **error);

/* As read(2). What came before a failure is given first; the failure is told by every call after. */
gssize source_read(Source *source, void *buffer, gsize length, GError **error);

/* The file behind it; -1 when there is none. */
int source_get_fd(const Source *source);
gint64 source_get_size(const Source *source); /* -1 unknown */
gint64 source_get_taken(const Source *source);

/* All that is left, at most limit bytes: NULL with error, or with *too_large set. */
GBytes *source_read_all(Source *source, gsize limit, gboolean *too_large, GError **error);

/* Reads to the end and returns the digest of all (g_free); "" when it was not asked for. */
char *source_finish_digest(Source *source, GError **error);

#endif

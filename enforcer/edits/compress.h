#ifndef DAICHO_ENFORCER_EDITS_COMPRESS_H
#define DAICHO_ENFORCER_EDITS_COMPRESS_H

#include <glib.h>

/* A way of compressing one stream of bytes: gzip, bzip2, xz, zstd. */
typedef struct EditFilter EditFilter;

/* By the first bytes; NULL when they are of none. */
const EditFilter *edit_filter_find(GBytes *content);

/* All that is compressed in content, of at most limit bytes. What is damaged, or has anything
 * behind its end, is DAICHO_ERROR_FILE. */
GBytes *edit_filter_expand(const EditFilter *filter, GBytes *content, guint64 limit,
                           GError **error);

/*
 * Compresses plain as original was: at its level where it tells it, and for gzip with its header
 * (name, time, comment). The same input gives the same bytes. Several streams in a row become one.
 */
GBytes *edit_filter_compress(const EditFilter *filter, GBytes *plain, GBytes *original,
                             GError **error);

#endif

#ifndef DAICHO_SCANNER_SPOOL_H
#define DAICHO_SCANNER_SPOOL_H

#include <glib.h>

/*
 * Content being gathered as a whole, of a size not known before. What is large goes to memory that
 * is no heap (memfd_create(2)): it does not count against what parsers may allocate, and growing it
 * copies nothing.
 */
typedef struct Spool Spool;

Spool *spool_new(void);
void spool_free(Spool *spool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Spool, spool_free)

/* FALSE with DAICHO_ERROR_MEMBER when there is no memory. */
gboolean spool_add(Spool *spool, const void *bytes, gsize length, GError **error);
gsize spool_get_length(const Spool *spool);

/* All of it (g_bytes_unref); frees spool. NULL with error set. */
GBytes *spool_finish(Spool *spool, GError **error);

#endif

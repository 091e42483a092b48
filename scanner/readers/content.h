#ifndef DAICHO_SCANNER_READERS_CONTENT_H
#define DAICHO_SCANNER_READERS_CONTENT_H

#include "scanner/reader.h"

/* All of an item's bytes, to be read at any place: from its file, or from memory when it is nested. */
typedef struct Content Content;

/* NULL when it cannot be had: the item was set unread. */
Content *content_open(Item *item);
void content_close(Content *content);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Content, content_close)

guint64 content_get_size(const Content *content);

/* As pread(2), but short only at the end. */
gssize content_read(const Content *content, void *buffer, gsize length, guint64 offset);

/* All of it at once, until it is closed; what is a file is mapped, not loaded. NULL with errno. */
const guint8 *content_map(Content *content, gsize *length);

#endif

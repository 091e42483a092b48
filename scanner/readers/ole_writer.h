#ifndef DAICHO_SCANNER_READERS_OLE_WRITER_H
#define DAICHO_SCANNER_READERS_OLE_WRITER_H

#include "scanner/readers/ole.h"

/* Writes a compound file into memory (MS-CFB): what is embedded in another one as a storage becomes
 * the file that it was before. */
typedef struct OleWriter OleWriter;

enum { OLE_WRITER_ROOT = 0 };

/* sector_bytes: 512 or 4096. With 512, it holds some 7 MB, with 4096 some 400 MB. */
OleWriter *ole_writer_new(guint32 sector_bytes);
void ole_writer_free(OleWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OleWriter, ole_writer_free)

/* The new storage, to be named as parent. class_id: 16 bytes, or NULL. */
guint32 ole_writer_add_storage(OleWriter *writer, guint32 parent, const char *name,
                               const guint8 *class_id);
void ole_writer_add_stream(OleWriter *writer, guint32 parent, const char *name, const void *bytes,
                           gsize length);

/* The class of the root. */
void ole_writer_set_class(OleWriter *writer, const guint8 *class_id);

/* Adds all that is in a storage, but the entry left_out (NULL: nothing is). FALSE when that would be
 * more than limit bytes, or nests too deep. */
gboolean ole_writer_copy(OleWriter *writer, guint32 parent, Ole *ole, const OleEntry *storage,
                         const OleEntry *left_out, gsize limit);

/* The file (g_bytes_unref). */
GBytes *ole_writer_finish(OleWriter *writer);

#endif

#ifndef DAICHO_SCANNER_READERS_PST_WRITER_H
#define DAICHO_SCANNER_READERS_PST_WRITER_H

#include "scanner/readers/pst_heap.h"
#include "scanner/readers/pst_names.h"

/* A message of a store being written as the file that Outlook saves of one (MS-OXMSG), as far as its
 * texts go: the reader of those has everything else to be done. */
typedef struct {
    OleWriter *writer;
    const PstNames *names;
    PstFile *file;
    GArray *ids;      /* of guint16: named ones that were met */
    gsize left_bytes; /* that it may grow by */
} PstWriter;

void pst_writer_init(PstWriter *writer, PstFile *file, const PstNames *names);
void pst_writer_clear(PstWriter *writer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PstWriter, pst_writer_clear)

/* Adds properties (of PstProperty) to a storage; header: bytes in front of them there. FALSE when the
 * message is full: the item was set partly read. */
gboolean pst_writer_add(PstWriter *writer, guint32 storage, gsize header, PstHeap *heap,
                        const GArray *properties);

/* Adds a part of the message: "recip" or "attach". */
guint32 pst_writer_add_part(PstWriter *writer, const char *kind, guint number);

/* The file (g_bytes_unref). */
GBytes *pst_writer_finish(PstWriter *writer);

/* The text of a property in UTF-8 (g_free), its first 64 KiB: is_whole tells whether that is all of it.
 * NULL when there is none. */
char *pst_writer_dup_text(PstHeap *heap, const GArray *properties, guint16 id, gboolean *is_whole);

/* The same, shortened, for a name. */
char *pst_writer_dup_name(PstHeap *heap, const GArray *properties, guint16 id);

#endif

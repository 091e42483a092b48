#ifndef DAICHO_SCANNER_READERS_PPT_DIRECTORY_H
#define DAICHO_SCANNER_READERS_PPT_DIRECTORY_H

#include "scanner/readers/ppt_record.h"

/* Where the parts of a presentation are that hold now: a save appends what changed and says where the
 * rest still is (MS-PPT 2.1.2). */
typedef struct {
    GHashTable *places; /* of parts, by their number: offset + 1 */
    guint32 document;   /* number of the document's part */
    gboolean is_encrypted;
    guint32 crypto;          /* number of the part that says how; 0: there is none */
    guint64 save, places_at; /* where the last save and its directory are: they are not encrypted */
} PptDirectory;

/* NULL when there is none that can be read. user: the stream that names the last save; may be NULL. */
PptDirectory *ppt_directory_load(OleStream *stream, OleStream *user);
void ppt_directory_free(PptDirectory *directory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PptDirectory, ppt_directory_free)

/* The record of a part; FALSE when it is nowhere. */
gboolean ppt_directory_find(const PptDirectory *directory, OleStream *stream, guint32 number,
                            PptRecord *record);

#endif

#ifndef DAICHO_SCANNER_READERS_ARCHIVE_INPUT_H
#define DAICHO_SCANNER_READERS_ARCHIVE_INPUT_H

#include <archive.h>
#include <archive_entry.h>

#include "scanner/reader.h"

/* What libarchive reads, and its members as sources: shared by archives and documents that are ZIPs. */

typedef struct archive Archive;
void archive_input_free(Archive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_input_free)

/* Every format and filter but those that run programs (lrzip, grzip) or read other files (mtree).
 * raw: for what is compressed; also when it is no archive. A ZIP or 7z in it is such a content: their
 * lists are at their ends, and a ZIP may be a document. */
Archive *archive_input_new(gboolean raw);

/* Only ZIP. */
Archive *archive_input_new_zip(void);

/* Only cpio: libarchive takes a binary one for the ZIP that its last member is. */
Archive *archive_input_new_cpio(void);

/* Whatever it is, it is not looked into: what was compressed, or the bytes as they are. */
Archive *archive_input_new_stream(void);

/* Holds item's content in memory when it is nested, *held being NULL so far: *held stays NULL for a
 * file. FALSE after setting the item unread. */
gboolean archive_input_hold(Item *item, GBytes **held);

/* Opens item's content, which is in a file or, when it is nested, in memory: *held keeps it and must
 * outlive the archive; when it is set already, that is read, whatever the item's own content is. FALSE after setting the item unread. */
gboolean archive_input_open(Item *item, Archive *archive, GBytes **held);

/* The same for a file, whose item stays as it is when that fails. */
gboolean archive_input_open_quietly(Item *item, Archive *archive);

/* Why the archive, or its current entry, cannot be read further (g_free). */
char *archive_input_describe_failure(Archive *archive);

/* Whether a ZIP ends as one should: where the list of its members is cut off, libarchive goes through
 * it from the front and takes the cut for its end. */
gboolean archive_input_has_zip_end(const Item *item, GBytes *held);

/* Whether a tape archive that is not compressed ends with a record of zeros, as POSIX (pax, "ustar
 * Interchange Format") wants: libarchive takes any end between two members for its end. */
gboolean archive_input_has_tar_end(const Item *item, GBytes *held);

/* The current entry as a stream. It must be freed before the next entry, and before archive. */
Source *archive_input_open_entry(Archive *archive, Extraction *extraction, gint64 size,
                                 gboolean with_digest);

#endif

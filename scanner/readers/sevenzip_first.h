#ifndef DAICHO_SCANNER_READERS_SEVENZIP_FIRST_H
#define DAICHO_SCANNER_READERS_SEVENZIP_FIRST_H

#include "scanner/readers/sevenzip_header.h"

/*
 * The first file of a folder, decompressed by libarchive from an archive that is made of nothing else:
 * whether it has its checksum tells whether its streams were decrypted with the right password.
 */

/* packed: the folder's streams, one behind the other; folder: with their sizes, and not encrypted.
 * FALSE when the file does not have its checksum, or is of more than limit bytes. content may be NULL;
 * it takes what the file holds (g_bytes_unref). */
gboolean sevenzip_first_check(const SevenzipFolder *folder, const GArray *sizes, GBytes *packed,
                              guint64 limit, GBytes **content);

#endif

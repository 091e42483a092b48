#ifndef DAICHO_SCANNER_READERS_SEVENZIP_PLAIN_H
#define DAICHO_SCANNER_READERS_SEVENZIP_PLAIN_H

#include "scanner/reader.h"

/*
 * The same 7z archive without its encryption (g_bytes_unref): libarchive reads no other. A password of
 * the options fits when the checksum of a folder's first file, or of the header, says so. Folders that
 * none fits stay encrypted. NULL when the archive is to be read as it is: nothing in it is encrypted, no
 * password fits, or it is damaged; and when a limit was reached, by which the item was set partly read.
 * held: its bytes; NULL for those of item's file.
 */
GBytes *sevenzip_plain_make(Item *item, GBytes *held);

#endif

#ifndef DAICHO_SCANNER_READERS_SEVENZIP_FILES_H
#define DAICHO_SCANNER_READERS_SEVENZIP_FILES_H

#include "scanner/readers/sevenzip_header.h"
#include "scanner/scanner.h"

/* What the header of a 7z archive says of its files (7zFormat.txt of the LZMA SDK). */
enum {
    SEVENZIP_ID_END = 0,
    SEVENZIP_ID_FILES = 5,
    SEVENZIP_ID_SUBSTREAMS = 8,
    SEVENZIP_ID_SIZE = 9,
    SEVENZIP_ID_CRC = 10,
    SEVENZIP_ID_NUMBER_OF_STREAMS = 13,
    SEVENZIP_ID_EMPTY_STREAM = 14,
    SEVENZIP_ID_EMPTY_FILE = 15,
    SEVENZIP_ID_NAMES = 17,
    SEVENZIP_ID_DUMMY = 25,
};

/* The numbers that a file may have, as DaichoSevenzipFile has them. */
typedef struct {
    guint8 id, length;
} SevenzipValue;
extern const SevenzipValue sevenzip_values[DAICHO_SEVENZIP_VALUES];

/* Always FALSE, with an error. */
gboolean sevenzip_refuse(const char *what, GError **error);

/* Adds the files to an archive whose folders are there. */
gboolean sevenzip_files_take(const SevenzipHeader *header, DaichoSevenzip *archive, GError **error);

/* Of the files in a folder, how many have a checksum by themselves. */
guint64 sevenzip_count_unchecked(const SevenzipFolder *folder);

#endif

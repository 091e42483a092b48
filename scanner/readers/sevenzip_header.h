#ifndef DAICHO_SCANNER_READERS_SEVENZIP_HEADER_H
#define DAICHO_SCANNER_READERS_SEVENZIP_HEADER_H

#include "scanner/readers/sevenzip_folder.h"

/* The header of a 7z archive (7zFormat.txt of the LZMA SDK), as far as one must know it to take the
 * encryption out of an archive: its folders in full, what it says of files as bytes. */

enum { SEVENZIP_START_BYTES = 32 };

/* What stands at the start of every archive. */
typedef struct {
    guint64 offset, size; /* of the header, from the start of the archive */
    guint32 crc;
} SevenzipStart;

/* FALSE when it is none, or its checksum is wrong. */
gboolean sevenzip_start_take(const guint8 bytes[SEVENZIP_START_BYTES], SevenzipStart *start);

/* For a header that follows size bytes of packed streams. */
void sevenzip_start_put(GByteArray *bytes, guint64 size, const GByteArray *header);

typedef struct {
    GBytes *bytes;       /* what it was read from; NULL when it was not */
    gboolean is_packed;  /* what its one folder holds is the header: nothing else is in it */
    guint64 offset;      /* of the packed streams, from the start of the archive */
    GArray *sizes;       /* guint64, of the packed streams */
    GPtrArray *folders;  /* SevenzipFolder */
    GByteArray *files;   /* how the folders are cut into files, as it stands there */
    GByteArray *entries; /* names and the like, as they stand there, to the header's end */
} SevenzipHeader;

SevenzipHeader *sevenzip_header_new(void);
void sevenzip_header_free(SevenzipHeader *header);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SevenzipHeader, sevenzip_header_free)

/* NULL when it makes no sense, or has more folders than are read. */
SevenzipHeader *sevenzip_header_take(GBytes *bytes);

/* As it is in an archive whose packed streams follow its start. */
GByteArray *sevenzip_header_put(const SevenzipHeader *header);

/* Makes it that of an archive whose first file is that of the folder, without checksums of files. */
void sevenzip_header_set_first(SevenzipHeader *header, const SevenzipFolder *folder);

/* Of bytes that follow what has crc so far; 0 for none. */
guint32 sevenzip_crc(guint32 crc, const void *bytes, gsize length);

#endif

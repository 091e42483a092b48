#ifndef DAICHO_SCANNER_READERS_OLE_SECTORS_H
#define DAICHO_SCANNER_READERS_OLE_SECTORS_H

#include "scanner/readers/ole.h"

/* Within ole_*.c: what a compound file is made of (MS-CFB 2). */

enum {
    OLE_HEADER_BYTES = 512,
    OLE_ENTRY_BYTES = 128,
    OLE_MINI_SECTOR_BYTES = 64,
    OLE_MINI_CUTOFF = 4096, /* shorter streams lie in the mini stream */
};

#define OLE_FREE_SECTOR 0xFFFFFFFFU
#define OLE_END_OF_CHAIN 0xFFFFFFFEU
#define OLE_FAT_SECTOR 0xFFFFFFFDU
#define OLE_DIFAT_SECTOR 0xFFFFFFFCU
#define OLE_NO_ENTRY 0xFFFFFFFFU

struct OleEntry {
    char *name;
    guint8 class_id[16];
    guint64 size;
    guint32 start; /* first sector */
    guint32 left, right, child;
    gboolean is_storage, is_root, is_taken;
    GPtrArray *children; /* of OleEntry, borrowed; NULL for streams */
};

struct Ole {
    Item *item;
    GBytes *held; /* the file's bytes when it is nested; NULL when it is a file */
    int fd;       /* -1 when it is held */
    guint64 size;
    guint32 sector_bytes;
    GArray *fat, *mini_fat; /* of guint32 */
    GPtrArray *entries;     /* of OleEntry; the first is the root */
    OleStream *mini_stream; /* NULL until a short stream is read */
};

/* Bytes of the file; fewer than length only at its end. */
gsize ole_read_file(const Ole *ole, guint64 offset, void *buffer, gsize length);

/* The sectors of a chain, at most limit (of guint32). *is_whole is FALSE when it leads nowhere. */
GArray *ole_follow_chain(const GArray *fat, guint32 start, guint64 limit, gboolean *is_whole);

#endif

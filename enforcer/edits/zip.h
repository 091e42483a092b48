#ifndef DAICHO_ENFORCER_EDITS_ZIP_H
#define DAICHO_ENFORCER_EDITS_ZIP_H

#include "enforcer/edits/list.h"

/* Offsets and sizes of PKWARE's APPNOTE 6.3.10, sections 4.3.7 to 4.3.16 and 4.4. */
enum {
    ZIP_LOCAL_BYTES = 30,
    ZIP_LOCAL_FLAGS = 6,
    ZIP_LOCAL_CRC = 14, /* then the compressed and the uncompressed size */
    ZIP_LOCAL_NAME_LENGTH = 26,
    ZIP_LOCAL_EXTRA_LENGTH = 28,
    ZIP_CENTRAL_BYTES = 46,
    ZIP_CENTRAL_FLAGS = 8,
    ZIP_CENTRAL_METHOD = 10,
    ZIP_CENTRAL_CRC = 16, /* then the compressed and the uncompressed size */
    ZIP_CENTRAL_NAME_LENGTH = 28,
    ZIP_CENTRAL_COMMENT_LENGTH = 32,
    ZIP_CENTRAL_OFFSET = 42,
    ZIP_END_BYTES = 22,
    ZIP_END_COUNT_HERE = 8,
    ZIP_END_COUNT = 10,
    ZIP_END_SIZE = 12,
    ZIP_END_OFFSET = 16,
    ZIP_END_COMMENT_LENGTH = 20,
    ZIP_FLAG_ENCRYPTED = 1 << 0,
    ZIP_FLAG_DESCRIPTOR = 1 << 3,
    ZIP_FLAG_PATCHED = 1 << 5,
    ZIP_FLAG_STRONG = 1 << 6,
    ZIP_FLAG_MASKED = 1 << 13,
    ZIP_STORED = 0,
    ZIP_DEFLATED = 8,
};

typedef struct {
    gsize central, central_length; /* its header in the directory */
    gsize local;                   /* its header before the data */
    gsize data, compressed_size;
    gsize end; /* where the next member, or what stands behind the last, begins */
    guint32 crc, size;
    guint16 flags, method;
    guint order; /* in the directory, from 0 */
} ZipEntry;

typedef struct {
    GBytes *archive;
    const guint8 *bytes;
    gsize length;
    gsize directory, end; /* offsets of the directory and of the record that ends it */
    GArray *entries;      /* of ZipEntry, in the order of their data */
} ZipLayout;

guint16 zip_get_16(const guint8 *at);
guint32 zip_get_32(const guint8 *at);
void zip_put_16(guint8 *at, guint16 value);
void zip_put_32(guint8 *at, guint32 value);

/* Always FALSE, with an error that names what stands in the way. */
gboolean zip_refuse(GError **error, const char *what);

/* Finds every member; what cannot be understood to the last byte is refused. */
gboolean zip_layout_parse(ZipLayout *layout, GError **error);

/* The archive with the changes. */
GBytes *zip_layout_write(const ZipLayout *layout, const GArray *changes, GError **error);

#endif

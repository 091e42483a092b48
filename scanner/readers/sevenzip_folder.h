#ifndef DAICHO_SCANNER_READERS_SEVENZIP_FOLDER_H
#define DAICHO_SCANNER_READERS_SEVENZIP_FOLDER_H

#include "scanner/readers/sevenzip_bytes.h"

/*
 * A folder of a 7z archive: files that were compressed as one stream, and the chain of coders that it
 * went through, of which the last may be AES-256. Packed streams go into the coders that have no other
 * for it; what no coder takes is the content.
 */
enum {
    SEVENZIP_COPY = 0,
    SEVENZIP_AES = 0x06f10701,
    SEVENZIP_STREAMS = 32, /* at most, of one folder, as in 7-Zip */
};

typedef struct {
    guint64 method;
    guint8 n_in, n_out;
    const guint8 *properties; /* borrowed from the header */
    guint n_properties;
} SevenzipCoder;

/* An input that takes what an output gives, by their numbers among all of the folder. */
typedef struct {
    guint8 in, out;
} SevenzipBind;

typedef struct SevenzipFolder {
    guint n_coders, n_outs, n_packed;
    SevenzipCoder *coders;
    SevenzipBind *binds;  /* n_outs - 1 of them */
    guint8 *packed;       /* the input that each packed stream goes to */
    guint64 *sizes;       /* of each output */
    guint64 first_packed; /* its first stream among the packed ones of the archive */
    gboolean has_crc;
    guint32 crc;
    guint64 n_files;
    guint64 first_size; /* of its first file */
    gboolean has_first_crc;
    guint32 first_crc;
} SevenzipFolder;

void sevenzip_folder_free(SevenzipFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SevenzipFolder, sevenzip_folder_free)

/* Its coders; sizes and checksums stand elsewhere. NULL when it makes no sense. */
SevenzipFolder *sevenzip_folder_take(SevenzipCursor *cursor);
void sevenzip_folder_put(const SevenzipFolder *folder, GByteArray *bytes);

SevenzipFolder *sevenzip_folder_copy(const SevenzipFolder *folder);

/* The size of its content. */
guint64 sevenzip_folder_get_size(const SevenzipFolder *folder);

gboolean sevenzip_folder_is_encrypted(const SevenzipFolder *folder);

/* The coder that decrypts a packed stream, and what comes out of it; NULL when none does. */
const SevenzipCoder *sevenzip_folder_find_cipher(const SevenzipFolder *folder, guint packed,
                                                 guint64 *size);

/* The same folder without those coders, for streams that are decrypted. NULL when there are others
 * that decrypt. */
SevenzipFolder *sevenzip_folder_strip(const SevenzipFolder *folder);

#endif

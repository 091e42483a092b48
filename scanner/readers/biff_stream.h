#ifndef DAICHO_SCANNER_READERS_BIFF_STREAM_H
#define DAICHO_SCANNER_READERS_BIFF_STREAM_H

#include "scanner/charset.h"

/*
 * The records of an old workbook (MS-XLS 2.1.4): a type, a length, and content that goes on in
 * records of type CONTINUE. What is taken beyond the end of a record is zeros.
 */
typedef struct BiffStream BiffStream;

/* Bytes from an offset; fewer only at the end. */
typedef gsize (*BiffRead)(gpointer data, guint64 offset, void *buffer, gsize length);

/* Turns the content of a record into what it was before it was encrypted. */
typedef void (*BiffDecrypt)(gpointer data, guint16 type, guint64 offset, guint8 *bytes,
                            gsize length);

BiffStream *biff_stream_new(BiffRead read, gpointer data);
void biff_stream_free(BiffStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BiffStream, biff_stream_free)

/* For all records that follow. */
void biff_stream_set_decrypt(BiffStream *stream, BiffDecrypt decrypt, gpointer data);

typedef struct {
    guint16 type;
    guint length;   /* without what continues it */
    guint64 offset; /* of its type */
} BiffRecord;

enum { BIFF_CONTINUE = 0x3c };

/* The next record; FALSE at the end, which zeros are, too. */
gboolean biff_stream_next(BiffStream *stream, BiffRecord *record);
void biff_stream_seek(BiffStream *stream, guint64 offset);

/* Whether a record was cut off by the end. */
gboolean biff_stream_is_cut(const BiffStream *stream);

/* Bytes left in the record, without those that continue it. */
gsize biff_stream_get_left(const BiffStream *stream);

/* What comes next in the record; how many bytes there were. */
gsize biff_take(BiffStream *stream, void *buffer, gsize length);
void biff_skip(BiffStream *stream, gsize length);
guint8 biff_take_u8(BiffStream *stream);
guint16 biff_take_u16(BiffStream *stream);
guint32 biff_take_u32(BiffStream *stream);
gdouble biff_take_double(BiffStream *stream);

/* Appends a string of that many characters from its flags on (2.5.293, 2.5.294); its reading goes to
 * phonetic, if that is not NULL. */
void biff_take_text(BiffStream *stream, guint n_characters, GString *out, GString *phonetic);

/* Appends characters from a record that continues this one, whatever is left here. */
void biff_take_continued_text(BiffStream *stream, guint n_characters, GString *out);

/* Appends a string of bytes in a charset, as before BIFF8. */
void biff_take_bytes(BiffStream *stream, guint n_bytes, const Charset *charset, GString *out);

/* The same for UTF-16 without flags. */
void biff_take_utf16(BiffStream *stream, guint n_bytes, GString *out);

#endif

#ifndef DAICHO_SCANNER_READERS_SEVENZIP_BYTES_H
#define DAICHO_SCANNER_READERS_SEVENZIP_BYTES_H

#include <glib.h>

/* The numbers of 7z headers (7zFormat.txt of the LZMA SDK), read and written. */

/* Where reading is. Once more is asked for than there is, has_failed stays set and all is 0. */
typedef struct {
    const guint8 *at, *end;
    gboolean has_failed;
} SevenzipCursor;

guint8 sevenzip_take_byte(SevenzipCursor *cursor);
guint32 sevenzip_take_u32(SevenzipCursor *cursor);
guint64 sevenzip_take_u64(SevenzipCursor *cursor);

/* A number of one to nine bytes. */
guint64 sevenzip_take_number(SevenzipCursor *cursor);

/* The same; more than most is a failure. */
guint sevenzip_take_count(SevenzipCursor *cursor, guint most);

/* Borrowed from what is read; NULL after a failure. */
const guint8 *sevenzip_take_bytes(SevenzipCursor *cursor, guint64 length);

/* Which of count things have something: all, or those whose bits are set. */
typedef struct {
    const guint8 *bits; /* NULL: all */
    guint64 count;
} SevenzipMarks;
SevenzipMarks sevenzip_take_marks(SevenzipCursor *cursor, guint64 count);
gboolean sevenzip_marks_has(const SevenzipMarks *marks, guint64 index);

void sevenzip_put_byte(GByteArray *bytes, guint8 value);
void sevenzip_put_u32(GByteArray *bytes, guint32 value);
void sevenzip_put_u64(GByteArray *bytes, guint64 value);
void sevenzip_put_number(GByteArray *bytes, guint64 value);

#endif

#include "scanner/readers/sevenzip_bytes.h"

const guint8 *sevenzip_take_bytes(SevenzipCursor *cursor, guint64 length)
{
    if (cursor->has_failed || length > (guint64)(cursor->end - cursor->at)) {
        cursor->has_failed = TRUE;
        return NULL;
    }
    const guint8 *taken = cursor->at;
    cursor->at += length;
    return taken;
}

static guint64 take_little_endian(SevenzipCursor *cursor, guint length)
{
    const guint8 *bytes = sevenzip_take_bytes(cursor, length);
    guint64 value = 0;
    for (guint i = 0; bytes != NULL && i < length; i++) {
        value |= (guint64)bytes[i] << (8 * i);
    }
    return value;
}

guint8 sevenzip_take_byte(SevenzipCursor *cursor)
{
    return (guint8)take_little_endian(cursor, 1);
}

guint32 sevenzip_take_u32(SevenzipCursor *cursor)
{
    return (guint32)take_little_endian(cursor, 4);
}

guint64 sevenzip_take_u64(SevenzipCursor *cursor)
{
    return take_little_endian(cursor, 8);
}

/* As many bytes follow the first as it has leading ones; its bits behind those are the highest. */
guint64 sevenzip_take_number(SevenzipCursor *cursor)
{
    guint8 first = sevenzip_take_byte(cursor);
    guint following = 0;
    while (following < 8 && (first & (0x80 >> following)) != 0) {
        following++;
    }
    guint64 value = take_little_endian(cursor, following);
    if (following < 7) {
        value |= (guint64)(first & (0x7f >> following)) << (8 * following);
    }
    return value;
}

guint sevenzip_take_count(SevenzipCursor *cursor, guint most)
{
    guint64 count = sevenzip_take_number(cursor);
    if (count > most) {
        cursor->has_failed = TRUE;
    }
    return cursor->has_failed ? 0 : (guint)count;
}

SevenzipMarks sevenzip_take_marks(SevenzipCursor *cursor, guint64 count)
{
    SevenzipMarks marks = {NULL, count};
    if (sevenzip_take_byte(cursor) == 0) {
        marks.bits = sevenzip_take_bytes(cursor, count / 8 + (count % 8 != 0));
    }
    return marks;
}

gboolean sevenzip_marks_has(const SevenzipMarks *marks, guint64 index)
{
    return index < marks->count &&
           (marks->bits == NULL || (marks->bits[index / 8] & (0x80 >> index % 8)) != 0);
}

void sevenzip_put_byte(GByteArray *bytes, guint8 value)
{
    g_byte_array_append(bytes, &value, 1);
}

static void put_little_endian(GByteArray *bytes, guint64 value, guint length)
{
    for (guint i = 0; i < length; i++) {
        sevenzip_put_byte(bytes, (guint8)(value >> (8 * i)));
    }
}

void sevenzip_put_u32(GByteArray *bytes, guint32 value)
{
    put_little_endian(bytes, value, 4);
}

void sevenzip_put_u64(GByteArray *bytes, guint64 value)
{
    put_little_endian(bytes, value, 8);
}

void sevenzip_put_number(GByteArray *bytes, guint64 value)
{
    guint following = 0;
    while (following < 8 && value >> (7 * (following + 1)) != 0) {
        following++;
    }
    guint high = following < 8 ? (guint)(value >> (8 * following)) : 0;
    sevenzip_put_byte(bytes, (guint8)((0xff00 >> following) | high));
    put_little_endian(bytes, value, following);
}

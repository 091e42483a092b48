#include "scanner/readers/ppt_record.h"

enum { HEAD_BYTES = 8, CONTAINER = 0xf };

gboolean ppt_record_read(OleStream *stream, guint64 offset, guint64 limit, PptRecord *record,
                         gboolean *is_cut)
{
    guint8 head[HEAD_BYTES];
    if (offset >= limit || limit - offset < HEAD_BYTES ||
        ole_stream_read(stream, offset, head, sizeof head) < sizeof head) {
        *is_cut = *is_cut || offset < limit;
        return FALSE;
    }
    guint16 bits = ole_get_u16(head);
    record->type = ole_get_u16(head + 2);
    record->instance = bits >> 4;
    record->is_container = (bits & 0xf) == CONTAINER;
    record->offset = offset;
    record->start = offset + HEAD_BYTES;
    record->end = record->start + ole_get_u32(head + 4);
    if (record->end > limit) {
        record->end = limit;
        *is_cut = TRUE;
    }
    return TRUE;
}

GBytes *ppt_record_load(OleStream *stream, const PptRecord *record, gsize limit)
{
    return ole_stream_load(stream, record->start,
                           (gsize)MIN(record->end - record->start, (guint64)limit));
}

guint32 ppt_record_get_u32(OleStream *stream, const PptRecord *record, guint64 at)
{
    guint8 number[4];
    gboolean has = at + sizeof number <= record->end - record->start &&
                   ole_stream_read(stream, record->start + at, number, sizeof number) ==
                       sizeof number;
    return has ? ole_get_u32(number) : 0;
}

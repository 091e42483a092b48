#ifndef DAICHO_SCANNER_READERS_PPT_RECORD_H
#define DAICHO_SCANNER_READERS_PPT_RECORD_H

#include "scanner/readers/ole.h"

/* A presentation is a tree of records (MS-PPT 2.3), as is a drawing within it (MS-ODRAW 2.2.1). */
typedef struct {
    guint16 type, instance;
    gboolean is_container;
    guint64 offset, start, end; /* of its head, its content, and what is behind it */
} PptRecord;

/* Those that text is found in or by (MS-PPT 2.13.24). */
enum {
    PPT_DOCUMENT = 1000,
    PPT_SLIDE = 1006,
    PPT_SLIDE_ATOM = 1007,
    PPT_NOTES = 1008,
    PPT_SLIDE_PLACE = 1011,
    PPT_MASTER = 1016,
    PPT_TABLE_STYLES = 1064,
    PPT_TEXT_WIDE = 4000,
    PPT_TEXT_BYTES = 4008,
    PPT_STRING = 4026,
    PPT_OBJECT = 4035,
    PPT_HANDOUT = 4041,
    PPT_LINK = 4055,
    PPT_SLIDE_LIST = 4080,
    PPT_USER_EDIT = 4085,
    PPT_CURRENT_USER = 4086,
    PPT_OBJECT_STORAGE = 4113,
    PPT_TAG_NAMED = 5002,
    PPT_TAG_DATA = 5003,
    PPT_DIRECTORY = 6002,
    PPT_COMMENT = 12000,
    PPT_CRYPTO = 12052,
    PPT_DRAWING_PROPERTIES = 0xf00b,
    PPT_DRAWING_MORE_PROPERTIES = 0xf122,
};

/* The record at offset; FALSE when there is none before limit. One that would end behind limit ends
 * there, and *is_cut is set. */
gboolean ppt_record_read(OleStream *stream, guint64 offset, guint64 limit, PptRecord *record,
                         gboolean *is_cut);

/* Up to limit bytes of its content (g_bytes_unref). */
GBytes *ppt_record_load(OleStream *stream, const PptRecord *record, gsize limit);

/* A number of its content; 0 when it has none there. */
guint32 ppt_record_get_u32(OleStream *stream, const PptRecord *record, guint64 at);

#endif

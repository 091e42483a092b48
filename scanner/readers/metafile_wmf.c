#include "scanner/readers/metafile.h"

#include "scanner/readers/codepage.h"

/* Records (MS-WMF 2.1.1.1). */
enum {
    META_EOF = 0,
    META_CREATEFONTINDIRECT = 0x02fb,
    META_TEXTOUT = 0x0521,
    META_EXTTEXTOUT = 0x0a32,
};

enum {
    ETO_OPAQUE = 2,
    ETO_CLIPPED = 4,
    ETO_GLYPH_INDEX = 0x10,
    HEAD_BYTES = 6,
    FONT_CHARSET_AT = HEAD_BYTES + 13,
    RECTANGLE_BYTES = 8,
};

static gint64 get_s16(const guint8 *bytes)
{
    return (gint16)metafile_get_u16(bytes);
}

static void give(Metafile *metafile, const MetafilePlace *place, const guint8 *bytes, gsize length)
{
    g_autoptr(GString) text = g_string_new(NULL);
    codepage_append(text, metafile->charset, bytes, length);
    metafile_give(metafile, place, text->str);
}

/* Its string stands before its place (2.3.3.20). */
static void read_text(Metafile *metafile, const guint8 *record, gsize length)
{
    gsize count = length >= HEAD_BYTES + 2 ? metafile_get_u16(record + HEAD_BYTES) : 0;
    gsize padded = (count + 1) / 2 * 2;
    if (HEAD_BYTES + 2 + padded + 4 > length) {
        metafile_note_cut(metafile);
        return;
    }
    const guint8 *behind = record + HEAD_BYTES + 2 + padded;
    MetafilePlace place = {
        .x = get_s16(behind + 2), .y = get_s16(behind), .width = -1, .characters = (guint)count};
    give(metafile, &place, record + HEAD_BYTES + 2, count);
}

/* Widths may stand behind the string, one a byte of it (2.3.3.5). */
static gint64 sum_widths(const guint8 *widths, gsize length, gsize count)
{
    gint64 sum = 0;
    if (count > length / 2) {
        return -1;
    }
    for (gsize i = 0; i < count; i++) {
        sum += get_s16(widths + i * 2);
    }
    return sum;
}

static void read_extended_text(Metafile *metafile, const guint8 *record, gsize length)
{
    enum { FIXED_BYTES = HEAD_BYTES + 8 };
    gsize count = length >= FIXED_BYTES ? metafile_get_u16(record + HEAD_BYTES + 4) : 0;
    guint options = length >= FIXED_BYTES ? metafile_get_u16(record + HEAD_BYTES + 6) : 0;
    gsize at = FIXED_BYTES + ((options & (ETO_OPAQUE | ETO_CLIPPED)) != 0 ? RECTANGLE_BYTES : 0);
    gsize padded = (count + 1) / 2 * 2;
    if (at + padded > length) {
        metafile_note_cut(metafile);
        return;
    }
    if ((options & ETO_GLYPH_INDEX) != 0) {
        metafile->glyphs += count > 0 ? 1 : 0;
        return;
    }
    MetafilePlace place = {
        .x = get_s16(record + HEAD_BYTES + 2),
        .y = get_s16(record + HEAD_BYTES),
        .width = sum_widths(record + at + padded, length - at - padded, count),
        .characters = (guint)count,
    };
    give(metafile, &place, record + at, count);
}

static void read_record(Metafile *metafile, guint type, const guint8 *record, gsize length)
{
    switch (type) {
    case META_TEXTOUT:
        read_text(metafile, record, length);
        break;
    case META_EXTTEXTOUT:
        read_extended_text(metafile, record, length);
        break;
    case META_CREATEFONTINDIRECT:
    default:
        /* A program makes a font right before it uses it. */
        metafile_set_font(metafile, length > FONT_CHARSET_AT ? record[FONT_CHARSET_AT] : 0);
        break;
    }
}

void metafile_wmf_read(Metafile *metafile, guint64 offset, guint64 told)
{
    guint8 head[HEAD_BYTES];
    guint type = META_CREATEFONTINDIRECT;
    while (type != META_EOF && text_view_goes_on(metafile->view)) {
        gssize got = content_read(metafile->content, head, sizeof head, offset);
        guint64 size = got == HEAD_BYTES ? (guint64)metafile_get_u32(head) * 2 : 0;
        type = metafile_get_u16(head + 4);
        if (size < HEAD_BYTES) {
            item_set_partly(metafile->item, "damaged: the end of the picture is missing");
            return;
        }
        if (type == META_TEXTOUT || type == META_EXTTEXTOUT || type == META_CREATEFONTINDIRECT) {
            g_autofree guint8 *record = metafile_dup_record(metafile, offset, size);
            if (record != NULL) {
                read_record(metafile, type, record, (gsize)size);
            }
        }
        offset += size;
    }
    metafile_check_end(metafile, offset, told);
}

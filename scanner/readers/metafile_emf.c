#include "scanner/readers/metafile.h"

#include <string.h>

#include "scanner/readers/codepage.h"

/* Records (MS-EMF 2.1.1). */
enum {
    EMR_EOF = 14,
    EMR_SAVEDC = 33, /* up to the next one, they are about coordinates */
    EMR_MODIFYWORLDTRANSFORM = 36,
    EMR_SELECTOBJECT = 37,
    EMR_EXTCREATEFONTINDIRECTW = 82,
    EMR_EXTTEXTOUTA = 83,
    EMR_EXTTEXTOUTW = 84,
    EMR_POLYTEXTOUTA = 96,
    EMR_POLYTEXTOUTW = 97,
    EMR_SMALLTEXTOUT = 108,
};

/* How a string is written (2.1.11). */
enum {
    ETO_GLYPH_INDEX = 0x10,
    ETO_NO_RECT = 0x100,
    ETO_SMALL_CHARS = 0x200,
    ETO_PDY = 0x2000,
};

enum {
    HEAD_BYTES = 8,
    FONT_CHARSET_AT = 35,
    FONTS = 4096,
    TEXT_AT = 36,    /* of one string within its record */
    TEXTS_AT = 40,   /* of many */
    TEXT_BYTES = 40, /* the description of a string */
    SMALL_TEXT_AT = 36,
    RECTANGLE_BYTES = 16,
};

typedef struct {
    const guint8 *bytes;
    guint32 length;
} Record;

static char *dup_text(const Metafile *metafile, gboolean is_wide, const guint8 *bytes, gsize length)
{
    GString *text = g_string_new(NULL);
    if (is_wide) {
        codepage_append_utf16(text, bytes, length);
    } else {
        codepage_append(text, metafile->charset, bytes, length);
    }
    return g_string_free(text, FALSE);
}

/* The sum of the widths of characters, which stand as numbers at a place of the record; -1: not told. */
static gint64 sum_widths(const Record *record, guint32 offset, guint32 count, guint32 options)
{
    guint32 step = (options & ETO_PDY) != 0 ? 8 : 4;
    gint64 sum = 0;
    if (offset < HEAD_BYTES || offset > record->length ||
        count > (record->length - offset) / step) {
        return -1;
    }
    for (guint32 i = 0; i < count; i++) {
        sum += (gint32)metafile_get_u32(record->bytes + offset + (gsize)i * step);
    }
    return sum;
}

/* A string by its description, EmrText (2.2.5). */
static void read_text(Metafile *metafile, const Record *record, guint32 at, gboolean is_wide)
{
    const guint8 *text = record->bytes + at;
    guint32 count = metafile_get_u32(text + 8);
    guint32 offset = metafile_get_u32(text + 12);
    guint32 options = metafile_get_u32(text + 16);
    guint32 size = is_wide ? 2 : 1;
    if (offset > record->length || count > (record->length - offset) / size) {
        metafile_note_cut(metafile);
        return;
    }
    if ((options & ETO_GLYPH_INDEX) != 0) {
        metafile->glyphs += count > 0 ? 1 : 0;
        return;
    }
    g_autofree char *string = dup_text(metafile, is_wide, record->bytes + offset,
                                       (gsize)count * size);
    MetafilePlace place = {
        .x = (gint32)metafile_get_u32(text),
        .y = (gint32)metafile_get_u32(text + 4),
        .width = sum_widths(record, metafile_get_u32(text + 36), count, options),
        .characters = count,
    };
    metafile_transform_place(metafile, &place);
    metafile_give(metafile, &place, string);
}

static void read_one(Metafile *metafile, const Record *record, gboolean is_wide)
{
    if (record->length >= TEXT_AT + TEXT_BYTES) {
        read_text(metafile, record, TEXT_AT, is_wide);
    } else {
        metafile_note_cut(metafile);
    }
}

static void read_many(Metafile *metafile, const Record *record, gboolean is_wide)
{
    guint32 count = record->length >= TEXTS_AT ? metafile_get_u32(record->bytes + TEXT_AT) : 1;
    guint32 held = record->length >= TEXTS_AT ? (record->length - TEXTS_AT) / TEXT_BYTES : 0;
    for (guint32 i = 0; i < MIN(count, held); i++) {
        read_text(metafile, record, TEXTS_AT + i * TEXT_BYTES, is_wide);
    }
    if (count > held) {
        metafile_note_cut(metafile);
    }
}

static void read_small(Metafile *metafile, const Record *record)
{
    if (record->length < SMALL_TEXT_AT) {
        metafile_note_cut(metafile);
        return;
    }
    guint32 count = metafile_get_u32(record->bytes + 16);
    guint32 options = metafile_get_u32(record->bytes + 20);
    gboolean is_wide = (options & ETO_SMALL_CHARS) == 0;
    guint32 at = SMALL_TEXT_AT + ((options & ETO_NO_RECT) != 0 ? 0 : RECTANGLE_BYTES);
    if (at > record->length || count > (record->length - at) / (is_wide ? 2 : 1)) {
        metafile_note_cut(metafile);
        return;
    }
    if ((options & ETO_GLYPH_INDEX) != 0) {
        metafile->glyphs += count > 0 ? 1 : 0;
        return;
    }
    /* Its high bytes are zero when they are left out (2.3.5.37): those of Latin 1. */
    g_autoptr(GString) text = g_string_new(NULL);
    if (is_wide) {
        codepage_append_utf16(text, record->bytes + at, (gsize)count * 2);
    } else {
        codepage_append(text, codepage_find(28591), record->bytes + at, count);
    }
    MetafilePlace place = {
        .x = (gint32)metafile_get_u32(record->bytes + 8),
        .y = (gint32)metafile_get_u32(record->bytes + 12),
        .width = -1,
        .characters = count,
    };
    metafile_transform_place(metafile, &place);
    metafile_give(metafile, &place, text->str);
}

static void read_font(Metafile *metafile, const Record *record)
{
    if (record->length <= FONT_CHARSET_AT) {
        metafile_note_cut(metafile);
    } else if (g_hash_table_size(metafile->fonts) >= FONTS) {
        item_set_partly(metafile->item, "limit: fonts of the picture");
    } else {
        guint32 handle = metafile_get_u32(record->bytes + HEAD_BYTES);
        g_hash_table_insert(metafile->fonts, GUINT_TO_POINTER(handle),
                            GUINT_TO_POINTER(record->bytes[FONT_CHARSET_AT]));
    }
}

static void select_object(Metafile *metafile, const Record *record)
{
    gpointer charset = NULL;
    if (record->length >= HEAD_BYTES + 4 &&
        g_hash_table_lookup_extended(metafile->fonts,
                                     GUINT_TO_POINTER(metafile_get_u32(record->bytes + HEAD_BYTES)),
                                     NULL, &charset)) {
        metafile_set_font(metafile, GPOINTER_TO_UINT(charset));
    }
}

static void read_record(Metafile *metafile, guint32 type, const Record *record)
{
    switch (type) {
    case EMR_EXTTEXTOUTA:
    case EMR_EXTTEXTOUTW:
        read_one(metafile, record, type == EMR_EXTTEXTOUTW);
        break;
    case EMR_POLYTEXTOUTA:
    case EMR_POLYTEXTOUTW:
        read_many(metafile, record, type == EMR_POLYTEXTOUTW);
        break;
    case EMR_SMALLTEXTOUT:
        read_small(metafile, record);
        break;
    case EMR_EXTCREATEFONTINDIRECTW:
        read_font(metafile, record);
        break;
    case EMR_SELECTOBJECT:
        select_object(metafile, record);
        break;
    default:
        metafile_transform_read(metafile, type, record->bytes, record->length);
        break;
    }
}

static gboolean is_wanted(guint32 type)
{
    return type == EMR_EXTTEXTOUTA || type == EMR_EXTTEXTOUTW || type == EMR_POLYTEXTOUTA ||
           type == EMR_POLYTEXTOUTW || type == EMR_SMALLTEXTOUT ||
           type == EMR_EXTCREATEFONTINDIRECTW || type == EMR_SELECTOBJECT ||
           (type >= EMR_SAVEDC && type <= EMR_MODIFYWORLDTRANSFORM);
}

void metafile_emf_read(Metafile *metafile, guint64 told)
{
    guint8 head[HEAD_BYTES];
    guint64 offset = 0;
    guint32 type = 0;
    while (type != EMR_EOF && text_view_goes_on(metafile->view)) {
        gssize got = content_read(metafile->content, head, sizeof head, offset);
        guint32 size = got == HEAD_BYTES ? metafile_get_u32(head + 4) : 0;
        type = metafile_get_u32(head);
        if (size < HEAD_BYTES) {
            item_set_partly(metafile->item, "damaged: the end of the picture is missing");
            return;
        }
        if (is_wanted(type)) {
            g_autofree guint8 *bytes = metafile_dup_record(metafile, offset, size);
            Record record = {bytes, size};
            if (bytes != NULL) {
                read_record(metafile, type, &record);
            }
        }
        offset += size;
    }
    metafile_check_end(metafile, offset, told);
}

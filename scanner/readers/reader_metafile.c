#include "scanner/reader.h"

#include <string.h>

#include "scanner/readers/codepage.h"
#include "scanner/readers/metafile.h"

enum {
    RECORD_BYTES = 1 << 20, /* a record of text is shorter */
    EMF_MARK_AT = 40,
    EMF_BYTES_AT = 48,
    WMF_WORDS_AT = 6,
    PLACEABLE_BYTES = 22, /* what most programs write before a WMF */
    WMF_HEADER_BYTES = 18,
};

guint16 metafile_get_u16(const guint8 *bytes)
{
    return (guint16)(bytes[0] | bytes[1] << 8);
}

guint32 metafile_get_u32(const guint8 *bytes)
{
    return metafile_get_u16(bytes) | (guint32)metafile_get_u16(bytes + 2) << 16;
}

guint8 *metafile_dup_record(const Metafile *metafile, guint64 offset, guint64 length)
{
    guint64 size = content_get_size(metafile->content);
    g_autofree guint8 *bytes = NULL;
    gssize got = -1;
    if (length <= RECORD_BYTES && offset <= size && length <= size - offset) {
        bytes = g_malloc(length + 1);
        got = content_read(metafile->content, bytes, (gsize)length, offset);
    }
    if (got != (gssize)length) {
        metafile_note_cut(metafile);
        return NULL;
    }
    return g_steal_pointer(&bytes);
}

void metafile_note_cut(const Metafile *metafile)
{
    item_set_partly(metafile->item, "damaged: text of the picture is cut off");
}

void metafile_check_end(const Metafile *metafile, guint64 end, guint64 told)
{
    guint64 size = content_get_size(metafile->content);
    if (end > size) {
        item_set_partly(metafile->item, "damaged: the end of the picture is missing");
    } else if (end < told && text_view_goes_on(metafile->view)) {
        item_set_partly(metafile->item,
                        "damaged: the picture ends before the %" G_GUINT64_FORMAT
                        " bytes it should have",
                        told);
    }
}

void metafile_set_font(Metafile *metafile, guint charset)
{
    guint codepage = codepage_of_font(charset);
    metafile->charset = codepage_find(codepage != 0 ? codepage : 1252);
}

/* Programs draw a line in pieces: one that begins where the last ended, but for less than half a
 * character, goes on with it. */
static gboolean goes_on(const Metafile *metafile, const MetafilePlace *place)
{
    gint64 gap = place->x - metafile->x;
    gint64 half = place->characters > 0 ? place->width / place->characters / 2 : 0;
    return metafile->x_is_known && ABS(gap) <= MAX(half, 1);
}

void metafile_give(Metafile *metafile, const MetafilePlace *place, const char *text)
{
    if (*text == '\0') {
        return;
    }
    if (metafile->lines == 0 || place->y != metafile->y) {
        metafile->lines++;
        g_autofree char *locator = g_strdup_printf("line %" G_GUINT64_FORMAT, metafile->lines);
        text_view_begin_record(metafile->view, locator);
    } else if (!goes_on(metafile, place)) {
        text_view_append(metafile->view, "\t", 1);
    }
    text_view_append(metafile->view, text, -1);
    metafile->y = place->y;
    metafile->x = place->x + place->width;
    metafile->x_is_known = place->width >= 0;
}

static void read_records(Metafile *metafile)
{
    guint8 head[EMF_BYTES_AT + 4] = {0};
    content_read(metafile->content, head, sizeof head, 0);
    if (memcmp(head + EMF_MARK_AT, " EMF", 4) == 0) {
        metafile_emf_read(metafile, metafile_get_u32(head + EMF_BYTES_AT));
    } else {
        gboolean is_placeable = metafile_get_u32(head) == 0x9ac6cdd7;
        guint64 start = is_placeable ? PLACEABLE_BYTES : 0;
        guint64 words = metafile_get_u32(head + start + WMF_WORDS_AT);
        metafile_wmf_read(metafile, start + WMF_HEADER_BYTES, start + words * 2);
    }
}

/* Pictures that were drawn: their text, which an embedded document shows before it is opened. */
void reader_metafile_read(Item *item)
{
    if (!item_check_depth(item)) {
        return;
    }
    g_autoptr(Content) content = content_open(item);
    if (content == NULL) {
        return;
    }
    g_autoptr(TextView) view = text_view_new(item);
    g_autoptr(GHashTable) fonts = g_hash_table_new(NULL, NULL);
    g_autoptr(GArray) transforms = g_array_new(FALSE, FALSE, sizeof(MetafileTransform));
    Metafile metafile = {
        .item = item, .view = view, .content = content, .fonts = fonts, .transforms = transforms};
    metafile_set_font(&metafile, 0);
    read_records(&metafile);
    text_view_end(view);
    if (metafile.glyphs > 0) {
        item_set_partly(item, "%" G_GUINT64_FORMAT " texts are of glyphs without characters",
                        metafile.glyphs);
    } else if (metafile.lines == 0) {
        item_set_unread(item, "drawings only");
    }
}

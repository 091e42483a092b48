#include "scanner/readers/ppt_text.h"

#include <string.h>

#include "scanner/readers/codepage.h"
#include "scanner/readers/drawing.h"

enum { DEPTH = 32, TEXT_BYTES = 16 << 20, PARAGRAPH_BYTES = 1 << 20 };

typedef struct {
    OleStream *stream;
    TextView *view;
    const char *place;
    guint comments, links;
    gboolean is_whole;
} Giving;

static void give_paragraphs(const Giving *giving, const char *text, const char *place)
{
    /* A paragraph ends with CR, a line within it with VT (MS-PPT 2.9.41). */
    for (const char *at = text; *at != '\0';) {
        gsize length = strcspn(at, "\r\n");
        g_autofree char *paragraph = g_strdelimit(g_strndup(at, length), "\v", '\n');
        if (length > 0) {
            text_view_begin_record(giving->view, place);
            text_view_append(giving->view, paragraph, -1);
            text_view_end_record(giving->view);
        }
        at += length;
        at += *at != '\0' ? 1 : 0;
    }
}

static void give_drawn(gpointer data, const char *text)
{
    const Giving *giving = data;
    give_paragraphs(giving, text, giving->place);
}

/* MS-PPT 2.9.44: bytes are the lower halves of UTF-16. */
static char *dup_text(const Giving *giving, const PptRecord *record)
{
    g_autoptr(GBytes) bytes = ppt_record_load(giving->stream, record, TEXT_BYTES);
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(bytes, &length);
    GString *text = g_string_new(NULL);
    if (record->type != PPT_TEXT_BYTES) {
        codepage_append_utf16(text, data, length);
    }
    for (gsize i = 0; record->type == PPT_TEXT_BYTES && i < length; i++) {
        g_string_append_unichar(text, data[i] != 0 ? data[i] : ' ');
    }
    /* A NUL stands for nothing that is seen. */
    for (gsize i = 0; i < text->len; i++) {
        text->str[i] = text->str[i] != '\0' ? text->str[i] : ' ';
    }
    return g_string_free(text, FALSE);
}

static void give_drawing(Giving *giving, const PptRecord *record)
{
    g_autoptr(GBytes) bytes = ppt_record_load(giving->stream, record, TEXT_BYTES);
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(bytes, &length);
    drawing_each_text(data, length, record->instance, give_drawn, giving);
}

/* The strings of a container as cells of a record: who wrote a comment and what, the words of a link
 * and where it leads. */
static void give_strings(Giving *giving, const PptRecord *container, const char *what, guint number)
{
    g_autofree char *place = g_strdup_printf("%s%s%s %u", giving->place,
                                             *giving->place != '\0' ? " " : "", what, number);
    gboolean is_cut = FALSE;
    gboolean is_first = TRUE;
    PptRecord record;
    text_view_begin_record(giving->view, place);
    for (guint64 at = container->start;
         ppt_record_read(giving->stream, at, container->end, &record, &is_cut); at = record.end) {
        if (record.type != PPT_STRING) {
            continue;
        }
        g_autofree char *text = dup_text(giving, &record);
        text_view_append(giving->view, is_first ? "" : "\t", -1);
        text_view_append(giving->view, g_strdelimit(text, "\r\v", '\n'), -1);
        is_first = FALSE;
    }
    text_view_end_record(giving->view);
    giving->is_whole = giving->is_whole && !is_cut;
}

/* Names of what programs add are no text. */
static gboolean is_name_of_tag(const char *text)
{
    return g_str_has_prefix(text, "___PPT");
}

static void give_atom(Giving *giving, const PptRecord *record)
{
    gboolean is_text = record->type == PPT_TEXT_WIDE || record->type == PPT_TEXT_BYTES ||
                       record->type == PPT_STRING;
    if (is_text) {
        g_autofree char *text = dup_text(giving, record);
        if (!is_name_of_tag(text)) {
            give_paragraphs(giving, text, giving->place);
        }
    } else if (record->type == PPT_DRAWING_PROPERTIES ||
               record->type == PPT_DRAWING_MORE_PROPERTIES) {
        give_drawing(giving, record);
    }
}

/* Tags hold records without being containers; styles of tables say that they are one, but are a ZIP
 * (MS-PPT 2.11.13). */
static gboolean is_opened(const PptRecord *record)
{
    return (record->is_container && record->type != PPT_TABLE_STYLES) ||
           record->type == PPT_TAG_DATA;
}

gboolean ppt_text_give(OleStream *stream, guint64 start, guint64 end, TextView *view,
                       const char *place)
{
    Giving giving = {.stream = stream, .view = view, .place = place, .is_whole = TRUE};
    guint64 ends[DEPTH] = {end};
    guint depth = 0;
    gboolean in_tag = FALSE;
    for (guint64 at = start; text_view_goes_on(view);) {
        PptRecord record;
        gboolean is_cut = FALSE;
        if (!ppt_record_read(stream, at, ends[depth], &record, &is_cut)) {
            /* What programs add need not be records to its end. */
            giving.is_whole = giving.is_whole && (!is_cut || in_tag);
            if (depth == 0) {
                break;
            }
            at = ends[depth--];
            in_tag = in_tag && depth > 0;
            continue;
        }
        giving.is_whole = giving.is_whole && (!is_cut || in_tag);
        at = record.end;
        if (record.type == PPT_COMMENT) {
            give_strings(&giving, &record, "comment", ++giving.comments);
        } else if (record.type == PPT_LINK) {
            give_strings(&giving, &record, "link", ++giving.links);
        } else if (is_opened(&record) && record.end > record.start && depth + 1 < DEPTH) {
            in_tag = in_tag || record.type == PPT_TAG_DATA;
            ends[++depth] = record.end;
            at = record.start;
        } else {
            give_atom(&giving, &record);
        }
    }
    return giving.is_whole;
}

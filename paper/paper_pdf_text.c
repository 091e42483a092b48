#include "paper/paper_pdf.h"

#include <string.h>

/* A line is so many times as high as its letters: fonts do not agree on it. */
static const double line_height = 1.42;

static void add_part(GString *markup, const char *text, const char *language, double size,
                     gboolean is_bold, const char *colour)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_string_append_printf(
        markup, "<span lang=\"%s\" size=\"%d\" weight=\"%s\" foreground=\"%s\">%s</span>", language,
        (int)(size * PANGO_SCALE), is_bold ? "bold" : "normal", colour, escaped);
}

static char *make_markup(const PaperWords *words, const PdfStyle *style)
{
    GString *markup = g_string_new(NULL);
    double english = style->english_size > 0 ? style->english_size : style->size;
    if (words->ja != NULL) {
        add_part(markup, words->ja, "ja", style->size, style->is_bold, "#111111");
    }
    if (words->en != NULL) {
        const char *between = style->is_stacked ? "\n" : " ";
        g_string_append(markup, words->ja != NULL ? between : "");
        add_part(markup, words->en, "en", english, FALSE, "#333333");
    }
    return g_string_free(markup, FALSE);
}

/* Looked for one by one: that a character is missing is rare. */
static gunichar find_missing(PangoLayout *layout)
{
    g_autoptr(PangoLayout) one = pango_layout_copy(layout);
    pango_layout_set_attributes(one, NULL);
    for (const char *c = pango_layout_get_text(layout); *c != '\0'; c = g_utf8_next_char(c)) {
        pango_layout_set_text(one, c, (int)(g_utf8_next_char(c) - c));
        if (pango_layout_get_unknown_glyphs_count(one) > 0) {
            return g_utf8_get_char(c);
        }
    }
    return g_utf8_get_char(pango_layout_get_text(layout));
}

PangoLayout *pdf_text_new(Pdf *pdf, const PaperWords *words, const PdfStyle *style, double width)
{
    PangoLayout *layout = pango_layout_new(pdf->context);
    PangoFontDescription *font = pango_font_description_new();
    g_autofree char *markup = make_markup(words, style);
    g_autofree char *family = style->is_code ? g_strconcat("DejaVu Sans Mono,", pdf->family, NULL)
                                             : g_strdup(pdf->family);
    pango_font_description_set_family(font, family);
    pango_font_description_set_size(font, (int)(style->size * PANGO_SCALE));
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    /* Pango counts heights in numbers of 32 bits. */
    gboolean is_too_long = strlen(markup) > PDF_TEXT_BYTES_MAX;
    pdf->is_too_long = pdf->is_too_long || is_too_long;
    pango_layout_set_markup(layout, is_too_long ? "" : markup, -1);
    g_autoptr(PangoAttrList) list = pango_attr_list_copy(pango_layout_get_attributes(layout));
    pango_attr_list_insert(
        list, pango_attr_line_height_new_absolute((int)(style->size * line_height * PANGO_SCALE)));
    if (style->is_code) {
        pango_attr_list_insert(list, pango_attr_letter_spacing_new(PANGO_SCALE / 2));
    }
    pango_layout_set_attributes(layout, list);
    if (pdf->missing == 0 && pango_layout_get_unknown_glyphs_count(layout) > 0) {
        pdf->missing = find_missing(layout);
    }
    return layout;
}

double pdf_text_height(PangoLayout *layout)
{
    int height = 0;
    pango_layout_get_size(layout, NULL, &height);
    return (double)height / PANGO_SCALE;
}

/* Where the line of an iterator begins and ends. */
static void get_line(PangoLayoutIter *iter, double *top, double *bottom)
{
    int start = 0;
    int end = 0;
    pango_layout_iter_get_line_yrange(iter, &start, &end);
    *top = (double)start / PANGO_SCALE;
    *bottom = (double)end / PANGO_SCALE;
}

double pdf_text_fit(PangoLayoutIter *iter, double room)
{
    PangoLayoutIter *line = pango_layout_iter_copy(iter);
    double first = 0;
    double top = 0;
    double bottom = 0;
    double height = 0;
    get_line(line, &first, &bottom);
    do {
        get_line(line, &top, &bottom);
        height = bottom - first <= room ? bottom - first : height;
    } while (bottom - first <= room && pango_layout_iter_next_line(line));
    pango_layout_iter_free(line);
    return height;
}

double pdf_text_rest(PangoLayout *layout, PangoLayoutIter *iter)
{
    double top = 0;
    double bottom = 0;
    get_line(iter, &top, &bottom);
    return pdf_text_height(layout) - top;
}

/* Whether lines are left. */
static gboolean draw_lines(Pdf *pdf, PangoLayoutIter *iter, double x, double y, double room)
{
    double first = 0;
    double top = 0;
    double bottom = 0;
    get_line(iter, &first, &bottom);
    do {
        get_line(iter, &top, &bottom);
        /* What pdf_text_fit let in must go in again. */
        if (bottom - first > room + 0.01) {
            return TRUE;
        }
        double baseline = (double)pango_layout_iter_get_baseline(iter) / PANGO_SCALE;
        cairo_move_to(pdf->cairo, x, y + baseline - first);
        pango_cairo_show_layout_line(pdf->cairo, pango_layout_iter_get_line_readonly(iter));
    } while (pango_layout_iter_next_line(iter));
    return FALSE;
}

gboolean pdf_text_draw(Pdf *pdf, const char *tag, PangoLayoutIter *iter, double x, double y,
                       double room)
{
    cairo_tag_begin(pdf->cairo, tag, NULL);
    gboolean is_left = draw_lines(pdf, iter, x, y, room);
    cairo_tag_end(pdf->cairo, tag);
    return is_left;
}

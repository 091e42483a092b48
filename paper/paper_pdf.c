#include "paper/paper_pdf.h"

#include <cairo-pdf.h>
#include <pango/pangofc-fontmap.h>

#include "base/error.h"
#include "paper/paper_font.h"

static const double window_width = 85 * PDF_MM;
static const double window_height = 35 * PDF_MM;
static const double fold_mm[] = {99, 198};

/* tag is what the words are, for programs that read the paper aloud. */
static void draw_tagged(Pdf *pdf, const char *tag, const PaperWords *words, const PdfStyle *style,
                        double x, double width, PangoAlignment alignment)
{
    g_autoptr(PangoLayout) layout = pdf_text_new(pdf, words, style, width);
    pango_layout_set_alignment(layout, alignment);
    cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
    cairo_move_to(pdf->cairo, x, pdf->y);
    cairo_tag_begin(pdf->cairo, tag, NULL);
    pango_cairo_show_layout(pdf->cairo, layout);
    cairo_tag_end(pdf->cairo, tag);
    pdf->y += pdf_text_height(layout);
}

static void draw_words(Pdf *pdf, const PaperWords *words, const PdfStyle *style, double x,
                       double width, PangoAlignment alignment)
{
    draw_tagged(pdf, "P", words, style, x, width, alignment);
}

static void draw_line(Pdf *pdf, const char *text, const PdfStyle *style, double x, double width,
                      PangoAlignment alignment)
{
    if (text != NULL) {
        const PaperWords words = {(char *)(guintptr)text, NULL};
        draw_words(pdf, &words, style, x, width, alignment);
    }
}

/* --- pages --- */

static void draw_footer(Pdf *pdf)
{
    static const PdfStyle style = {.size = 8};
    const DaichoPaper *paper = pdf->paper;
    g_autofree char *number = g_strdup_printf("%u / %u", pdf->page, pdf->pages);
    const char *footer = paper->footer != NULL ? paper->footer : paper->reference;
    pdf->y = PDF_BOTTOM + 4 * PDF_MM;
    draw_line(pdf, footer, &style, PDF_LEFT, PDF_INNER - 30 * PDF_MM, PANGO_ALIGN_LEFT);
    pdf->y = PDF_BOTTOM + 4 * PDF_MM;
    draw_line(pdf, number, &style, PDF_LEFT + PDF_INNER - 30 * PDF_MM, 30 * PDF_MM,
              PANGO_ALIGN_RIGHT);
}

static void end_page(Pdf *pdf)
{
    draw_footer(pdf);
    cairo_show_page(pdf->cairo);
}

void pdf_break_page(Pdf *pdf)
{
    end_page(pdf);
    pdf->page++;
    pdf->y = PDF_TOP;
}

/* --- the top of the first page --- */

/* A sheet that goes into an envelope is folded in three. */
static void draw_folds(Pdf *pdf)
{
    cairo_set_source_rgb(pdf->cairo, 0.5, 0.5, 0.5);
    cairo_set_line_width(pdf->cairo, 0.4);
    for (gsize i = 0; i < G_N_ELEMENTS(fold_mm); i++) {
        cairo_move_to(pdf->cairo, 4 * PDF_MM, fold_mm[i] * PDF_MM);
        cairo_line_to(pdf->cairo, 9 * PDF_MM, fold_mm[i] * PDF_MM);
        cairo_stroke(pdf->cairo);
    }
}

static void draw_addressee(Pdf *pdf)
{
    static const PdfStyle lines = {.size = 10.5};
    static const PdfStyle bold = {.size = 12, .is_bold = TRUE};
    const DaichoPaper *paper = pdf->paper;
    draw_line(pdf, paper->address, &lines, PDF_LEFT, window_width, PANGO_ALIGN_LEFT);
    pdf->y += paper->address != NULL ? PDF_MM : 0;
    draw_line(pdf, paper->name, &bold, PDF_LEFT, window_width, PANGO_ALIGN_LEFT);
    draw_line(pdf, paper->behind, &lines, PDF_LEFT, window_width, PANGO_ALIGN_LEFT);
}

static void draw_sender(Pdf *pdf, double x, double width, PangoAlignment alignment)
{
    static const PdfStyle style = {.size = PDF_SIZE};
    const DaichoPaper *paper = pdf->paper;
    draw_line(pdf, paper->organisation, &style, x, width, alignment);
    if (paper->reference != NULL) {
        gboolean has_both = paper->label.en != NULL;
        const char *last = has_both ? paper->label.en : paper->label.ja;
        g_autofree char *ending = g_strdup_printf("%s: %s", last != NULL ? last : "",
                                                  paper->reference);
        const PaperWords words = {has_both ? paper->label.ja : ending, has_both ? ending : NULL};
        draw_words(pdf, &words, &style, x, width, alignment);
    }
    draw_line(pdf, paper->date, &style, x, width, alignment);
}

static void draw_top(Pdf *pdf)
{
    static const PdfStyle title = {
        .size = 16, .is_bold = TRUE, .is_stacked = TRUE, .english_size = 11};
    const DaichoPaper *paper = pdf->paper;
    if (paper->name != NULL) {
        double beside = PDF_LEFT + window_width + 5 * PDF_MM;
        draw_folds(pdf);
        draw_addressee(pdf);
        double bottom = MAX(pdf->y, PDF_TOP + window_height);
        pdf->y = PDF_TOP;
        draw_sender(pdf, beside, PDF_LEFT + PDF_INNER - beside, PANGO_ALIGN_RIGHT);
        pdf->y = MAX(pdf->y, bottom) + 2 * PDF_MM;
    }
    draw_tagged(pdf, "H1", &paper->title, &title, PDF_LEFT, PDF_INNER, PANGO_ALIGN_LEFT);
    pdf->y += 2 * PDF_MM;
    if (paper->name == NULL) {
        draw_sender(pdf, PDF_LEFT, PDF_INNER, PANGO_ALIGN_LEFT);
        pdf->y += PDF_MM;
    }
    cairo_set_source_rgb(pdf->cairo, 0.07, 0.07, 0.07);
    cairo_set_line_width(pdf->cairo, 1.5);
    cairo_move_to(pdf->cairo, PDF_LEFT, pdf->y);
    cairo_line_to(pdf->cairo, PDF_LEFT + PDF_INNER, pdf->y);
    cairo_stroke(pdf->cairo);
    pdf->y += 3 * PDF_MM;
}

/* --- blocks --- */

/* A heading stays with the lines that follow it. */
static void draw_heading(Pdf *pdf, const PaperWords *words)
{
    static const PdfStyle style = {.size = 11, .is_bold = TRUE};
    if (pdf->y + 22 * PDF_MM > PDF_BOTTOM) {
        pdf_break_page(pdf);
    }
    pdf->y += 2 * PDF_MM;
    draw_tagged(pdf, "H2", words, &style, PDF_LEFT, PDF_INNER, PANGO_ALIGN_LEFT);
    pdf->y += PDF_MM;
}

/* A paragraph of few lines is not torn. */
static void draw_paragraph(Pdf *pdf, const char *text, gboolean is_english)
{
    static const PdfStyle style = {.size = PDF_SIZE};
    PaperWords words = {(char *)(guintptr)text, NULL};
    if (is_english) {
        words = (PaperWords){NULL, (char *)(guintptr)text};
    }
    g_autoptr(PangoLayout) layout = pdf_text_new(pdf, &words, &style, PDF_INNER);
    double height = pdf_text_height(layout);
    if (pdf->y + height > PDF_BOTTOM && height < 30 * PDF_MM) {
        pdf_break_page(pdf);
    }
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    double fit = pdf_text_fit(iter, PDF_BOTTOM - pdf->y);
    while (pdf_text_draw(pdf, "P", iter, PDF_LEFT, pdf->y, PDF_BOTTOM - pdf->y)) {
        pdf_break_page(pdf);
        fit = pdf_text_fit(iter, PDF_BOTTOM - pdf->y);
    }
    pdf->y += fit + 1.3 * PDF_MM;
    pango_layout_iter_free(iter);
}

static void draw_block(Pdf *pdf, const PaperBlock *block)
{
    switch (block->kind) {
    case PAPER_HEADING:
        draw_heading(pdf, &block->words);
        break;
    case PAPER_TEXT:
        if (block->words.ja != NULL) {
            draw_paragraph(pdf, block->words.ja, FALSE);
        }
        if (block->words.en != NULL) {
            draw_paragraph(pdf, block->words.en, TRUE);
        }
        break;
    case PAPER_TABLE:
    default:
        pdf_table_draw(pdf, block);
        break;
    }
}

/* --- the whole --- */

/* Lengths do not depend on the resolution of any screen. */
static PangoContext *make_context(FcConfig *config)
{
    g_autoptr(PangoFontMap) fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts), config);
    PangoContext *context = pango_font_map_create_context(fonts);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(context, 72);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string("ja"));
    return context;
}

static cairo_status_t take_bytes(void *data, const unsigned char *bytes, unsigned int length)
{
    if (data != NULL) {
        g_byte_array_append(data, bytes, length);
    }
    return CAIRO_STATUS_SUCCESS;
}

static void set_metadata(cairo_surface_t *surface, const DaichoPaper *paper)
{
    g_autoptr(GDateTime) made = g_date_time_new_from_unix_utc(paper->made_s);
    g_autofree char *date = made != NULL ? g_date_time_format(made, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    g_autofree char *title = paper_join_words(&paper->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "daicho");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
    if (paper->organisation != NULL) {
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, paper->organisation);
    }
}

/* One pass; bytes NULL only counts pages. */
static cairo_status_t draw_all(Pdf *pdf, GByteArray *bytes)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take_bytes, bytes, PDF_WIDTH,
                                                                   PDF_HEIGHT);
    set_metadata(surface, pdf->paper);
    pdf->cairo = cairo_create(surface);
    pdf->page = 1;
    pdf->y = PDF_TOP;
    draw_top(pdf);
    for (guint i = 0; i < pdf->paper->blocks->len; i++) {
        cairo_set_source_rgb(pdf->cairo, 0, 0, 0);
        draw_block(pdf, g_ptr_array_index(pdf->paper->blocks, i));
    }
    end_page(pdf);
    cairo_status_t status = cairo_status(pdf->cairo);
    cairo_destroy(pdf->cairo);
    cairo_surface_finish(surface);
    status = status != CAIRO_STATUS_SUCCESS ? status : cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status;
}

/* Whether every text could be set with a glyph for each character. */
static gboolean check_set(const Pdf *pdf, GError **error)
{
    char character[7] = "";
    if (pdf->is_too_long) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "no PDF can be made, because one text in it is longer than %d MiB: use the "
                    "format html",
                    PDF_TEXT_MIB_MAX);
        return FALSE;
    }
    if (pdf->missing == 0) {
        return TRUE;
    }
    g_unichar_to_utf8(pdf->missing, character);
    g_set_error(
        error, DAICHO_ERROR, DAICHO_ERROR_RUN,
        "no PDF can be made, because no font of this machine has the character %s (U+%04X): "
        "install the package fonts-ipamj-mincho, which has the kanji of Japanese names, or "
        "use the format html",
        character, pdf->missing);
    return FALSE;
}

static GBytes *write_with(const DaichoPaper *paper, PangoContext *context, const char *family,
                          GError **error)
{
    Pdf pdf = {.paper = paper, .context = context, .family = family};
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    cairo_status_t status = draw_all(&pdf, NULL);
    pdf.pages = pdf.page;
    if (!check_set(&pdf, error)) {
        return NULL;
    }
    status = status == CAIRO_STATUS_SUCCESS ? draw_all(&pdf, bytes) : status;
    if (status != CAIRO_STATUS_SUCCESS) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "the PDF cannot be made: %s",
                    cairo_status_to_string(status));
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

GBytes *paper_pdf_write(const DaichoPaper *paper, GError **error)
{
    FcConfig *config = paper_font_load();
    g_autofree char *family = paper_font_find(config, error);
    g_autoptr(GObject) context = family != NULL ? G_OBJECT(make_context(config)) : NULL;
    g_clear_pointer(&config, FcConfigDestroy);
    return context != NULL ? write_with(paper, PANGO_CONTEXT(context), family, error) : NULL;
}

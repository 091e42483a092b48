#include "scanner/readers/pdf.h"

#include <string.h>

/* Fewer characters than these beside images that fill half of the page are a stamp or a page number
 * on a scan. */
enum { LITTLE_TEXT = 40, NAMELESS_FROM = 5 };

typedef struct {
    gsize visible;  /* characters that are no spaces */
    gsize nameless; /* of them, those that stand for none that people write */
} Characters;

/* A glyph without a name becomes a control character, one of the private use areas or U+FFFD. */
static gboolean is_nameless(gunichar character)
{
    return g_unichar_iscntrl(character) || character == 0xfffd ||
           g_unichar_type(character) == G_UNICODE_PRIVATE_USE ||
           g_unichar_type(character) == G_UNICODE_UNASSIGNED;
}

static void count_characters(const char *text, Characters *characters)
{
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        gunichar character = g_utf8_get_char(text);
        if (!g_unichar_isspace(character)) {
            characters->visible++;
            characters->nameless += is_nameless(character) ? 1 : 0;
        }
    }
}

/* What part of the page its images fill; -1 when there are none. */
static double get_covered(PopplerPage *page)
{
    double width = 0;
    double height = 0;
    double covered = 0;
    poppler_page_get_size(page, &width, &height);
    GList *images = poppler_page_get_image_mapping(page);
    for (const GList *link = images; link != NULL; link = link->next) {
        const PopplerRectangle *area = &((const PopplerImageMapping *)link->data)->area;
        covered += (area->x2 - area->x1) * (area->y2 - area->y1) / MAX(width * height, 1);
    }
    gboolean has_images = images != NULL;
    poppler_page_free_image_mapping(images);
    return has_images ? ABS(covered) : -1;
}

static PdfPageKind tell_kind(PopplerPage *page, const Characters *characters)
{
    if (characters->visible >= NAMELESS_FROM && characters->nameless * 2 > characters->visible) {
        return PDF_PAGE_NAMELESS;
    }
    if (characters->visible >= LITTLE_TEXT) {
        return PDF_PAGE_TEXT;
    }
    double covered = get_covered(page);
    if (covered >= (characters->visible == 0 ? 0 : 0.5)) {
        return PDF_PAGE_IMAGES;
    }
    PopplerRectangle box;
    gboolean is_drawn = characters->visible == 0 && poppler_page_get_bounding_box(page, &box);
    return is_drawn ? PDF_PAGE_DRAWING : PDF_PAGE_TEXT;
}

/* Pages may have numbers of their own, which viewers show. */
static char *dup_locator(const Pdf *pdf, PopplerPage *page)
{
    g_autofree char *label = poppler_page_get_label(page);
    g_autofree char *number = g_strdup_printf("%d", pdf->page);
    return label == NULL || *label == '\0' || strcmp(label, number) == 0
               ? g_strdup_printf("page %s", number)
               : g_strdup_printf("page %s (%s)", number, label);
}

static char *dup_text(PopplerPage *page)
{
    g_autofree char *raw = poppler_page_get_text(page);
    g_autofree char *valid = g_utf8_make_valid(raw != NULL ? raw : "", -1);
    return pdf_part_words(page, valid);
}

/* What the page holds in the other states of the layers, and not in the first. */
static void read_layers(Pdf *pdf, PdfLayers *layers, int index, Characters *characters)
{
    for (guint state = pdf_layers_count(layers) - 1; state > 0; state--) {
        pdf_layers_set(layers, state);
        PopplerPage *page = poppler_document_get_page(pdf->document, index);
        g_autofree char *shown = page != NULL ? dup_text(page) : NULL;
        g_autofree char *locator = g_strdup_printf("page %d layer %s", pdf->page,
                                                   pdf_layers_get_title(layers, state));
        if (shown != NULL) {
            count_characters(shown, characters);
            pdf_give_new(pdf, g_strchomp(locator), shown);
        }
        g_clear_object(&page);
    }
    pdf_layers_set(layers, 0);
}

PdfPageKind pdf_page_read(Pdf *pdf, PdfLayers *layers, int index)
{
    PopplerPage *page = poppler_document_get_page(pdf->document, index);
    if (page == NULL) {
        item_set_partly(pdf->item, "damaged: page %d cannot be read", pdf->page);
        return PDF_PAGE_TEXT;
    }
    Characters characters = {0};
    g_autofree char *locator = dup_locator(pdf, page);
    g_autofree char *text = dup_text(page);
    count_characters(text, &characters);
    pdf_give(pdf, locator, text);
    if (pdf_layers_count(layers) > 1) {
        read_layers(pdf, layers, index, &characters);
    }
    PdfPageKind kind = tell_kind(page, &characters);
    if (kind != PDF_PAGE_TEXT && pdf_scan_read(pdf, page)) {
        kind = PDF_PAGE_TEXT;
    }
    pdf->has_stamp = FALSE;
    pdf_annotations_read(pdf, page);
    pdf_form_read(pdf, page);
    if (pdf->has_stamp) {
        pdf_appearances_read(pdf, page);
    }
    g_object_unref(page);
    return kind;
}

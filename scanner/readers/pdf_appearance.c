#include "scanner/readers/pdf.h"

enum { DRAWN_PIXELS = 1000 };

/* Poppler takes the text of annotations with that of the page only while it draws them, and the page
 * must be a new one: what it has taken, it keeps. Drawn small, images need little memory. */
void pdf_appearances_read(Pdf *pdf, PopplerPage *page)
{
    double width = 0;
    double height = 0;
    poppler_page_get_size(page, &width, &height);
    double scale = DRAWN_PIXELS / MAX(MAX(width, height), 1);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, DRAWN_PIXELS,
                                                          DRAWN_PIXELS);
    cairo_t *cairo = cairo_create(surface);
    PopplerPage *drawn = poppler_document_get_page(pdf->document, pdf->page - 1);
    if (drawn != NULL) {
        cairo_scale(cairo, MIN(scale, 1), MIN(scale, 1));
        poppler_page_render(drawn, cairo);
        g_autofree char *text = poppler_page_get_text(drawn);
        g_autofree char *locator = g_strdup_printf("page %d annotations", pdf->page);
        pdf_give_new(pdf, locator, text != NULL ? text : "");
        g_object_unref(drawn);
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}

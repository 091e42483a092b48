#include "scanner/readers/pdf.h"

#include "scanner/readers/ocr.h"

/* As scanners have it; a larger page is drawn smaller. */
enum { PER_INCH = 200, POINTS_PER_INCH = 72, PIXELS = 16 << 20 };

static guint8 *dup_gray(cairo_surface_t *surface, int width, int height)
{
    const guint8 *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    guint8 *gray = g_malloc((gsize)width * (gsize)height);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            guint32 pixel = *(const guint32 *)(gconstpointer)(pixels + (gsize)y * (gsize)stride +
                                                              (gsize)x * sizeof pixel);
            guint sum = (pixel & 255) + (pixel >> 8 & 255) * 2 + (pixel >> 16 & 255);
            gray[(gsize)y * (gsize)width + (gsize)x] = (guint8)(sum / 4);
        }
    }
    return gray;
}

/* The page as a picture on white paper; NULL when there is no memory for it. */
static guint8 *draw(PopplerPage *page, double scale, int width, int height)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, scale, scale);
    poppler_page_render(page, cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    guint8 *gray = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
                       ? dup_gray(surface, width, height)
                       : NULL;
    cairo_surface_destroy(surface);
    return gray;
}

gboolean pdf_scan_read(Pdf *pdf, PopplerPage *page)
{
    double width = 0;
    double height = 0;
    if (!ocr_is_ready(pdf->item)) {
        return FALSE;
    }
    if (pdf->scan_until_us == 0) {
        pdf->scan_until_us = ocr_get_end(pdf->item);
    }
    poppler_page_get_size(page, &width, &height);
    double scale = (double)PER_INCH / POINTS_PER_INCH;
    while (width * height * scale * scale > PIXELS) {
        scale /= 2;
    }
    int columns = (int)(width * scale);
    int rows = (int)(height * scale);
    if (columns < 1 || rows < 1 || g_get_monotonic_time() > pdf->scan_until_us) {
        return FALSE;
    }
    g_autofree guint8 *gray = draw(page, scale, columns, rows);
    g_autofree char *place = g_strdup_printf("page %d", pdf->page);
    const OcrPicture picture = {.gray = gray,
                                .width = columns,
                                .height = rows,
                                .per_inch = (int)(scale * POINTS_PER_INCH),
                                .shrink = 1 / scale,
                                .place = place};
    gboolean is_read = gray != NULL && ocr_read(pdf->view, &picture, pdf->scan_until_us);
    pdf->has_text = pdf->has_text || is_read;
    return is_read;
}

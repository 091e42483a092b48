#include "scanner/readers/ocr.h"
#include "scanner/readers/ocr_library.h"
#include "scanner/readers/silence.h"

/* Pictures of more are no pages, and would not fit into a worker. */
enum { FILE_BYTES = 64 << 20, PIXELS = 40 << 20, PAGES = 1000 };

static const OcrLibrary *ocr; /* NULL until a picture is read */

static guint8 *dup_gray(PIX *picture, int *width, int *height)
{
    PIX *gray = ocr->pixConvertTo8(picture, 0);
    if (gray == NULL) {
        return NULL;
    }
    *width = ocr->pixGetWidth(gray);
    *height = ocr->pixGetHeight(gray);
    guint8 *bytes = g_malloc((gsize)*width * (gsize)*height);
    for (int y = 0; y < *height; y++) {
        l_uint32 *row = ocr->pixGetData(gray) + (gsize)y * (gsize)ocr->pixGetWpl(gray);
        for (int x = 0; x < *width; x++) {
            bytes[(gsize)y * (gsize)*width + (gsize)x] = (guint8)GET_DATA_BYTE(row, x);
        }
    }
    ocr->pixDestroy(&gray);
    return bytes;
}

/* FALSE when it took too long. */
static gboolean read_picture(TextView *view, PIX *picture, const char *place, gint64 until_us)
{
    int width = 0;
    int height = 0;
    g_autofree guint8 *gray = dup_gray(picture, &width, &height);
    const OcrPicture given = {.gray = gray,
                              .width = width,
                              .height = height,
                              .per_inch = ocr->pixGetXRes(picture),
                              .shrink = 1,
                              .place = place};
    return gray == NULL || ocr_read(view, &given, until_us);
}

static gboolean is_small(Item *item, const guint8 *bytes, gsize length)
{
    l_int32 format = 0;
    l_int32 width = 0;
    l_int32 height = 0;
    if (ocr->pixReadHeaderMem(bytes, length, &format, &width, &height, NULL, NULL, NULL) != 0 ||
        width <= 0 || height <= 0) {
        item_set_unread(item, "damaged: it is no picture");
        return FALSE;
    }
    if ((gint64)width * height > PIXELS) {
        item_set_unread(item, "limit: picture of more than 40 megapixels");
        return FALSE;
    }
    return TRUE;
}

/* The pages of a TIFF one after the other; of other formats there is one. */
static void read_pages(Item *item, TextView *view, const guint8 *bytes, gsize length)
{
    gint64 until_us = ocr_get_end(item);
    gboolean is_tiff = g_str_equal(item->type, "image/tiff");
    size_t offset = 0;
    for (guint page = 1; page <= PAGES; page++) {
        g_autofree char *place = is_tiff && (page > 1 || offset > 0)
                                     ? g_strdup_printf("page %u", page)
                                     : g_strdup("image");
        PIX *picture = is_tiff ? ocr->pixReadMemFromMultipageTiff(bytes, length, &offset)
                               : ocr->pixReadMem(bytes, length);
        if (picture == NULL) {
            item_set_partly(item, "damaged: a picture in it cannot be read");
            return;
        }
        gboolean in_time = read_picture(view, picture, place, until_us);
        ocr->pixDestroy(&picture);
        if (!in_time) {
            item_set_partly(item, "out of time: not all of its text was recognised");
        }
        if (!in_time || !is_tiff || offset == 0 || !text_view_goes_on(view)) {
            return;
        }
    }
    item_set_partly(item, "limit: pages of a picture");
}

/* Without OCR there is no reader for pictures. */
void reader_image_read(Item *item)
{
    gboolean too_large = FALSE;
    g_autoptr(GError) error = NULL;
    if (!item->extraction->options->ocr) {
        item_set_unread(item, "no reader for %s", item->type);
        return;
    }
    if (!ocr_is_ready(item)) {
        item_set_unread(item,
                        "text in pictures needs the packages tesseract-ocr and tesseract-ocr-jpn");
        return;
    }
    ocr = ocr_library_get();
    g_autoptr(GBytes) bytes = source_read_all(item->source, FILE_BYTES, &too_large, &error);
    if (bytes == NULL) {
        item_set_unread(item, "%s",
                        too_large ? "limit: picture of more than 64 MiB" : error->message);
        return;
    }
    gsize length = 0;
    const guint8 *data = g_bytes_get_data(bytes, &length);
    FILE *heard = silence_begin();
    ocr->setMsgSeverity(L_SEVERITY_NONE);
    if (is_small(item, data, length)) {
        g_autoptr(TextView) view = text_view_new(item);
        read_pages(item, view, data, length);
        text_view_end(view);
    }
    silence_end(heard);
}

#include "scanner/readers/ocr.h"

#include "scanner/readers/ocr_library.h"
#include "scanner/readers/silence.h"

/* Kept for the next picture: its languages take a while to load. */
static const OcrLibrary *ocr;
static TessBaseAPI *engine;
static gboolean was_tried;

static void load(void)
{
    ocr = ocr_library_get();
    if (ocr == NULL) {
        return;
    }
    FILE *heard = silence_begin();
    engine = ocr->TessBaseAPICreate();
    if (ocr->TessBaseAPIInit2(engine, NULL, "jpn+eng", OEM_LSTM_ONLY) != 0) {
        ocr->TessBaseAPIDelete(engine);
        engine = NULL;
    }
    silence_end(heard);
}

gboolean ocr_is_ready(Item *item)
{
    if (!item->extraction->options->ocr) {
        return FALSE;
    }
    if (!was_tried) {
        was_tried = TRUE;
        load();
    }
    if (engine == NULL) {
        item_set_partly(item,
                        "text in pictures needs the packages tesseract-ocr and tesseract-ocr-jpn");
    }
    return engine != NULL;
}

gint64 ocr_get_end(const Item *item)
{
    return g_get_monotonic_time() +
           (gint64)item->extraction->options->limits.time_s * G_USEC_PER_SEC / 2;
}

static void give_line(TextView *view, const OcrPicture *picture, TessResultIterator *lines)
{
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
    char *text = ocr->TessResultIteratorGetUTF8Text(lines, RIL_TEXTLINE);
    if (text == NULL ||
        !ocr->TessPageIteratorBoundingBox(ocr->TessResultIteratorGetPageIterator(lines),
                                          RIL_TEXTLINE, &left, &top, &right, &bottom)) {
        ocr->TessDeleteText(text);
        return;
    }
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autofree char *locator = g_strdup_printf(
        "%s at %d,%d", picture->place, (int)(left * picture->shrink), (int)(top * picture->shrink));
    ocr->TessDeleteText(text);
    text_view_begin_record(view, locator);
    text_view_append(view, g_strstrip(valid), -1);
}

static void give_lines(TextView *view, const OcrPicture *picture)
{
    TessResultIterator *lines = ocr->TessBaseAPIGetIterator(engine);
    while (lines != NULL) {
        give_line(view, picture, lines);
        if (!ocr->TessResultIteratorNext(lines, RIL_TEXTLINE)) {
            break;
        }
    }
    ocr->TessResultIteratorDelete(lines);
}

gboolean ocr_read(TextView *view, const OcrPicture *picture, gint64 until_us)
{
    gint64 left_ms = (until_us - g_get_monotonic_time()) / 1000;
    if (left_ms <= 0) {
        return FALSE;
    }
    FILE *heard = silence_begin();
    ETEXT_DESC *monitor = ocr->TessMonitorCreate();
    ocr->TessMonitorSetDeadlineMSecs(monitor, (int)MIN(left_ms, G_MAXINT));
    ocr->TessBaseAPISetPageSegMode(engine, PSM_AUTO);
    ocr->TessBaseAPISetImage(engine, picture->gray, picture->width, picture->height, 1,
                             picture->width);
    if (picture->per_inch > 0) {
        ocr->TessBaseAPISetSourceResolution(engine, picture->per_inch);
    }
    ocr->TessBaseAPIRecognize(engine, monitor);
    give_lines(view, picture);
    ocr->TessMonitorDelete(monitor);
    ocr->TessBaseAPIClear(engine);
    silence_end(heard);
    return g_get_monotonic_time() < until_us;
}

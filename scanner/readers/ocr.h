#ifndef DAICHO_SCANNER_READERS_OCR_H
#define DAICHO_SCANNER_READERS_OCR_H

#include "scanner/text_view.h"

/*
 * Text in pictures, by Tesseract. Off unless the share asks for it: a page takes seconds. Japanese and
 * English. What it gives is what it takes the letters for, line by line.
 */

/* Whether it is asked for and ready. Loads its languages the first time; where there are none, the
 * item is set partly read. */
gboolean ocr_is_ready(Item *item);

typedef struct {
    const guint8 *gray; /* a byte a pixel, row by row */
    int width, height;
    int per_inch;  /* pixels; 0: not known */
    double shrink; /* pixels of the picture to units of places */
    const char *place;
} OcrPicture;

/* Gives the lines of a picture, each at "PLACE at X,Y". FALSE when it took too long: the lines found
 * by then were given. */
gboolean ocr_read(TextView *view, const OcrPicture *picture, gint64 until_us);

/* When reading the item's pictures should end, by the monotonic clock. */
gint64 ocr_get_end(const Item *item);

#endif

#ifndef DAICHO_PAPER_PAPER_PDF_H
#define DAICHO_PAPER_PAPER_PDF_H

#include <pango/pangocairo.h>

#include "paper/paper_model.h"

/* A4, all lengths in points. */
#define PDF_MM (72.0 / 25.4)
#define PDF_WIDTH (210 * PDF_MM)
#define PDF_HEIGHT (297 * PDF_MM)
#define PDF_LEFT (20 * PDF_MM)
#define PDF_TOP (18 * PDF_MM)
#define PDF_INNER (170 * PDF_MM)  /* width between the margins */
#define PDF_BOTTOM (279 * PDF_MM) /* where the text of a page ends */

#define PDF_SIZE 9.5
#define PDF_TEXT_MIB_MAX 4
#define PDF_TEXT_BYTES_MAX ((gsize)PDF_TEXT_MIB_MAX << 20)

/* One pass over a paper; y is where the next thing goes. */
typedef struct {
    const DaichoPaper *paper;
    cairo_t *cairo;
    PangoContext *context;
    const char *family;
    double y;
    guint page;           /* from 1 */
    guint pages;          /* 0 while they are counted */
    gunichar missing;     /* a character that no font has; 0 when there is none */
    gboolean is_too_long; /* a text was, and is not set: the paper is not to be made */
} Pdf;

/* Ends the page with its footer, and begins the next. */
void pdf_break_page(Pdf *pdf);

/* --- text --- */

typedef struct {
    double size;
    gboolean is_bold;
    gboolean is_code;
    gboolean is_stacked; /* English under Japanese, not beside it */
    double english_size;
} PdfStyle;

/* Words set in lines of a width (g_object_unref). */
PangoLayout *pdf_text_new(Pdf *pdf, const PaperWords *words, const PdfStyle *style, double width);
double pdf_text_height(PangoLayout *layout);

/* How high the lines from iter on are that fit into room; 0 when not even one does. */
double pdf_text_fit(PangoLayoutIter *iter, double room);

/* How high all lines from iter on are. */
double pdf_text_rest(PangoLayout *layout, PangoLayoutIter *iter);

/* Draws the lines from iter on that fit into room at (x, y), and moves iter behind them; tag is what
 * they are ("P", "TD"). Returns FALSE when that were all. */
gboolean pdf_text_draw(Pdf *pdf, const char *tag, PangoLayoutIter *iter, double x, double y,
                       double room);

/* --- tables --- */

void pdf_table_draw(Pdf *pdf, const PaperBlock *table);

#endif

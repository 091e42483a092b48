#ifndef DAICHO_SCANNER_READERS_PDF_H
#define DAICHO_SCANNER_READERS_PDF_H

#include "scanner/text_view.h"

#include <poppler.h>
#include <stdio.h>

/*
 * A PDF (ISO 32000-1) as poppler reads it, page by page. What poppler says about damage, while a
 * part of the document is read, sets the item partly read.
 */
typedef struct {
    Item *item;
    PopplerDocument *document;
    TextView *view;
    int page;             /* from 1; 0 outside of pages */
    GHashTable *given;    /* of char *: the lines given of the page */
    GHashTable *fields;   /* of char *: the names of form fields given, which many pages may show */
    GList *attachments;   /* of PopplerAttachment, held until the text is given */
    gboolean has_text;    /* of pages, annotations or fields */
    gint64 scan_until_us; /* when recognition ends; 0 before it began */
    gboolean has_stamp;   /* the page has an annotation that may be drawn with text of its own */
    guint listener;       /* to what poppler says */
    FILE *heard;          /* stderr as it was */
    char *damage;         /* said while the document was opened; NULL: nothing */
} Pdf;

/* Opens the item's document with one of the passwords there are; FALSE after setting the item unread. */
gboolean pdf_open(Pdf *pdf);
void pdf_close(Pdf *pdf);

/* Loads what poppler needs while folders may still be listed, for good. */
gboolean pdf_init(GError **error);

/* Hands over text at a place, a line a record: what is folded is said there. NULL is no text. */
void pdf_give(Pdf *pdf, const char *locator, const char *text);

/* The same for the lines that were not given of this page before. */
void pdf_give_new(Pdf *pdf, const char *locator, const char *text);

/* The same with a name in front of it, as on a form; NULL or empty text is none. */
void pdf_give_named(Pdf *pdf, const char *locator, const char *name, const char *text);

/*
 * Ligatures, radicals and forms of vertical writing as the characters that people write: a PDF names
 * glyphs, and many of its makers take 氏 (U+6C0F) for ⽒ (U+2F52), or fi for one letter. Soft hyphens
 * go, and one at a line's end takes the line break with it. (g_free)
 */
char *pdf_fold(const char *text);

/* The states of its layers that a document is read in: as it is shown, and with what that hides. */
typedef struct PdfLayers PdfLayers;

PdfLayers *pdf_layers_new(PopplerDocument *document);
void pdf_layers_free(PdfLayers *layers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfLayers, pdf_layers_free)
guint pdf_layers_count(const PdfLayers *layers); /* at least 1: state 0, as it is shown */
void pdf_layers_set(PdfLayers *layers, guint state);
const char *pdf_layers_get_title(const PdfLayers *layers, guint state); /* borrowed */

/* What pages show besides text, which nothing here can read. */
typedef enum {
    PDF_PAGE_TEXT, /* or nothing at all */
    PDF_PAGE_IMAGES,
    PDF_PAGE_DRAWING,
    PDF_PAGE_NAMELESS, /* text whose glyphs stand for no known characters */
    PDF_N_PAGE_KINDS,
} PdfPageKind;

PdfPageKind pdf_page_read(Pdf *pdf, PdfLayers *layers, int index);

void pdf_annotations_read(Pdf *pdf, PopplerPage *page);
void pdf_form_read(Pdf *pdf, PopplerPage *page);

/* Recognises the text of a page that is a picture, when this is asked for; FALSE when it was not, or
 * not in full. */
gboolean pdf_scan_read(Pdf *pdf, PopplerPage *page);

/* What annotations are drawn with: a stamp's name and date, who signed. */
void pdf_appearances_read(Pdf *pdf, PopplerPage *page);
void pdf_metadata_read(Pdf *pdf);
void pdf_outline_read(Pdf *pdf);

/* Reads embedded files as items of their own; the text of the document must have ended. */
void pdf_attachments_read(Pdf *pdf);

/* Whether more than the space between two letters is between the characters index - 1 and index. boxes:
 * of the count characters of a page, from poppler. */
gboolean pdf_has_gap(const PopplerRectangle *boxes, guint count, guint index);

/* text, which is the page's, with a space in what is a gap on the page (the cells of a table), and before
 * and behind what is set small right beside a number: the mark of a note is no digit of it (g_free). */
char *pdf_part_words(PopplerPage *page, const char *text);

#endif

#ifndef DAICHO_SCANNER_READERS_HTML_PAGE_H
#define DAICHO_SCANNER_READERS_HTML_PAGE_H

#include "scanner/readers/html_table.h"

/*
 * A page as its readers see it: paragraphs, and tables. A table that only holds other tables is
 * there for the layout, and its cells are paragraphs; a table within a cell of another is the
 * cell's text.
 */
typedef struct HtmlPage HtmlPage;

HtmlPage *html_page_new(TextView *view); /* borrowed */
void html_page_free(HtmlPage *page);     /* gives what there is */

/* Text of the place that the page is at. line is where it stands in the file. */
void html_page_add_text(HtmlPage *page, guint64 line, const char *text, gsize length,
                        gboolean is_preformatted);
void html_page_break_line(HtmlPage *page);
void html_page_end_block(HtmlPage *page); /* the paragraph, or the line in a cell */

/* The same at the tag of an element. start and end are the tag's in the original, -1 when they are not
 * known: a paragraph that is one element has its bytes, even if its end is only implied by another tag
 * (HTML, 13.1.2.4). name is static. */
void html_page_begin_element(HtmlPage *page, const char *name, gint64 start);
void html_page_end_element(HtmlPage *page, const char *name, gint64 start, gint64 end);

/* Lines of attributes, each with its "\n". */
void html_page_add_notes(HtmlPage *page, guint64 line, const GString *notes);

/* A record of its own, beside the page's text. */
void html_page_add_aside(HtmlPage *page, const char *locator, const char *text, gsize length);

/* Gives the text so far, so that something else can stand between; it goes on after it. */
void html_page_pause(HtmlPage *page);
gboolean html_page_is_in_table(const HtmlPage *page);

/* Places in the original, -1 when they are not known. */
void html_page_begin_table(HtmlPage *page);
void html_page_end_table(HtmlPage *page, gint64 start);
void html_page_begin_row(HtmlPage *page, gint64 start);
void html_page_end_row(HtmlPage *page, gint64 end);
void html_page_begin_cell(HtmlPage *page, guint columns, guint rows);
void html_page_end_cell(HtmlPage *page);

#endif

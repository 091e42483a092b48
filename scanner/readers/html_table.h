#ifndef DAICHO_SCANNER_READERS_HTML_TABLE_H
#define DAICHO_SCANNER_READERS_HTML_TABLE_H

#include "scanner/text_view.h"

/* A table of a page. Cells that span columns or rows keep the others in their columns; what
 * attributes say stands in a column of its own at the end. */
typedef struct HtmlTable HtmlTable;

HtmlTable *html_table_new(TextView *view, guint number); /* view is borrowed */
void html_table_free(HtmlTable *table);                  /* gives what was held back */

/* start and end are places in the original, -1 when they are not known. A row that shares cells with
 * others has no bytes of its own. */
void html_table_begin_row(HtmlTable *table, gint64 start);
void html_table_end_row(HtmlTable *table, gint64 end); /* if one is open; it may still get notes */
void html_table_begin_cell(HtmlTable *table, guint columns, guint rows); /* that it spans */
void html_table_end_cell(HtmlTable *table);                              /* if one is open */

/* Text of the open cell; NULL when none is open. */
GString *html_table_get_cell(HtmlTable *table);
GString *html_table_get_notes(HtmlTable *table); /* lines of attributes, of the row */

/* Whether a row has more than one cell: then it is there for its data, not for the layout. */
gboolean html_table_has_columns(const HtmlTable *table);

#endif

#ifndef DAICHO_SCANNER_READERS_TEXT_TABLE_H
#define DAICHO_SCANNER_READERS_TEXT_TABLE_H

#include "scanner/text_view.h"

/*
 * A table of a running document (docx, odt, html, a slide), row by row: a row is a record. Where the
 * first row names the columns, the cells below get these names as labels; where the table is a form,
 * with names in front of values, or has no names at all, a row is running text with tabs, so that
 * the rules see the name before the value. Which of them it is is told from the first rows, which
 * are held back for it.
 *
 * A table within a cell is the cell's text: a reader gives it as such.
 */
typedef struct TextTable TextTable;

TextTable *text_table_new(TextView *view); /* view is borrowed; its open record is ended */

/* A row that begins where the reader stands; or, when it is only told later, anywhere. */
void text_table_begin_row(TextTable *table, const char *locator);
void text_table_set_origin(TextTable *table, const ExtractOrigin *origin);
void text_table_add_cell(TextTable *table, const char *text, gssize length); /* copied */

/* The bytes of the last row that was begun, in the original; a row without them has none. */
void text_table_set_bytes(TextTable *table, gint64 start, gint64 end);
void text_table_free(TextTable *table); /* gives what was held back */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextTable, text_table_free)

/* Whether a cell's text could be the name of a column: short, no "@", hardly a digit. */
gboolean text_table_is_label(const char *text, gsize length);

/* Whether it is one that tables of persons are known to have ("氏名", "TEL"). */
gboolean text_table_is_known_label(const char *text);

#endif

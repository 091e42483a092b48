#ifndef DAICHO_SCANNER_READERS_SHEET_GRID_H
#define DAICHO_SCANNER_READERS_SHEET_GRID_H

#include "scanner/text_view.h"

/*
 * The cells of a spreadsheet's sheets, row by row: a row is a record ("Sheet1:12"), and each cell has
 * its place ("Sheet1:B12"). Where a row names the columns, the cells below get these names as labels:
 * the first row of several cells, if all could be names and it is no form; and any row of mostly known
 * names where a table begins. In a form, a known name labels the cell to its right. A row comes from
 * wherever the reader stands as its cells are added.
 */
typedef struct SheetGrid SheetGrid;

enum { SHEET_LAST_COLUMN = 16383 }; /* XFD */

SheetGrid *sheet_grid_new(TextView *view); /* view is borrowed */
void sheet_grid_free(SheetGrid *grid);     /* gives what was held back */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SheetGrid, sheet_grid_free)

/* Begins a sheet, whose name is a record of its own, ending the one before. */
void sheet_grid_begin(SheetGrid *grid, const char *name);

/* A cell; row and column count from 0, and rows come in any order, but each at once. Empty text is
 * left out. */
void sheet_grid_add_cell(SheetGrid *grid, guint32 row, guint32 column, const char *text,
                         gssize length);

/* What stands at a cell and is not its text ("Sheet1:B12 reading"), in the cell's record. what and label
 * (or NULL) are not copied. */
void sheet_grid_add_note(SheetGrid *grid, guint32 row, guint32 column, const char *what,
                         const char *label, const char *text);

/* Gives what is held back, so that other records can follow. */
void sheet_grid_end(SheetGrid *grid);

/* "Sheet1:B12" and what follows it, such as " comment" (g_free). */
char *sheet_dup_locator(const char *sheet, guint32 row, guint32 column, const char *what);

/* Reads "B12" (with or without dollars) and returns how many bytes it took, 0 when it is no place;
 * a row or column that is missing stays as it was. */
gsize sheet_parse_place(const char *text, guint32 *row, guint32 *column);

#endif

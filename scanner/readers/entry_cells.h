#ifndef DAICHO_SCANNER_READERS_ENTRY_CELLS_H
#define DAICHO_SCANNER_READERS_ENTRY_CELLS_H

#include "scanner/readers/cell_record.h"
#include "scanner/readers/content_line.h"

/* What an entry's properties say, as cells: a name or an address in one piece, under words that
 * rules know columns by; and pictures, which are items of their own. */
typedef struct EntryCells EntryCells;

EntryCells *entry_cells_new(Item *item, TextView *view, EntryLines *lines); /* all borrowed */
void entry_cells_free(EntryCells *cells);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EntryCells, entry_cells_free)

/* entry is what people call it: "entry 3". */
void entry_cells_add(EntryCells *cells, const char *entry, const ContentLine *content);

/* A value of any text in UTF-8; label may be NULL. */
void entry_cells_add_text(EntryCells *cells, const char *entry, const char *label,
                          const char *text);

/* Content that is an item of its own. */
void entry_cells_add_content(EntryCells *cells, const char *name, GBytes *bytes);

/* Gives what was added as a record. start and end are its bytes in the original, or both are -1. */
void entry_cells_give(EntryCells *cells, const char *locator, gint64 start, gint64 end);

#endif

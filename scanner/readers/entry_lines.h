#ifndef DAICHO_SCANNER_READERS_ENTRY_LINES_H
#define DAICHO_SCANNER_READERS_ENTRY_LINES_H

#include "scanner/reader.h"

/*
 * Lines of vCards, calendars and LDIF: one that begins with a blank goes on with the one before
 * (RFC 6350, 3.2; RFC 5545, 3.1; RFC 2849, note 2). They are joined as bytes, because writers cut
 * them within characters.
 */
typedef struct {
    const char *text; /* bytes of the file's charset, or UTF-8 of UTF-16; ends with a NUL */
    gsize length;     /* without the line's end */
    guint64 number;   /* of the first line, from 1 */
    gint64 start;     /* in the original; -1 when it has no place there */
    gint64 end;       /* behind its line end */
} EntryLine;

typedef struct EntryLines EntryLines;
EntryLines *entry_lines_new(Item *item); /* borrowed */
void entry_lines_free(EntryLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EntryLines, entry_lines_free)

/* The next line, valid until the next call. FALSE at the end: of the source, or because reading
 * failed or a limit was met, after setting the item partly read. */
gboolean entry_lines_next(EntryLines *lines, EntryLine *line);

/* Whether nothing follows the last line. */
gboolean entry_lines_is_at_end(EntryLines *lines);

/* Appends to the last line the one that follows it, as it is: for those that say that they go on. */
gboolean entry_lines_continue(EntryLines *lines, EntryLine *line);

/* text of the file's charset, or of the one that is declared (may be NULL), as UTF-8 (g_free). What
 * is not of it is counted. */
char *entry_lines_dup_utf8(EntryLines *lines, const char *declared, const char *text, gsize length);

/* Sets the item's charset, and its state where bytes were not of it. */
void entry_lines_finish(EntryLines *lines);

#endif

#ifndef DAICHO_SCANNER_TEXT_SLICES_H
#define DAICHO_SCANNER_TEXT_SLICES_H

#include "scanner/reader.h"
#include "scanner/text_window.h"

/*
 * A long text in slices. A slice is whole windows, the very ones that the whole text would be read in,
 * and knows the charset that was found before it: so it gives what it would give there. kind is EXTRACT_BYTES,
 * EXTRACT_TABLE or EXTRACT_LINES.
 */

/* Plans the slices of a plain text when that is asked for and worth it: then nothing is to be read. */
gboolean text_slices_plan(Item *item);

/* The same for one whose windows end where its reader wants them to: pass leaves in a window what is to be
 * given of it. It gives FALSE when the text cannot be cut. */
typedef gboolean (*TextSlicesPass)(gpointer data, TextWindows *windows);
gboolean text_slices_plan_by(Item *item, ExtractKind kind, TextSlicesPass pass, gpointer data);

/* The windows of the slice that is asked for, which begin in *source, or of the whole text. */
TextWindows *text_slices_open(Item *item, ExtractKind kind, Source **source);

/* Whether a slice is asked for that does not begin with the text. */
gboolean text_slices_is_behind(const Item *item, ExtractKind kind);

/* Whether the window just given was the slice's last. */
gboolean text_slices_has_ended(Item *item, ExtractKind kind, const TextWindows *windows);

/* At the end: sets the charset, and tells how many bytes are not of it, or adds them to the slice's sum. */
void text_slices_note_charset(Item *item, ExtractKind kind, const TextWindows *windows);

#endif

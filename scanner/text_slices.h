#ifndef DAICHO_SCANNER_TEXT_SLICES_H
#define DAICHO_SCANNER_TEXT_SLICES_H

#include "scanner/reader.h"
#include "scanner/text_window.h"

/*
 * A long text in slices. A slice is whole windows, the very ones that the whole text would be read in,
 * and knows the charset that was found before it: so it gives what it would give there.
 */

/* Plans the slices when that is asked for and worth it: then nothing is to be read. */
gboolean text_slices_plan(Item *item);

/* The windows of the slice that is asked for, which begin in *source, or of the whole text. */
TextWindows *text_slices_open(Item *item, Source **source);

/* Whether the window just given was the slice's last. */
gboolean text_slices_has_ended(Item *item, const TextWindows *windows);

#endif

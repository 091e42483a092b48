#ifndef DAICHO_SCANNER_READERS_MARKUP_READ_H
#define DAICHO_SCANNER_READERS_MARKUP_READ_H

#include "scanner/readers/markup_scan.h"
#include "scanner/readers/utf8_input.h"

/* What readers of HTML and of XML have in common. */

/* The item's text in its declared charset. */
Utf8Input *markup_read_open(Item *item);

/* Feeds all of it to the scan, up to a limit of the file. */
void markup_read_all(Item *item, Utf8Input *input, MarkupScan *scan);

/* Where in the original the tag that is being told begins, and ends; -1 when it is not known. */
gint64 markup_read_find_tag(Utf8Input *input, const MarkupScan *scan);
gint64 markup_read_find_tag_end(Utf8Input *input, const MarkupScan *scan);

/* Gives content that a tag holds in "data:" URLs as items; *n_members counts them for their names. */
void markup_read_data(Item *item, const MarkupTag *tag, guint *n_members);

#endif

#ifndef DAICHO_SCANNER_READERS_PPT_TEXT_H
#define DAICHO_SCANNER_READERS_PPT_TEXT_H

#include "scanner/readers/ppt_record.h"
#include "scanner/text_view.h"

/* Gives all text between two offsets of a presentation's stream, which hold records, in their order:
 * a paragraph is a record, known by place. FALSE when they are damaged. */
gboolean ppt_text_give(OleStream *stream, guint64 start, guint64 end, TextView *view,
                       const char *place);

#endif

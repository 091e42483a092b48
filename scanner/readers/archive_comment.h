#ifndef DAICHO_SCANNER_READERS_ARCHIVE_COMMENT_H
#define DAICHO_SCANNER_READERS_ARCHIVE_COMMENT_H

#include "scanner/text_view.h"

/*
 * What people wrote beside the members of an archive, as records of the archive itself: of a ZIP the lines
 * of its comment, then those of its members in the order of its list; of what is compressed by gzip the
 * name and the comment of each of its streams. held: its bytes; NULL for those of item's file. */
void archive_comment_read(Item *item, GBytes *held);

/* The lines of one comment, in any charset, as records. */
void archive_comment_give(Item *item, TextView *view, const char *locator, const char *bytes,
                          gsize length);

#endif

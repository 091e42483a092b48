#ifndef DAICHO_SCANNER_READERS_TAR_COMMENT_H
#define DAICHO_SCANNER_READERS_TAR_COMMENT_H

#include "scanner/readers/archive_input.h"

/* What stands beside the members of a tape archive: extended attributes, and comments in pax headers
 * (POSIX.1-2017, pax), which libarchive passes over. */
typedef struct {
    GPtrArray *attributes; /* of char *: locator and value by turns */
    gboolean is_pax;       /* it has headers that comments may be in */
} TarComments;

void tar_comments_init(TarComments *comments);
void tar_comments_clear(TarComments *comments);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TarComments, tar_comments_clear)

/* Looks at an entry of this name, when its header was read. */
void tar_comments_look(TarComments *comments, Archive *archive, struct archive_entry *entry,
                       const char *name);

/* Gives them as records of the item, which for comments is read once more: after its archive was freed.
 * held: as the archive was opened with. */
void tar_comments_give(const TarComments *comments, Item *item, GBytes *held);

#endif

#ifndef DAICHO_SCANNER_READERS_EPUB_BOOK_H
#define DAICHO_SCANNER_READERS_EPUB_BOOK_H

#include "scanner/readers/package.h"

/* What an EPUB says of its files (EPUB 3.3 and EPUB Open Container Format; EPUB 2 the same way): their
 * order in the book, and which of them are encrypted. */
typedef struct EpubBook EpubBook;

/* package is borrowed. What is missing or damaged of it is told in the item's state. */
EpubBook *epub_book_new(Item *item, Package *package);
void epub_book_free(EpubBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EpubBook, epub_book_free)

/* Which file of the reading order it is, counted from 1; 0 when it is none. */
guint epub_book_get_chapter(const EpubBook *book, const char *name);
gboolean epub_book_is_encrypted(const EpubBook *book, const char *name);

#endif

#ifndef DAICHO_SCANNER_READERS_DOC_STORIES_H
#define DAICHO_SCANNER_READERS_DOC_STORIES_H

#include "scanner/readers/doc_fib.h"

/* Where stories and what they consist of begin: the main text, each footnote, comment, header. */
typedef struct DocStories DocStories;

DocStories *doc_stories_new(const DocFib *fib, OleStream *table);
void doc_stories_free(DocStories *stories);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocStories, doc_stories_free)

/* Goes on by one character. TRUE when something else begins with it. */
gboolean doc_stories_step(DocStories *stories);

/* Where the character is: "footnote 2"; NULL in the main text (g_free). */
char *doc_stories_dup_place(const DocStories *stories);

#endif

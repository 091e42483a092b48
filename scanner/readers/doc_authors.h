#ifndef DAICHO_SCANNER_READERS_DOC_AUTHORS_H
#define DAICHO_SCANNER_READERS_DOC_AUTHORS_H

#include "scanner/readers/doc_fib.h"

/* Gives what Word 97 and later keep about people beside the text: authors of comments and revisions,
 * who saved it and where. */
void doc_authors_give(const DocFib *fib, OleStream *table, TextView *view);

#endif

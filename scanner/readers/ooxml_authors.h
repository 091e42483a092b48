#ifndef DAICHO_SCANNER_READERS_OOXML_AUTHORS_H
#define DAICHO_SCANNER_READERS_OOXML_AUTHORS_H

#include "scanner/text_view.h"

/* Who wrote comments and changes of a document, and where that is said. */
typedef struct OoxmlAuthors OoxmlAuthors;
OoxmlAuthors *ooxml_authors_new(void);
void ooxml_authors_free(OoxmlAuthors *authors);

void ooxml_authors_add(OoxmlAuthors *authors, const char *name, ExtractOrigin origin);

/* A record for each, in the order of their names. */
void ooxml_authors_give(const OoxmlAuthors *authors, TextView *view, const char *locator);

#endif

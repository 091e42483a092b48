#ifndef DAICHO_SCANNER_READERS_DOC_CHARSET_H
#define DAICHO_SCANNER_READERS_DOC_CHARSET_H

#include "scanner/readers/doc_fib.h"

/* The charset of the text of a document of Word 6 or 95, which does not say it: that of its language,
 * unless a font is for another one and the text looks like it. */
const Charset *doc_charset_find(const DocFib *fib, OleStream *document);

#endif

#ifndef DAICHO_SCANNER_READERS_DOC_PIECES_H
#define DAICHO_SCANNER_READERS_DOC_PIECES_H

#include "scanner/readers/doc_fib.h"

/* The pieces that a document's text is made of, in the order of reading (MS-DOC 2.4.1). */
typedef struct {
    guint32 count;    /* characters */
    guint64 offset;   /* in the document's stream */
    gboolean is_wide; /* UTF-16; else bytes */
} DocPiece;

/* Of DocPiece. table: the stream of tables. What is damaged sets the item partly read. */
GArray *doc_pieces_load(Item *item, const DocFib *fib, OleStream *table);

#endif

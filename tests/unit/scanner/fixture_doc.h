#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_DOC_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_DOC_H

#include "scanner/readers/doc_fib.h"
#include "tests/unit/scanner/fixture_ole.h"

/* A document of Word being made: text in pieces, then its tables. */
typedef struct {
    GByteArray *block, *text, *table; /* text follows the block at 2048 */
    GByteArray *places, *descriptors; /* of pieces */
    guint32 count;
} Doc;

/* flags as at 10 of the block (MS-DOC 2.5.2). */
Doc *doc_new(guint16 flags);
void doc_free(Doc *doc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Doc, doc_free)

/* A piece of story, as UTF-16 or as bytes of codepage 1252; where it begins in the stream. */
guint32 doc_add_piece(Doc *doc, DocStory story, const char *text, gboolean is_wide);

/* Bytes of a table of the block; end: pairs of offset and page (MS-DOC 2.8.5) lead to one page of
 * formatting in the text. */
void doc_add_table(Doc *doc, DocTable table, const GByteArray *bytes);

/* Runs of formatting from start on: each ends at an offset and has modifiers. */
typedef struct {
    guint32 end;
    const char *modifiers;
    gsize length;
} DocFormat;
void doc_add_formats(Doc *doc, DocTable table, guint32 start, const DocFormat *formats,
                     gsize n_formats);

/* The stream of the text, once all tables are added. */
GByteArray *doc_join(Doc *doc);

/* The file with what else writer has. */
void doc_write(Doc *doc, OleWriter *writer);

#endif

#ifndef DAICHO_SCANNER_READERS_DOC_RUNS_H
#define DAICHO_SCANNER_READERS_DOC_RUNS_H

#include "scanner/readers/doc_fib.h"

/* What the formatting of Word 97 and later tells about text: whether it was deleted, and which
 * paragraphs are rows of tables (MS-DOC 2.4.6). */
typedef struct DocRuns DocRuns;

enum { DOC_RUN_DELETED = 1, DOC_RUN_IN_TABLE = 2, DOC_RUN_ROW_END = 4 };

/* which: DOC_TABLE_CHARACTERS or DOC_TABLE_PARAGRAPHS. data may be NULL. NULL when there is none. */
DocRuns *doc_runs_new(const DocFib *fib, DocTable which, OleStream *document, OleStream *table,
                      OleStream *data);
void doc_runs_free(DocRuns *runs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocRuns, doc_runs_free)

/* Of the text at an offset of the document's stream. */
guint doc_runs_get(DocRuns *runs, guint64 offset);

#endif

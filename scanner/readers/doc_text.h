#ifndef DAICHO_SCANNER_READERS_DOC_TEXT_H
#define DAICHO_SCANNER_READERS_DOC_TEXT_H

#include "scanner/readers/doc_pieces.h"
#include "scanner/readers/doc_runs.h"
#include "scanner/readers/doc_stories.h"
#include "scanner/readers/flow.h"

/* A document's characters become paragraphs, rows of tables and fields (MS-DOC 2.4). */
typedef struct DocText DocText;

/* All but flow and fib may be NULL; they are borrowed. */
DocText *doc_text_new(Flow *flow, const DocFib *fib, DocStories *stories, DocRuns *paragraphs,
                      DocRuns *characters);
void doc_text_free(DocText *text); /* gives what is left */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DocText, doc_text_free)

/* The next characters, which lie at offset of the document's stream. */
void doc_text_add(DocText *text, const guint8 *bytes, gsize length, gboolean is_wide,
                  guint64 offset);

#endif

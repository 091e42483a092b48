#ifndef DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_DOCUMENT_H
#define DAICHO_TESTS_UNIT_ENFORCER_FIXTURE_DOCUMENT_H

#include "enforcer/plans/plan.h"

/* A part of a document; the last one has no name. */
typedef struct {
    const char *name, *text;
} FixtureText;

/* A ZIP of the parts in their order (g_bytes_unref), compressed unless it is told by its mimetype. */
GBytes *fixture_document(const FixtureText *parts);

/* The records of a document called name, "number text" with spaces for tabs, a line each (g_free). */
char *fixture_document_records(GBytes *document, const char *name);

/* A part's content (g_free); NULL when there is none. */
char *fixture_document_part(GBytes *document, const char *part);

/* The document without the records that begin with these texts, of which each must be there (or
 * are one of them, behind "="); "|" stands
 * between them. What hangs on them may go along. The edit must succeed; what it gave (g_bytes_unref). */
GBytes *fixture_document_erase(GBytes *document, const char *name, const char *texts);

/* The same, without the records from first to last by their numbers. */
GBytes *fixture_document_erase_numbers(GBytes *document, const char *name, gint64 first,
                                       gint64 last);
void fixture_document_refuse_numbers(GBytes *document, gint64 first, gint64 last,
                                     const char *words);

/* The edit as it is, with nothing that goes along, must be refused with these words. */
void fixture_document_refuse(GBytes *document, const char *name, const char *texts,
                             const char *words);

#endif

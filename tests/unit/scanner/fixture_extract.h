#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_EXTRACT_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_EXTRACT_H

#include "scanner/extract.h"

/* What came out of one file, in words that a test can compare. */
typedef struct {
    GString *items;   /* "state part: reason" of every item, in the order of their ends */
    GString *types;   /* "type charset records" of the same */
    GString *text;    /* what is to be reported, of all windows */
    GString *records; /* "number:start-end" in the original, joined by spaces */
    GString *cells;   /* "label=value", a line each */
    GString *places;  /* "locator: text" of each cell, or of each record of running text */
    GString *origins; /* "number part:element part:element" of each record of a document */
    guint windows;
} Extracted;

void extracted_free(Extracted *extracted);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Extracted, extracted_free)

/* Extracts bytes (length -1: a string) as a file of that name; limits NULL: the default ones. */
Extracted *fixture_extract(const char *name, const void *bytes, gssize length,
                           const DaichoLimits *limits);
Extracted *fixture_extract_fd(const char *name, int fd, const DaichoLimits *limits);
Extracted *fixture_extract_with(const char *name, GBytes *bytes, const ExtractOptions *options);

/* text in another charset (g_free). */
char *fixture_convert(const char *charset, const char *text, gsize *length);

#endif

#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_PDF_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_PDF_H

#include <glib.h>

/*
 * A PDF of the test's own making (ISO 32000-1). Objects are numbered from 1 in the order in which they
 * are added; what is there from the start has the numbers below. Pages have the fonts F1 (Helvetica)
 * and F2 (Japanese, not embedded: its character map comes with poppler's data).
 */
typedef struct FixturePdf FixturePdf;

enum { FIXTURE_PDF_CATALOG = 1, FIXTURE_PDF_PAGES, FIXTURE_PDF_LATIN, FIXTURE_PDF_JAPANESE };

FixturePdf *fixture_pdf_new(void);
void fixture_pdf_free(FixturePdf *pdf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FixturePdf, fixture_pdf_free)

/* Adds an object and returns its number. dictionary: without the length. */
guint fixture_pdf_add(FixturePdf *pdf, const char *object);
guint fixture_pdf_add_stream(FixturePdf *pdf, const char *dictionary, const char *data,
                             gssize length);

/* A page of 600 by 800 that runs operators; resources and entries are added to its dictionaries. */
guint fixture_pdf_add_page(FixturePdf *pdf, const char *operators, const char *resources,
                           const char *entries);

/* Adds entries to the catalog, and to the trailer. */
void fixture_pdf_add_to_catalog(FixturePdf *pdf, const char *entries);
void fixture_pdf_add_to_trailer(FixturePdf *pdf, const char *entries);

/* Encrypts the streams with RC4 of 40 bits (7.6.3). Strings outside of them are not encrypted: add
 * none, and F2, which has some, is gone. */
void fixture_pdf_encrypt(FixturePdf *pdf, const char *user_password, const char *owner_password);

/* The whole file. */
GBytes *fixture_pdf_finish(FixturePdf *pdf);

/* Operators that show the lines of a text from the top of the page down (g_free): one in ASCII by F1,
 * another one by F2. */
char *fixture_pdf_show(const char *text);

/* A document whose pages show these texts, NULL-terminated. */
GBytes *fixture_pdf_of_pages(const char *const *texts);

#endif

#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_ZIP_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_ZIP_H

#include <glib.h>

/* A ZIP being made in memory: the frame of OOXML and ODF documents. */
typedef struct FixtureZip FixtureZip;

FixtureZip *fixture_zip_new(void);

/* length -1: a string. */
void fixture_zip_add(FixtureZip *zip, const char *name, const void *bytes, gssize length);

/* The same, not compressed: the mimetype of ODF must be. */
void fixture_zip_add_stored(FixtureZip *zip, const char *name, const void *bytes, gssize length);

/* Ends it (g_bytes_unref) and frees zip. */
GBytes *fixture_zip_finish(FixtureZip *zip);

#endif

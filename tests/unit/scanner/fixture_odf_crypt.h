#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_ODF_CRYPT_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_ODF_CRYPT_H

#include "tests/unit/scanner/fixture_zip.h"

/* Encrypts parts of Open Documents (ODF 1.3 part 2, 3.4), and writes the manifest that says how. */
typedef enum { ODF_BLOWFISH, ODF_AES_CBC, ODF_AES_GCM, ODF_WAYS } FixtureOdfWay;

typedef struct {
    FixtureZip *zip;
    GString *manifest;
    const char *password;
    const char *iterations; /* as the manifest has them; NULL: as they are */
    gboolean is_tampered;   /* from the next part on */
    gboolean has_excess;    /* bytes that are no part of it are encrypted behind it */
} FixtureOdf;

FixtureOdf *fixture_odf_new(const char *password);

/* Packed, encrypted and stored. length -1: a string. */
void fixture_odf_add(FixtureOdf *odf, FixtureOdfWay way, const char *name, const void *bytes,
                     gssize length);

/* The document (g_bytes_unref); frees odf. */
GBytes *fixture_odf_finish(FixtureOdf *odf);

#endif

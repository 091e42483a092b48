#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_SEVENZIP_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_SEVENZIP_H

#include <glib.h>

/* Archives with one file that is encrypted and not compressed, whose keys cost little to make. */
typedef struct {
    GByteArray *packed, *header;
} FixtureSevenzip;

FixtureSevenzip *fixture_sevenzip_new(const char *content, const char *password, guint power);
void fixture_sevenzip_free(FixtureSevenzip *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FixtureSevenzip, fixture_sevenzip_free)

/* Encrypts the header too; may be done several times. */
void fixture_sevenzip_hide(FixtureSevenzip *archive, const char *password, guint power);

/* The whole file, with the checksum of whatever the header is now (g_bytes_unref). */
GBytes *fixture_sevenzip_finish(const FixtureSevenzip *archive);

#endif

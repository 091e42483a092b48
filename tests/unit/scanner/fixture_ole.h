#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_OLE_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_OLE_H

#include "scanner/readers/ole_writer.h"
#include "tests/unit/scanner/fixture_extract.h"

/* Numbers as they lie in files, little-endian. */
void fixture_put_u16(GByteArray *bytes, guint16 value);
void fixture_put_u32(GByteArray *bytes, guint32 value);
void fixture_put_zeros(GByteArray *bytes, gsize count);
void fixture_set_u32(GByteArray *bytes, gsize offset, guint32 value);

/* text as UTF-16, without a NUL, or in a charset. */
void fixture_put_utf16(GByteArray *bytes, const char *text);
void fixture_put_charset(GByteArray *bytes, const char *charset, const char *text);

void fixture_add_stream(OleWriter *writer, guint32 parent, const char *name,
                        const GByteArray *bytes);

/* The content of "\5SummaryInformation". */
GByteArray *fixture_make_summary(const char *author, const char *title);

/* Adds "\5SummaryInformation" with that author and title in codepage 932. */
void fixture_add_summary(OleWriter *writer, guint32 parent, const char *author, const char *title);

/* What comes out of the file that writer holds. */
Extracted *fixture_extract_ole(const char *name, OleWriter *writer);

/* Cuts the file at every step bytes and turns bytes over, one at a time: every item ends with a
 * state and its reason, and what is cut is not taken for read. */
void fixture_damage(const char *name, GBytes *file, gsize step);

#endif

#ifndef DAICHO_TESTS_UNIT_SCANNER_FIXTURE_BIFF_H
#define DAICHO_TESTS_UNIT_SCANNER_FIXTURE_BIFF_H

#include "scanner/readers/biff_stream.h"
#include "tests/unit/scanner/fixture_ole.h"

/* Writes the records of workbooks (MS-XLS), mostly of BIFF8. */
enum { BIFF_BOF = 0x809, BIFF_END = 0x0a, BIFF_SST = 0xfc, BIFF_GLOBALS = 5, BIFF_SHEET = 0x10 };

/* A record of what is put between; begin returns where its content starts. */
gsize biff_begin(GByteArray *book, guint16 type);
void biff_end(GByteArray *book, gsize start);
void biff_put_u8(GByteArray *book, guint8 value);
void biff_put_bof(GByteArray *book, guint16 version, guint16 kind);
void biff_put_end(GByteArray *book);
guint16 biff_count_units(const char *text);
/* A string of BIFF8 with its length in two bytes. */
void biff_put_text(GByteArray *book, const char *text);
void biff_put_text_record(GByteArray *book, guint16 type, const char *text);
void biff_put_format(GByteArray *book, guint16 id, const char *code);
void biff_put_style(GByteArray *book, guint16 format);
/* Where the offset of the sheet is to be written. */
gsize biff_put_sheet(GByteArray *book, guint8 hidden, const char *name);
void biff_put_place(GByteArray *book, guint16 row, guint16 column, guint16 style);
void biff_put_label(GByteArray *book, guint16 row, guint16 column, const char *text);
void biff_put_shared(GByteArray *book, guint16 row, guint16 column, guint32 index);
void biff_put_double(GByteArray *book, gdouble value);
void biff_put_number(GByteArray *book, guint16 row, guint16 column, guint16 style, gdouble value);

#endif

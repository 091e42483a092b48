#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_biff.h"

gsize biff_begin(GByteArray *book, guint16 type)
{
    fixture_put_u16(book, type);
    fixture_put_u16(book, 0);
    return book->len;
}

void biff_end(GByteArray *book, gsize start)
{
    gsize length = book->len - start;
    assert_true(length <= 8224);
    book->data[start - 2] = (guint8)length;
    book->data[start - 1] = (guint8)(length >> 8);
}

void biff_put_u8(GByteArray *book, guint8 value)
{
    g_byte_array_append(book, &value, 1);
}

void biff_put_bof(GByteArray *book, guint16 version, guint16 kind)
{
    gsize start = biff_begin(book, BIFF_BOF);
    fixture_put_u16(book, version);
    fixture_put_u16(book, kind);
    fixture_put_zeros(book, version == 0x600 ? 12 : 4);
    biff_end(book, start);
}

void biff_put_end(GByteArray *book)
{
    biff_end(book, biff_begin(book, BIFF_END));
}

guint16 biff_count_units(const char *text)
{
    glong units = 0;
    g_autofree gunichar2 *wide = g_utf8_to_utf16(text, -1, NULL, &units, NULL);
    return (guint16)units;
}

/* A string of BIFF8 with its length in two bytes. */
void biff_put_text(GByteArray *book, const char *text)
{
    fixture_put_u16(book, biff_count_units(text));
    biff_put_u8(book, 1);
    fixture_put_utf16(book, text);
}

void biff_put_text_record(GByteArray *book, guint16 type, const char *text)
{
    gsize start = biff_begin(book, type);
    biff_put_text(book, text);
    biff_end(book, start);
}

void biff_put_format(GByteArray *book, guint16 id, const char *code)
{
    gsize start = biff_begin(book, 0x41e);
    fixture_put_u16(book, id);
    biff_put_text(book, code);
    biff_end(book, start);
}

void biff_put_style(GByteArray *book, guint16 format)
{
    gsize start = biff_begin(book, 0xe0);
    fixture_put_u16(book, 0);
    fixture_put_u16(book, format);
    fixture_put_zeros(book, 16);
    biff_end(book, start);
}

/* Where the offset of the sheet is to be written. */
gsize biff_put_sheet(GByteArray *book, guint8 hidden, const char *name)
{
    gsize start = biff_begin(book, 0x85);
    fixture_put_u32(book, 0);
    biff_put_u8(book, hidden);
    biff_put_u8(book, 0);
    biff_put_u8(book, (guint8)biff_count_units(name));
    biff_put_u8(book, 1);
    fixture_put_utf16(book, name);
    biff_end(book, start);
    return start;
}

void biff_put_place(GByteArray *book, guint16 row, guint16 column, guint16 style)
{
    fixture_put_u16(book, row);
    fixture_put_u16(book, column);
    fixture_put_u16(book, style);
}

void biff_put_label(GByteArray *book, guint16 row, guint16 column, const char *text)
{
    gsize start = biff_begin(book, 0x204);
    biff_put_place(book, row, column, 0);
    biff_put_text(book, text);
    biff_end(book, start);
}

void biff_put_shared(GByteArray *book, guint16 row, guint16 column, guint32 index)
{
    gsize start = biff_begin(book, 0xfd);
    biff_put_place(book, row, column, 0);
    fixture_put_u32(book, index);
    biff_end(book, start);
}

void biff_put_double(GByteArray *book, gdouble value)
{
    guint64 bits = 0;
    memcpy(&bits, &value, sizeof bits);
    fixture_put_u32(book, (guint32)bits);
    fixture_put_u32(book, (guint32)(bits >> 32));
}

void biff_put_number(GByteArray *book, guint16 row, guint16 column, guint16 style, gdouble value)
{
    gsize start = biff_begin(book, 0x203);
    biff_put_place(book, row, column, style);
    biff_put_double(book, value);
    biff_end(book, start);
}

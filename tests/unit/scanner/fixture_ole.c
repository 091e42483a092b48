#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_ole.h"

void fixture_put_u16(GByteArray *bytes, guint16 value)
{
    const guint8 number[] = {(guint8)value, (guint8)(value >> 8)};
    g_byte_array_append(bytes, number, sizeof number);
}

void fixture_put_u32(GByteArray *bytes, guint32 value)
{
    fixture_put_u16(bytes, (guint16)value);
    fixture_put_u16(bytes, (guint16)(value >> 16));
}

void fixture_put_zeros(GByteArray *bytes, gsize count)
{
    for (gsize i = 0; i < count; i++) {
        g_byte_array_append(bytes, (const guint8 *)"", 1);
    }
}

void fixture_set_u32(GByteArray *bytes, gsize offset, guint32 value)
{
    assert_true(offset + 4 <= bytes->len);
    for (gsize i = 0; i < 4; i++) {
        bytes->data[offset + i] = (guint8)(value >> (8 * i));
    }
}

void fixture_put_charset(GByteArray *bytes, const char *charset, const char *text)
{
    gsize length = 0;
    g_autofree char *converted = fixture_convert(charset, text, &length);
    g_byte_array_append(bytes, (const guint8 *)converted, (guint)length);
}

void fixture_put_utf16(GByteArray *bytes, const char *text)
{
    fixture_put_charset(bytes, "UTF-16LE", text);
}

void fixture_add_stream(OleWriter *writer, guint32 parent, const char *name,
                        const GByteArray *bytes)
{
    ole_writer_add_stream(writer, parent, name, bytes->data, bytes->len);
}

static void put_property(GByteArray *section, guint index, guint32 id, const char *text)
{
    fixture_set_u32(section, 8 + (gsize)index * 8, id);
    fixture_set_u32(section, 12 + (gsize)index * 8, section->len);
    fixture_put_u32(section, 30);
    gsize length = 0;
    g_autofree char *converted = fixture_convert("CP932", text, &length);
    fixture_put_u32(section, (guint32)length + 1);
    g_byte_array_append(section, (const guint8 *)converted, (guint)length + 1);
    fixture_put_zeros(section, (4 - section->len % 4) % 4);
}

GByteArray *fixture_make_summary(const char *author, const char *title)
{
    static const guint8 format[16] = {0xe0, 0x85, 0x9f, 0xf2, 0xf9, 0x4f, 0x68, 0x10,
                                      0xab, 0x91, 0x08, 0x00, 0x2b, 0x27, 0xb3, 0xd9};
    GByteArray *stream = g_byte_array_new();
    g_autoptr(GByteArray) section = g_byte_array_new();
    fixture_put_zeros(section, 8 + 3 * 8);
    fixture_set_u32(section, 4, 3);
    fixture_set_u32(section, 8, 1);
    fixture_set_u32(section, 12, section->len);
    fixture_put_u32(section, 2);
    fixture_put_u32(section, 932);
    put_property(section, 1, 4, author);
    put_property(section, 2, 2, title);
    fixture_set_u32(section, 0, section->len);
    fixture_put_u32(stream, 0xfffe);
    fixture_put_zeros(stream, 20);
    fixture_put_u32(stream, 1);
    g_byte_array_append(stream, format, sizeof format);
    fixture_put_u32(stream, 48);
    g_byte_array_append(stream, section->data, section->len);
    return stream;
}

void fixture_add_summary(OleWriter *writer, guint32 parent, const char *author, const char *title)
{
    g_autoptr(GByteArray) stream = fixture_make_summary(author, title);
    fixture_add_stream(writer, parent, "\5SummaryInformation", stream);
}

static Extracted *extract_sealed(const char *name, GBytes *file)
{
    gsize length = 0;
    const void *bytes = g_bytes_get_data(file, &length);
    return fixture_extract(name, bytes, (gssize)length, NULL);
}

Extracted *fixture_extract_ole(const char *name, OleWriter *writer)
{
    g_autoptr(GBytes) file = ole_writer_finish(writer);
    return extract_sealed(name, file);
}

void fixture_damage(const char *name, GBytes *file, gsize step)
{
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data(file, &length);
    for (gsize cut = 8; cut < length; cut += step) {
        g_autoptr(Extracted) extracted = fixture_extract(name, bytes, (gssize)cut, NULL);
        /* The last sector is the end of the table, which may go on as one that is free. */
        if (cut + 4096 < length && strncmp(extracted->items->str, "read\n", 5) == 0) {
            fail_msg("cut at %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT ", it is read", cut, length);
        }
    }
    g_autofree guint8 *turned = g_memdup2(bytes, length);
    for (gsize at = 8; at < length; at += step) {
        turned[at] = (guint8)~turned[at];
        g_autoptr(Extracted) extracted = fixture_extract(name, turned, (gssize)length, NULL);
        turned[at] = bytes[at];
        assert_true(extracted->items->len > 0);
    }
}

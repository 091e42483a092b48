#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_doc.h"

enum { BLOCK_BYTES = 2048, COUNTS = 0x4c, PAIRS = 0x9a, PAGE_BYTES = 512 };

Doc *doc_new(guint16 flags)
{
    Doc *doc = g_new0(Doc, 1);
    GByteArray **const parts[] = {&doc->block, &doc->text, &doc->table, &doc->places,
                                  &doc->descriptors};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        *parts[i] = g_byte_array_new();
    }
    fixture_put_zeros(doc->block, BLOCK_BYTES);
    fixture_set_u32(doc->block, 0, 0x00c1a5ec);
    fixture_set_u32(doc->block, 10, flags);
    fixture_set_u32(doc->block, 0x18, BLOCK_BYTES);
    fixture_set_u32(doc->block, 0x20, 14);        /* shorts behind */
    fixture_set_u32(doc->block, 0x3e, 22);        /* longs */
    fixture_set_u32(doc->block, PAIRS - 2, 0x5d); /* pairs, whose first is 0 */
    fixture_put_u32(doc->places, 0);
    return doc;
}

void doc_free(Doc *doc)
{
    if (doc != NULL) {
        GByteArray *const parts[] = {doc->block, doc->text, doc->table, doc->places,
                                     doc->descriptors};
        for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
            g_byte_array_unref(parts[i]);
        }
        g_free(doc);
    }
}

guint32 doc_add_piece(Doc *doc, DocStory story, const char *text, gboolean is_wide)
{
    guint32 start = BLOCK_BYTES + doc->text->len;
    guint before = doc->text->len;
    fixture_put_charset(doc->text, is_wide ? "UTF-16LE" : "CP1252", text);
    guint32 count = (doc->text->len - before) / (is_wide ? 2 : 1);
    gsize place = COUNTS + (gsize)story * 4;
    fixture_set_u32(doc->block, place, ole_get_u32(doc->block->data + place) + count);
    doc->count += count;
    fixture_put_u32(doc->places, doc->count);
    fixture_put_u16(doc->descriptors, 0);
    fixture_put_u32(doc->descriptors, is_wide ? start : start * 2 | 1U << 30);
    fixture_put_u16(doc->descriptors, 0);
    return start;
}

void doc_add_table(Doc *doc, DocTable table, const GByteArray *bytes)
{
    fixture_set_u32(doc->block, PAIRS + (gsize)table * 8, doc->table->len);
    fixture_set_u32(doc->block, PAIRS + (gsize)table * 8 + 4, bytes->len);
    g_byte_array_append(doc->table, bytes->data, bytes->len);
}

void doc_add_formats(Doc *doc, DocTable table, guint32 start, const DocFormat *formats,
                     gsize n_formats)
{
    gboolean of_paragraphs = table == DOC_TABLE_PARAGRAPHS;
    fixture_put_zeros(doc->text, PAGE_BYTES - doc->text->len % PAGE_BYTES);
    guint8 page[PAGE_BYTES] = {0};
    g_autoptr(GByteArray) places = g_byte_array_new();
    fixture_put_u32(places, start);
    gsize at = PAGE_BYTES - 2;
    for (gsize i = 0; i < n_formats; i++) {
        gsize length = formats[i].length;
        fixture_put_u32(places, formats[i].end);
        at = (at - length - (of_paragraphs ? 4 : 1)) & ~(gsize)1;
        gsize head = of_paragraphs ? 4 : 1;
        page[at + (of_paragraphs ? 1 : 0)] = (guint8)(of_paragraphs ? (length + 3) / 2 : length);
        if (length > 0) {
            memcpy(page + at + head, formats[i].modifiers, length);
        }
        page[(n_formats + 1) * 4 + i * (of_paragraphs ? 13 : 1)] = (guint8)(at / 2);
    }
    memcpy(page, places->data, places->len);
    page[PAGE_BYTES - 1] = (guint8)n_formats;
    guint32 number = (BLOCK_BYTES + doc->text->len) / PAGE_BYTES;
    g_byte_array_append(doc->text, page, sizeof page);
    g_autoptr(GByteArray) bins = g_byte_array_new();
    fixture_put_u32(bins, start);
    fixture_put_u32(bins, formats[n_formats - 1].end);
    fixture_put_u32(bins, number);
    doc_add_table(doc, table, bins);
}

GByteArray *doc_join(Doc *doc)
{
    g_autoptr(GByteArray) pieces = g_byte_array_new();
    g_byte_array_append(pieces, (const guint8 *)"\1\2\0xx\2", 6);
    fixture_put_u32(pieces, doc->places->len + doc->descriptors->len);
    g_byte_array_append(pieces, doc->places->data, doc->places->len);
    g_byte_array_append(pieces, doc->descriptors->data, doc->descriptors->len);
    doc_add_table(doc, DOC_TABLE_PIECES, pieces);
    GByteArray *stream = g_byte_array_new();
    g_byte_array_append(stream, doc->block->data, doc->block->len);
    g_byte_array_append(stream, doc->text->data, doc->text->len);
    return stream;
}

void doc_write(Doc *doc, OleWriter *writer)
{
    g_autoptr(GByteArray) stream = doc_join(doc);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "WordDocument", stream);
    gboolean is_second = (ole_get_u16(doc->block->data + 10) & 0x0200) != 0;
    fixture_add_stream(writer, OLE_WRITER_ROOT, is_second ? "1Table" : "0Table", doc->table);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_doc.h"

#define IN_TABLE "\x16\x24\x01"
#define ROW_END "\x16\x24\x01\x17\x24\x01"

static Extracted *extract(Doc *doc)
{
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    doc_write(doc, writer);
    return fixture_extract_ole("a.doc", writer);
}

static void pieces_are_read_in_their_order(void **state)
{
    (void)state;
    g_autoptr(Doc) doc = doc_new(0x0204);
    doc_add_piece(doc, DOC_MAIN, "会員: 架空", TRUE);
    doc_add_piece(doc, DOC_MAIN, "花子\r", TRUE);
    doc_add_piece(doc, DOC_MAIN, "\rMoli\xc3\xa8re \xe2\x82\xac", FALSE);
    doc_add_piece(doc, DOC_MAIN, " 𠮷\r", TRUE);
    g_autoptr(Extracted) extracted = extract(doc);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/msword  2\n");
    assert_string_equal(extracted->places->str,
                        "paragraph 1: 会員: 架空花子\nparagraph 3: Molière € 𠮷\n");
}

static void each_story_has_its_place(void **state)
{
    (void)state;
    g_autoptr(Doc) doc = doc_new(0);
    doc_add_piece(doc, DOC_MAIN, "main\r", FALSE);
    doc_add_piece(doc, DOC_FOOTNOTES, "\2one\r\2two\r\r", FALSE);
    doc_add_piece(doc, DOC_HEADERS, "\3\r\r\r\r\r\reven\rodd\r\rfoot\r\r\r", FALSE);
    doc_add_piece(doc, DOC_COMMENTS, "\5架空花子\r", TRUE);
    doc_add_piece(doc, DOC_TEXT_BOXES, "boxed\r", FALSE);
    g_autoptr(GByteArray) notes = g_byte_array_new();
    fixture_put_u32(notes, 0);
    fixture_put_u32(notes, 5);
    fixture_put_u32(notes, 10);
    fixture_put_u32(notes, 11);
    doc_add_table(doc, DOC_TABLE_FOOTNOTES, notes);
    g_autoptr(GByteArray) headers = g_byte_array_new();
    static const guint32 places[] = {0, 2, 3, 4, 5, 6, 7, 12, 16, 17, 22, 23, 24};
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        fixture_put_u32(headers, places[i]);
    }
    doc_add_table(doc, DOC_TABLE_HEADERS, headers);
    g_autoptr(Extracted) extracted = extract(doc);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str,
                        "paragraph 1: main\nfootnote 1: one\nfootnote 2: two\n"
                        "header of even pages: even\nheader: odd\nfooter: foot\n"
                        "comment: 架空花子\ntext box: boxed\n");
}

static void tables_are_rows_with_labels(void **state)
{
    (void)state;
    g_autoptr(Doc) doc = doc_new(0);
    static const char text[] = "list\r"                                /* 5 */
                               "name\7mail\7\7"                        /* 16 */
                               "Hanako\rMihon\7hanako@example.com\7\7" /* 49 */
                               "\7x\7\7"                               /* 53 */
                               "end\r";
    guint32 start = doc_add_piece(doc, DOC_MAIN, text, FALSE);
    const DocFormat formats[] = {
        {start + 5, "", 0},        {start + 15, IN_TABLE, 3}, {start + 16, ROW_END, 6},
        {start + 48, IN_TABLE, 3}, {start + 49, ROW_END, 6},  {start + 52, IN_TABLE, 3},
        {start + 53, ROW_END, 6},  {start + 57, "", 0},
    };
    assert_int_equal(strlen(text), 57);
    doc_add_formats(doc, DOC_TABLE_PARAGRAPHS, start, formats, G_N_ELEMENTS(formats));
    g_autoptr(Extracted) extracted = extract(doc);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->cells->str, "=name\n=mail\nname=Hanako\nMihon\n"
                                               "mail=hanako@example.com\nname=\nmail=x\n");
    assert_non_null(strstr(extracted->places->str, "table 1 row 2: hanako@example.com\n"));
    assert_non_null(strstr(extracted->places->str, "paragraph 2: end\n"));
}

static void without_formatting_rows_end_at_empty_cells(void **state)
{
    (void)state;
    g_autoptr(Doc) doc = doc_new(0);
    doc_add_piece(doc, DOC_MAIN, "a\7b\7\7c\7d\7\7end\r", FALSE);
    g_autoptr(Extracted) extracted = extract(doc);
    assert_string_equal(extracted->places->str,
                        "table 1 row 1: a\tb\ntable 1 row 2: c\td\nparagraph 1: end\n");
}

static void deleted_text_stands_aside(void **state)
{
    (void)state;
    g_autoptr(Doc) doc = doc_new(0);
    guint32 start = doc_add_piece(doc, DOC_MAIN, "03-0000-9991234\r", FALSE);
    const DocFormat formats[] = {
        {start + 8, "", 0}, {start + 11, "\x00\x08\x01", 3}, {start + 16, "", 0}};
    doc_add_formats(doc, DOC_TABLE_CHARACTERS, start, formats, G_N_ELEMENTS(formats));
    g_autoptr(Extracted) extracted = extract(doc);
    assert_string_equal(extracted->places->str, "paragraph 1: 03-0000-1234\n999\n");
}

static void fields_give_their_results_and_where_links_lead(void **state)
{
    (void)state;
    g_autoptr(Doc) doc = doc_new(0);
    doc_add_piece(doc, DOC_MAIN,
                  "to \x13 HYPERLINK \"mailto:hanako@example.com\" \1\x14Hanako\x15, page "
                  "\x13 PAGE \x14"
                  "3\x15\r\x13 IF \x13 MERGEFIELD who \x14y\x15 = x\x14z\x15\r",
                  FALSE);
    g_autoptr(Extracted) extracted = extract(doc);
    assert_string_equal(extracted->places->str,
                        "paragraph 1: to Hanako, page 3\nmailto:hanako@example.com\n"
                        "paragraph 2: z\nMERGEFIELD who\nIF y = x\n");
}

static void a_field_that_is_never_closed_ends_with_its_story(void **state)
{
    (void)state;
    g_autoptr(Doc) doc = doc_new(0);
    doc_add_piece(doc, DOC_MAIN, "Hanako \x13 IF hanako@example.com", FALSE);
    doc_add_piece(doc, DOC_COMMENTS, "comment \x13 QUOTE x", FALSE);
    g_autoptr(Extracted) extracted = extract(doc);
    assert_string_equal(
        extracted->places->str,
        "paragraph 1: Hanako \nIF hanako@example.com\ncomment: comment \nQUOTE x\n");
}

static void authors_and_properties_come_out(void **state)
{
    (void)state;
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    g_autoptr(Doc) doc = doc_new(0);
    doc_add_piece(doc, DOC_MAIN, "x\r", FALSE);
    g_autoptr(GByteArray) authors = g_byte_array_new();
    fixture_put_u16(authors, 4);
    fixture_put_utf16(authors, "架空花子");
    doc_add_table(doc, DOC_TABLE_COMMENT_AUTHORS, authors);
    g_autoptr(GByteArray) savers = g_byte_array_new();
    fixture_put_u16(savers, 0xffff);
    fixture_put_u16(savers, 1);
    fixture_put_u16(savers, 0);
    fixture_put_u16(savers, 4);
    fixture_put_utf16(savers, "見本太郎");
    doc_add_table(doc, DOC_TABLE_SAVED_BY, savers);
    fixture_add_summary(writer, OLE_WRITER_ROOT, "見本一郎", "名簿");
    doc_write(doc, writer);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.doc", writer);
    assert_non_null(strstr(extracted->places->str, "author of comments: 架空花子\n"));
    assert_non_null(strstr(extracted->places->str, "last saved by: 見本太郎\n"));
    assert_non_null(strstr(extracted->places->str, "properties: 見本一郎\n"));
}

static void what_is_embedded_is_an_item(void **state)
{
    (void)state;
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    g_autoptr(Doc) doc = doc_new(0);
    doc_add_piece(doc, DOC_MAIN, "x\r", FALSE);
    doc_write(doc, writer);
    guint32 pool = ole_writer_add_storage(writer, OLE_WRITER_ROOT, "ObjectPool", NULL);
    guint32 object = ole_writer_add_storage(writer, pool, "_1234567890", NULL);
    g_autoptr(Doc) inner = doc_new(0);
    doc_add_piece(inner, DOC_MAIN, "架空花子\r", TRUE);
    g_autoptr(OleWriter) other = ole_writer_new(512);
    doc_write(inner, other);
    g_autoptr(GBytes) file = ole_writer_finish(other);
    gsize length = 0;
    const void *bytes = g_bytes_get_data(file, &length);
    ole_writer_add_stream(writer, object, "Package", bytes, length);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.doc", writer);
    assert_string_equal(extracted->items->str, "read object 1\nread\n");
    assert_non_null(strstr(extracted->text->str, "架空花子"));
}

static void with_a_password_it_is_unread(void **state)
{
    (void)state;
    g_autoptr(Doc) doc = doc_new(0x0100);
    doc_add_piece(doc, DOC_MAIN, "secret\r", FALSE);
    g_autoptr(Extracted) extracted = extract(doc);
    assert_string_equal(extracted->items->str, "unread: encrypted\n");
    assert_string_equal(extracted->text->str, "");
}

/* Word 6 and 95: bytes in the codepage of the language, in one piece, everything in one stream. */
static void old_documents_are_in_the_codepage_of_their_language(void **state)
{
    (void)state;
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    g_autoptr(GByteArray) stream = g_byte_array_new();
    fixture_put_zeros(stream, 0x300);
    fixture_set_u32(stream, 0, 0x0068a5dc);
    fixture_set_u32(stream, 6, 0x0411);
    fixture_set_u32(stream, 0x18, 0x300);
    fixture_put_charset(stream, "CP932", "会員は架空花子です\r表\7あ\7\7");
    fixture_set_u32(stream, 0x34, stream->len - 0x300);
    fixture_set_u32(stream, 0x1c, stream->len);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "WordDocument", stream);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.doc", writer);
    assert_string_equal(extracted->items->str, "read\n");
    assert_non_null(strstr(extracted->places->str, "paragraph 1: 会員は架空花子です\n"));
    assert_non_null(strstr(extracted->text->str, "表\tあ"));
}

static void an_old_document_may_be_empty(void **state)
{
    (void)state;
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    g_autoptr(GByteArray) stream = g_byte_array_new();
    fixture_put_zeros(stream, 0x300);
    fixture_set_u32(stream, 0, 0x0068a5dc);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "WordDocument", stream);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.doc", writer);
    assert_string_equal(extracted->items->str, "read\n");
}

static void text_that_is_missing_is_told(void **state)
{
    (void)state;
    g_autoptr(Doc) doc = doc_new(0);
    doc_add_piece(doc, DOC_MAIN, "Hanako\r", FALSE);
    fixture_set_u32(doc->block, 0x4c, 100);
    g_autoptr(Extracted) extracted = extract(doc);
    assert_string_equal(extracted->items->str,
                        "partly-read: damaged: a part of its text is missing\n");
    assert_string_equal(extracted->places->str, "paragraph 1: Hanako\n");
}

static void damage_is_told(void **state)
{
    (void)state;
    g_autoptr(Doc) doc = doc_new(0);
    guint32 start = doc_add_piece(doc, DOC_MAIN, "a\7b\7\7\x13 HYPERLINK x\x14y\x15\r", FALSE);
    const DocFormat formats[] = {
        {start + 4, IN_TABLE, 3}, {start + 5, ROW_END, 6}, {start + 23, "", 0}};
    doc_add_formats(doc, DOC_TABLE_PARAGRAPHS, start, formats, G_N_ELEMENTS(formats));
    doc_add_formats(doc, DOC_TABLE_CHARACTERS, start, formats, G_N_ELEMENTS(formats));
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    doc_write(doc, writer);
    g_autoptr(GBytes) file = ole_writer_finish(writer);
    fixture_damage("a.doc", file, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_read_in_their_order),
        cmocka_unit_test(each_story_has_its_place),
        cmocka_unit_test(tables_are_rows_with_labels),
        cmocka_unit_test(without_formatting_rows_end_at_empty_cells),
        cmocka_unit_test(deleted_text_stands_aside),
        cmocka_unit_test(fields_give_their_results_and_where_links_lead),
        cmocka_unit_test(a_field_that_is_never_closed_ends_with_its_story),
        cmocka_unit_test(authors_and_properties_come_out),
        cmocka_unit_test(what_is_embedded_is_an_item),
        cmocka_unit_test(with_a_password_it_is_unread),
        cmocka_unit_test(old_documents_are_in_the_codepage_of_their_language),
        cmocka_unit_test(an_old_document_may_be_empty),
        cmocka_unit_test(text_that_is_missing_is_told),
        cmocka_unit_test(damage_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

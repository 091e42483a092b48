#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_biff.h"
#include "tests/unit/scanner/fixture_corpus.h"

static Extracted *extract_stream(const char *name, const GByteArray *book)
{
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    fixture_add_stream(writer, OLE_WRITER_ROOT, name, book);
    return fixture_extract_ole("a.xls", writer);
}

/* The globals of a workbook with one sheet; returns where its offset goes. */
static gsize begin_book(GByteArray *book, const char *sheet)
{
    biff_put_bof(book, 0x600, BIFF_GLOBALS);
    return biff_put_sheet(book, 0, sheet);
}

static void begin_sheet(GByteArray *book, gsize place)
{
    fixture_set_u32(book, place, book->len);
    biff_put_bof(book, 0x600, BIFF_SHEET);
}

static void assert_place(const Extracted *extracted, const char *place)
{
    if (strstr(extracted->places->str, place) == NULL) {
        fail_msg("no \"%s\" in\n%s", place, extracted->places->str);
    }
}

/* --- cells --- */

static void cells_have_places_and_labels(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = g_byte_array_new();
    gsize place = begin_book(book, "名簿");
    biff_put_end(book);
    begin_sheet(book, place);
    biff_put_label(book, 0, 0, "氏名");
    biff_put_label(book, 0, 1, "電話");
    biff_put_label(book, 1, 0, "架空花子");
    biff_put_label(book, 1, 1, "03-0000-1234");
    biff_put_label(book, 2, 0, "見本太郎");
    biff_put_label(book, 2, 1, "03-0000-5678");
    biff_put_end(book);
    g_autoptr(Extracted) extracted = extract_stream("Workbook", book);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/vnd.ms-excel  4\n");
    assert_non_null(
        strstr(extracted->cells->str, "氏名=架空花子\n電話=03-0000-1234\n氏名=見本太郎\n"));
    assert_place(extracted, "名簿:A2: 架空花子\n名簿:B2: 03-0000-1234\n");
}

static void numbers_are_what_people_see(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = g_byte_array_new();
    gsize place = begin_book(book, "S");
    biff_put_format(book, 164, "000\\-0000\\-0000");
    biff_put_format(book, 165, "yyyy\"年\"m\"月\"d\"日\"");
    biff_put_style(book, 0);
    biff_put_style(book, 164);
    biff_put_style(book, 165);
    biff_put_end(book);
    begin_sheet(book, place);
    biff_put_number(book, 0, 0, 1, 9000001234.0);
    biff_put_number(book, 0, 1, 2, 31138);
    gsize start = biff_begin(book, 0x27e);
    biff_put_place(book, 1, 0, 0);
    fixture_put_u32(book, (guint32)(-123 * 4) | 3);
    biff_end(book, start);
    start = biff_begin(book, 0xbd);
    fixture_put_u16(book, 2);
    fixture_put_u16(book, 1);
    fixture_put_u16(book, 0);
    fixture_put_u32(book, 7 << 2 | 2);
    fixture_put_u16(book, 0);
    fixture_put_u32(book, 0x3ff80000);
    fixture_put_u16(book, 2);
    biff_end(book, start);
    start = biff_begin(book, 0x205);
    biff_put_place(book, 3, 0, 0);
    biff_put_u8(book, 1);
    biff_put_u8(book, 0);
    biff_end(book, start);
    biff_put_end(book);
    g_autoptr(Extracted) extracted = extract_stream("Workbook", book);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str,
                        "S: S\nS:A1: 090-0000-1234\nS:B1: 1985年4月1日\nS:A2: -1.23\n"
                        "S:B3: 7\nS:C3: 1.5\nS:A4: TRUE\n");
}

static void formulas_give_what_they_came_to(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = g_byte_array_new();
    gsize place = begin_book(book, "S");
    biff_put_end(book);
    begin_sheet(book, place);
    gsize start = biff_begin(book, 0x06);
    biff_put_place(book, 0, 0, 0);
    biff_put_double(book, 42);
    fixture_put_zeros(book, 8);
    biff_end(book, start);
    start = biff_begin(book, 0x06);
    biff_put_place(book, 0, 1, 0);
    fixture_put_zeros(book, 6);
    fixture_put_u16(book, 0xffff);
    fixture_put_zeros(book, 8);
    biff_end(book, start);
    biff_end(book, biff_begin(book, 0x4bc)); /* a shared formula lies between */
    biff_put_text_record(book, 0x207, "hanako@example.com");
    biff_put_end(book);
    g_autoptr(Extracted) extracted = extract_stream("Workbook", book);
    assert_string_equal(extracted->places->str, "S: S\nS:A1: 42\nS:B1: hanako@example.com\n");
}

/* Strings of all kinds, cut wherever a record may end. */
static void shared_strings_go_on_in_other_records(void **state)
{
    (void)state;
    for (guint cut = 0; cut <= 4; cut++) {
        g_autoptr(GByteArray) book = g_byte_array_new();
        gsize place = begin_book(book, "S");
        gsize start = biff_begin(book, BIFF_SST);
        fixture_put_u32(book, 3);
        fixture_put_u32(book, 3);
        fixture_put_u16(book, 4);
        biff_put_u8(book, 1 | 4 | 8); /* UTF-16, with a reading and runs of fonts */
        fixture_put_u16(book, 1);
        fixture_put_u32(book, 14 + 12);
        g_autofree char *before = g_utf8_substring("架空花子", 0, cut);
        g_autofree char *after = g_utf8_substring("架空花子", cut, 4);
        fixture_put_utf16(book, before);
        biff_end(book, start);
        start = biff_begin(book, BIFF_CONTINUE);
        if (cut < 4) {
            biff_put_u8(book, 1);
            fixture_put_utf16(book, after);
        }
        fixture_put_u32(book, 0);
        fixture_put_u16(book, 1);
        fixture_put_u16(book, 22);
        fixture_put_u32(book, 0);
        fixture_put_u16(book, 1);
        biff_end(book, start);
        start = biff_begin(book, BIFF_CONTINUE);
        fixture_put_u16(book, 6);
        fixture_put_u16(book, 6);
        fixture_put_utf16(book, "カクウハナコ");
        fixture_put_u16(book, 18);
        biff_put_u8(book, 0);
        g_byte_array_append(book, (const guint8 *)"hanako@ex", 9);
        biff_end(book, start);
        start = biff_begin(book, BIFF_CONTINUE);
        biff_put_u8(book, 1); /* the rest is of two bytes each */
        fixture_put_utf16(book, "ample.com");
        biff_put_text(book, "left over");
        biff_end(book, start);
        biff_put_end(book);
        begin_sheet(book, place);
        biff_put_shared(book, 0, 0, 0);
        biff_put_shared(book, 0, 1, 1);
        biff_put_end(book);
        g_autoptr(Extracted) extracted = extract_stream("Workbook", book);
        assert_string_equal(extracted->items->str, "read\n");
        assert_string_equal(extracted->places->str,
                            "S: S\nS:A1: 架空花子\nS:A1 reading: カクウハナコ\n"
                            "S:B1: hanako@example.com\nshared string: left over\n");
    }
}

static void every_sheet_is_read(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = g_byte_array_new();
    gsize one = begin_book(book, "見える");
    gsize two = biff_put_sheet(book, 1, "隠れた");
    gsize three = biff_put_sheet(book, 2, "Very hidden");
    biff_put_end(book);
    gsize *const places[] = {&one, &two, &three};
    for (guint i = 0; i < 3; i++) {
        begin_sheet(book, *places[i]);
        biff_put_number(book, 4, 27, 0, i);
        biff_put_end(book);
        fixture_put_zeros(book, 12); /* following the records does not lead on */
    }
    g_autoptr(Extracted) extracted = extract_stream("Workbook", book);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str,
                        "見える: 見える\n見える:AB5: 0\n隠れた: 隠れた\n隠れた:AB5: 1\n"
                        "Very hidden: Very hidden\nVery hidden:AB5: 2\n");
}

/* --- what lies beside cells --- */

static void put_object(GByteArray *book, guint16 kind, guint16 id, const char *text)
{
    gsize start = biff_begin(book, 0x5d);
    fixture_put_u16(book, 0x15);
    fixture_put_u16(book, 0x12);
    fixture_put_u16(book, kind);
    fixture_put_u16(book, id);
    fixture_put_zeros(book, 14);
    biff_end(book, start);
    start = biff_begin(book, 0x1b6);
    fixture_put_zeros(book, 10);
    fixture_put_u16(book, biff_count_units(text));
    fixture_put_zeros(book, 6);
    biff_end(book, start);
    start = biff_begin(book, BIFF_CONTINUE);
    biff_put_u8(book, 1);
    fixture_put_utf16(book, text);
    biff_end(book, start);
    biff_end(book, biff_begin(book, BIFF_CONTINUE));
}

static void put_note(GByteArray *book, guint16 row, guint16 column, guint16 id, const char *author)
{
    gsize start = biff_begin(book, 0x1c);
    fixture_put_u16(book, row);
    fixture_put_u16(book, column);
    fixture_put_u16(book, 0);
    fixture_put_u16(book, id);
    biff_put_text(book, author);
    biff_end(book, start);
}

static void notes_boxes_and_margins_are_read(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = g_byte_array_new();
    gsize place = begin_book(book, "S");
    biff_put_text_record(book, 0x5c, "見本太郎                      ");
    biff_put_end(book);
    begin_sheet(book, place);
    biff_put_text_record(book, 0x14,
                         "&L&\"ＭＳ ゴシック,Bold\"&12部外秘&Chanako@example.com&R&P && &K00FF00x");
    biff_end(book, biff_begin(book, 0x15));
    put_object(book, 0x19, 7, "電話する: 03-0000-1234");
    put_object(book, 0x06, 8, "箱の中");
    put_object(book, 0x19, 9, "no cell has it");
    put_note(book, 1, 2, 7, "架空花子");
    biff_put_end(book);
    g_autoptr(Extracted) extracted = extract_stream("Workbook", book);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str,
                        "properties: 見本太郎\nS: S\nS header: 部外秘\nhanako@example.com\n & x\n"
                        "S text box: 箱の中\nS:C2 comment: 架空花子: 電話する: 03-0000-1234\n"
                        "S comment: no cell has it\n");
}

static void put_link_text(GByteArray *book, const char *text)
{
    fixture_put_u32(book, biff_count_units(text) + 1U);
    fixture_put_utf16(book, text);
    fixture_put_u16(book, 0);
}

static void links_are_read(void **state)
{
    (void)state;
    static const guint8 address[] = {0xe0, 0xc9, 0xea, 0x79, 0xf9, 0xba, 0xce, 0x11,
                                     0x8c, 0x82, 0x00, 0xaa, 0x00, 0x4b, 0xa9, 0x0b};
    g_autoptr(GByteArray) book = g_byte_array_new();
    gsize place = begin_book(book, "S");
    biff_put_end(book);
    begin_sheet(book, place);
    gsize start = biff_begin(book, 0x1b8);
    for (guint i = 0; i < 4; i++) {
        fixture_put_u16(book, (guint16)(i / 2 + 1));
    }
    fixture_put_zeros(book, 16);
    fixture_put_u32(book, 2);
    fixture_put_u32(book, 0x01 | 0x10 | 0x08);
    put_link_text(book, "書く");
    g_byte_array_append(book, address, sizeof address);
    fixture_put_u32(book, 52);
    fixture_put_utf16(book, "mailto:hanako@example.com");
    fixture_put_u16(book, 0);
    put_link_text(book, "Sheet2!A1");
    biff_end(book, start);
    biff_put_end(book);
    g_autoptr(Extracted) extracted = extract_stream("Workbook", book);
    assert_string_equal(extracted->places->str,
                        "S: S\nS:C2 link: 書く\nmailto:hanako@example.com\nSheet2!A1\n");
}

static void what_is_kept_of_other_workbooks_is_read(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = g_byte_array_new();
    gsize place = begin_book(book, "S");
    gsize start = biff_begin(book, 0x1ae);
    fixture_put_u16(book, 1);
    biff_put_text(book, "\1@HR\3staff.xls");
    biff_end(book, start);
    start = biff_begin(book, 0x5a);
    biff_put_u8(book, 1);
    biff_put_u8(book, 0);
    fixture_put_u16(book, 11);
    biff_put_u8(book, 2);
    biff_put_text(book, "架空花子");
    biff_put_u8(book, 1);
    biff_put_double(book, 1985);
    biff_end(book, start);
    biff_put_end(book);
    begin_sheet(book, place);
    biff_put_end(book);
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "Workbook", book);
    guint32 storage = ole_writer_add_storage(writer, OLE_WRITER_ROOT, "_SX_DB_CUR", NULL);
    g_autoptr(GByteArray) pivot = g_byte_array_new();
    biff_put_text_record(pivot, 0xcd, "見本太郎");
    biff_put_end(pivot);
    fixture_add_stream(writer, storage, "0001", pivot);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.xls", writer);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str,
                        "external workbook: /@HR/staff.xls\n"
                        "external workbook row 12: 架空花子\t1985\nS: S\npivot table: 見本太郎\n");
}

static void embedded_objects_are_items(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = g_byte_array_new();
    gsize place = begin_book(book, "S");
    biff_put_end(book);
    begin_sheet(book, place);
    biff_put_end(book);
    g_autoptr(OleWriter) writer = ole_writer_new(512);
    fixture_add_stream(writer, OLE_WRITER_ROOT, "Workbook", book);
    guint32 storage = ole_writer_add_storage(writer, OLE_WRITER_ROOT, "MBD0001", NULL);
    g_autoptr(GByteArray) inner = g_byte_array_new();
    gsize inner_place = begin_book(inner, "内");
    biff_put_end(inner);
    begin_sheet(inner, inner_place);
    biff_put_label(inner, 0, 0, "hanako@example.com");
    biff_put_end(inner);
    fixture_add_stream(writer, storage, "Workbook", inner);
    g_autoptr(Extracted) extracted = fixture_extract_ole("a.xls", writer);
    assert_string_equal(extracted->items->str, "read MBD0001\nread\n");
    assert_place(extracted, "内:A1: hanako@example.com\n");
}

/* --- other versions --- */

static void bytes_of_biff5_are_of_its_codepage(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = g_byte_array_new();
    biff_put_bof(book, 0x500, BIFF_GLOBALS);
    gsize start = biff_begin(book, 0x42);
    fixture_put_u16(book, 932);
    biff_end(book, start);
    start = biff_begin(book, 0x85);
    gsize place = start;
    fixture_put_zeros(book, 6);
    biff_put_u8(book, 4);
    fixture_put_charset(book, "CP932", "名簿");
    biff_end(book, start);
    biff_put_end(book);
    fixture_set_u32(book, place, book->len);
    biff_put_bof(book, 0x500, BIFF_SHEET);
    start = biff_begin(book, 0x204);
    biff_put_place(book, 0, 0, 0);
    fixture_put_u16(book, 8);
    fixture_put_charset(book, "CP932", "架空花子");
    biff_end(book, start);
    start = biff_begin(book, 0x1c);
    fixture_put_u16(book, 0);
    fixture_put_u16(book, 0);
    fixture_put_u16(book, 4);
    fixture_put_charset(book, "CP932", "注記");
    biff_end(book, start);
    biff_put_end(book);
    g_autoptr(Extracted) extracted = extract_stream("Book", book);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str,
                        "名簿: 名簿\n名簿:A1: 架空花子\n名簿:A1 comment: 注記\n");
}

static void sheets_before_compound_files_are_read(void **state)
{
    (void)state;
    g_autoptr(GByteArray) two = g_byte_array_new();
    gsize start = biff_begin(two, 0x09);
    fixture_put_u16(two, 2);
    fixture_put_u16(two, BIFF_SHEET);
    biff_end(two, start);
    start = biff_begin(two, 0x1e);
    biff_put_u8(two, 4);
    g_byte_array_append(two, (const guint8 *)"0000", 4);
    biff_end(two, start);
    start = biff_begin(two, 0x02);
    fixture_put_u16(two, 0);
    fixture_put_u16(two, 0);
    fixture_put_zeros(two, 3);
    fixture_put_u16(two, 42);
    biff_end(two, start);
    start = biff_begin(two, 0x04);
    fixture_put_u16(two, 1);
    fixture_put_u16(two, 0);
    fixture_put_zeros(two, 3);
    biff_put_u8(two, 18);
    g_byte_array_append(two, (const guint8 *)"hanako@example.com", 18);
    biff_end(two, start);
    biff_put_end(two);
    g_autoptr(Extracted) extracted = fixture_extract("a.xls", two->data, two->len, NULL);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->places->str,
                        "Sheet1: Sheet1\nSheet1:A1: 0042\nSheet1:A2: hanako@example.com\n");
}

/* --- what cannot be read --- */

static void a_password_is_told(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = g_byte_array_new();
    biff_put_bof(book, 0x600, BIFF_GLOBALS);
    gsize start = biff_begin(book, 0x2f);
    fixture_put_u16(book, 1);
    fixture_put_zeros(book, 52);
    biff_end(book, start);
    biff_put_label(book, 0, 0, "scrambled");
    biff_put_end(book);
    g_autoptr(Extracted) extracted = extract_stream("Workbook", book);
    assert_string_equal(extracted->items->str, "unread: encrypted\n");
    assert_string_equal(extracted->text->str, "");
}

static GByteArray *make_mixed(void)
{
    GByteArray *book = g_byte_array_new();
    gsize place = begin_book(book, "S");
    gsize start = biff_begin(book, BIFF_SST);
    fixture_put_u32(book, 2);
    fixture_put_u32(book, 2);
    biff_put_text(book, "架空花子");
    biff_put_text(book, "hanako@example.com");
    biff_end(book, start);
    biff_put_end(book);
    begin_sheet(book, place);
    biff_put_shared(book, 0, 0, 0);
    biff_put_shared(book, 0, 1, 1);
    biff_put_number(book, 1, 0, 0, 1985);
    put_object(book, 0x19, 1, "text");
    put_note(book, 0, 0, 1, "author");
    biff_put_end(book);
    return book;
}

static void a_workbook_cut_short_says_so(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = make_mixed();
    for (guint kept = 0; kept < book->len; kept++) {
        g_autoptr(GByteArray) cut = g_byte_array_new();
        g_byte_array_append(cut, book->data, kept);
        g_autoptr(Extracted) extracted = extract_stream("Workbook", cut);
        if (!g_str_has_prefix(extracted->items->str, "partly-read: damaged: ")) {
            fail_msg("%u of %u bytes: %s", kept, book->len, extracted->items->str);
        }
    }
}

static void any_byte_changed_ends_in_a_state(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = make_mixed();
    for (guint at = 0; at < book->len; at++) {
        for (guint change = 1; change < 256; change *= 6) {
            book->data[at] ^= (guint8)change;
            g_autoptr(Extracted) extracted = extract_stream("Workbook", book);
            book->data[at] ^= (guint8)change;
            assert_true(extracted->items->len > 0);
        }
    }
}

static void strings_without_cells_outlive_damage(void **state)
{
    (void)state;
    g_autoptr(GByteArray) book = make_mixed();
    g_byte_array_set_size(book, book->len / 2);
    g_autoptr(Extracted) extracted = extract_stream("Workbook", book);
    assert_place(extracted, "hanako@example.com\n");
}

/* --- real files --- */

static Extracted *extract_corpus(const char *name)
{
    g_autofree char *place = g_strconcat("office/xls/", name, NULL);
    g_autofree char *path = fixture_corpus_need(place);
    g_autofree char *bytes = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    return fixture_extract(name, bytes, (gssize)length, NULL);
}

static void the_corpus_is_read(void **state)
{
    (void)state;
    g_free(fixture_corpus_need("office/xls")); /* skips here, with nothing to be freed */
    static const struct {
        const char *name, *place;
    } cases[] = {
        {"comments.xls", "Sheet1:A3 comment: Sven Nissel: comment top row3 (index2)\n"},
        {"chinese-provinces.xls", "provinces:B4: 重庆市\n"},
        {"testEXCEL_5.xls", "Feuil1:E20: $1,253.82\n"},
        {"1904DateWindowing.xls", "Sheet1:A1: 2000/1/1\n"},
        {"44840.xls", "properties: Gazanfer Ercan\n"},
        {"bug55505.xls", "Sheet1:A3: Park:   CABR\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Extracted) extracted = extract_corpus(cases[i].name);
        assert_string_equal(extracted->items->str, "read\n");
        assert_place(extracted, cases[i].place);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_have_places_and_labels),
        cmocka_unit_test(numbers_are_what_people_see),
        cmocka_unit_test(formulas_give_what_they_came_to),
        cmocka_unit_test(shared_strings_go_on_in_other_records),
        cmocka_unit_test(every_sheet_is_read),
        cmocka_unit_test(notes_boxes_and_margins_are_read),
        cmocka_unit_test(links_are_read),
        cmocka_unit_test(what_is_kept_of_other_workbooks_is_read),
        cmocka_unit_test(embedded_objects_are_items),
        cmocka_unit_test(bytes_of_biff5_are_of_its_codepage),
        cmocka_unit_test(sheets_before_compound_files_are_read),
        cmocka_unit_test(a_password_is_told),
        cmocka_unit_test(a_workbook_cut_short_says_so),
        cmocka_unit_test(any_byte_changed_ends_in_a_state),
        cmocka_unit_test(strings_without_cells_outlive_damage),
        cmocka_unit_test(the_corpus_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

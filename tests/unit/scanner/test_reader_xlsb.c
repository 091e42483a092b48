#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "scanner/readers/biff12.h"
#include "tests/unit/scanner/fixture_xlsx.h"

/* --- records being made --- */

static void put(GByteArray *out, guint64 number, guint size)
{
    for (guint i = 0; i < size; i++) {
        const guint8 byte = (guint8)(number >> (8 * i));
        g_byte_array_append(out, &byte, 1);
    }
}

static void put_text(GByteArray *out, const char *text)
{
    glong units = 0;
    g_autofree gunichar2 *converted = g_utf8_to_utf16(text, -1, NULL, &units, NULL);
    put(out, (guint64)units, 4);
    g_byte_array_append(out, (const guint8 *)converted, (guint)units * 2);
}

static void put_real(GByteArray *out, double value)
{
    guint64 bits = 0;
    memcpy(&bits, &value, sizeof bits);
    put(out, bits, 8);
}

/* A record of fields: 1 to 4 is a number of so many bytes, s a text, f a double. */
static void put_record(GByteArray *out, guint type, const char *fields, ...)
{
    g_autoptr(GByteArray) content = g_byte_array_new();
    va_list arguments;
    va_start(arguments, fields);
    for (const char *field = fields; *field != '\0'; field++) {
        if (*field == 's') {
            put_text(content, va_arg(arguments, const char *));
        } else if (*field == 'f') {
            put_real(content, va_arg(arguments, double));
        } else {
            put(content, va_arg(arguments, guint), (guint)(*field - '0'));
        }
    }
    va_end(arguments);
    put(out, type < 128 ? type : (type & 127) | 128 | (type >> 7) << 8, type < 128 ? 1 : 2);
    guint length = content->len;
    do {
        put(out, (length & 127) | (length > 127 ? 128 : 0), 1);
        length >>= 7;
    } while (length > 0);
    g_byte_array_append(out, content->data, content->len);
}

typedef struct {
    GByteArray *workbook, *sheet, *strings, *styles, *comments;
} Book;

static Book book_new(void)
{
    Book book = {g_byte_array_new(), g_byte_array_new(), g_byte_array_new(), g_byte_array_new(),
                 g_byte_array_new()};
    put_record(book.workbook, 153, "4", 0);
    put_record(book.workbook, 156, "44ss", 2, 1, "r1", "隠し");
    put_record(book.styles, 44, "2s", 164, "000-0000-0000");
    put_record(book.styles, 47, "22", 0, 9); /* of a named style, which is not counted */
    put_record(book.styles, 617, "4", 3);
    put_record(book.styles, 47, "22", 0, 0);
    put_record(book.styles, 47, "22", 0, 164);
    put_record(book.styles, 47, "22", 0, 14);
    put_record(book.styles, 618, "");
    put_record(book.strings, 19, "1s", 0, "架空花子");
    put_record(book.strings, 19, "1s42222s", 3, "見本太郎", 2, 0, 1, 2, 3, "ミホンタロウ");
    put_record(book.comments, 632, "s", "見本太郎");
    put_record(book.comments, 635, "444444444", 0, 4, 4, 1, 1, 0, 0, 0, 0);
    put_record(book.comments, 637, "1s", 0, "call 03-0000-1234");
    put_record(book.sheet, 145, "");
    put_record(book.sheet, 0, "4", 0);
    return book;
}

static Extracted *extract(Book *book)
{
    static const char workbook_links[] = FIXTURE_RELATIONS(
        FIXTURE_LINK("r1", "worksheet", "worksheets/sheet1.bin")
            FIXTURE_LINK("r2", "sharedStrings", "sharedStrings.bin")
                FIXTURE_LINK("r3", "styles", "styles.bin"));
    static const char sheet_links[] = FIXTURE_RELATIONS(
        FIXTURE_LINK_OUT("h1", "hyperlink", "mailto:hanako@example.com")
            FIXTURE_LINK("c1", "comments", "../comments1.bin"));
    const FixturePart parts[] = {
        {"xl/workbook.bin", book->workbook->data, book->workbook->len},
        {"xl/_rels/workbook.bin.rels", workbook_links, -1},
        {"xl/worksheets/sheet1.bin", book->sheet->data, book->sheet->len},
        {"xl/worksheets/_rels/sheet1.bin.rels", sheet_links, -1},
        {"xl/sharedStrings.bin", book->strings->data, book->strings->len},
        {"xl/styles.bin", book->styles->data, book->styles->len},
        {"xl/comments1.bin", book->comments->data, book->comments->len},
        {NULL, NULL, 0},
    };
    Extracted *extracted = fixture_xlsx_extract("xl/workbook.bin", parts);
    GByteArray *const arrays[] = {book->workbook, book->sheet, book->strings, book->styles,
                                  book->comments};
    for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++) {
        g_byte_array_unref(arrays[i]);
    }
    return extracted;
}

static void assert_has(const GString *text, const char *wanted)
{
    if (strstr(text->str, wanted) == NULL) {
        fail_msg("no \"%s\" in:\n%s", wanted, text->str);
    }
}

/* --- tests --- */

static void cells_of_all_kinds_are_read(void **state)
{
    (void)state;
    static const char wanted[] = "隠し: 隠し\n"
                                 "隠し:A1: 見本太郎\n隠し:A1 reading: ミホンタロウ\n"
                                 "隠し:B1: 090-0000-1234\n隠し:C1: 1980/1/1\n隠し:D1: 12.34\n"
                                 "隠し:E1: TRUE\n隠し:F1: #N/A\n隠し:G1: hanako@example.com\n"
                                 "隠し:A3: -2\n隠し:B3: x\n隠し:B3 formula: 03-0000-5678\n"
                                 "隠し:C3: 0.5\n隠し:D3: #REF!\n隠し:E3: FALSE\n隠し:XFD3: y\n";
    Book book = book_new();
    put_record(book.sheet, 7, "444", 0, 0, 1);
    put_record(book.sheet, 5, "44f", 1, 1, 9000001234.0);
    put_record(book.sheet, 2, "444", 2, 2, 29221 << 2 | 2);
    put_record(book.sheet, 2, "444", 3, 0, 1234U << 2 | 3);
    put_record(book.sheet, 4, "441", 4, 0, 1);
    put_record(book.sheet, 3, "441", 5, 0, 0x2a);
    put_record(book.sheet, 6, "44s", 6, 0, "hanako@example.com");
    put_record(book.sheet, 1, "44", 7, 0);
    put_record(book.sheet, 0, "4", 2);
    put_record(book.sheet, 2, "444", 0, 0, (guint)-8 | 2);
    put_record(book.sheet, 8, "44s2412444444", 1, 0, "x", 0, 27, 0x17, 12, 0x00330030, 0x0030002d,
               0x00300030, 0x002d0030, 0x00360035, 0x00380037);
    put_record(book.sheet, 9, "44f", 2, 0, 0.5);
    put_record(book.sheet, 11, "441", 3, 0, 0x17);
    put_record(book.sheet, 10, "441", 4, 0, 0);
    put_record(book.sheet, 62, "441s", 16383, 0, 0, "y");
    put_record(book.sheet, 146, "");
    g_autoptr(Extracted) extracted = extract(&book);
    assert_string_equal(extracted->items->str, "read\n");
    assert_has(extracted->places, wanted);
}

static void what_stands_about_the_cells_is_read(void **state)
{
    (void)state;
    Book book = book_new();
    put_record(book.sheet, 146, "");
    put_record(book.sheet, 494, "4444ssss", 1, 1, 2, 2, "h1", "", "tip", "shown");
    put_record(book.sheet, 479, "2ss", 0, "&L社外秘", "page");
    put_record(book.sheet, 999, "14s", 7, 3, "someone@example.com");
    g_autoptr(Extracted) extracted = extract(&book);
    assert_string_equal(extracted->items->str, "read\n");
    assert_has(extracted->places, "隠し:C2 link: hanako@example.com\n");
    assert_has(extracted->places, "隠し:C2 link: tip\n");
    assert_has(extracted->places, "隠し:C2 link: shown\n");
    assert_has(extracted->places, "隠し settings: &L社外秘\n");
    assert_has(extracted->places, "隠し settings: someone@example.com\n");
    assert_has(extracted->places, "隠し:B5 comment: 見本太郎: call 03-0000-1234\n");
    assert_has(extracted->places, "shared strings: 架空花子\n");
}

static void days_count_from_1904_where_it_says_so(void **state)
{
    (void)state;
    Book book = book_new();
    put_record(book.workbook, 153, "4", 1);
    put_record(book.sheet, 5, "44f", 0, 2, 35064.0);
    g_autoptr(Extracted) extracted = extract(&book);
    assert_has(extracted->places, "隠し:A1: 2000/1/1\n");
}

static void a_part_that_is_cut_off_is_damage(void **state)
{
    (void)state;
    Book whole = book_new();
    put_record(whole.sheet, 6, "44s", 0, 0, "hanako@example.com");
    const guint length = whole.sheet->len;
    g_autoptr(Extracted) first = extract(&whole);
    assert_string_equal(first->items->str, "read\n");
    for (guint cut = 1; cut < 45; cut++) {
        Book book = book_new();
        put_record(book.sheet, 6, "44s", 0, 0, "hanako@example.com");
        g_byte_array_set_size(book.sheet, length - cut);
        g_autoptr(Extracted) extracted = extract(&book);
        assert_string_equal(extracted->items->str, "partly-read: xl/worksheets/sheet1.bin: "
                                                   "damaged: it is cut off\n");
    }
}

static void fields_beyond_a_records_end_are_none(void **state)
{
    (void)state;
    g_autoptr(GRand) random = g_rand_new_with_seed(5);
    for (guint round = 0; round < 300; round++) {
        Book book = book_new();
        GByteArray *const arrays[] = {book.sheet, book.comments, book.strings, book.styles,
                                      book.workbook};
        static const guint types[] = {0,  2,  3,  4,  5,   6,   7,   8,   9,   10,  11,
                                      19, 44, 47, 62, 153, 156, 494, 632, 635, 637, 1000};
        for (guint i = 0; i < 20; i++) {
            GByteArray *array = arrays[g_rand_int_range(random, 0, G_N_ELEMENTS(arrays))];
            guint type = types[g_rand_int_range(random, 0, G_N_ELEMENTS(types))];
            static const char *const shapes[] = {"", "1", "44", "4444"};
            put_record(array, type, shapes[g_rand_int_range(random, 0, 4)], g_rand_int(random),
                       g_rand_int(random), g_rand_int(random), g_rand_int(random));
        }
        g_autoptr(Extracted) extracted = extract(&book);
        assert_non_null(strstr(extracted->items->str, "read"));
    }
}

static void add_found(gpointer data, const char *text)
{
    g_string_append_printf(data, "%s|", text);
}

static void texts_are_found_among_other_fields(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        gsize length;
        const char *found;
    } cases[] = {
        {"\2\0\0\0a\0b\0", 8, "ab|"},
        {"\xff\3\0\0\0a\0b\0c\0", 11, "abc|"},
        {"\1\0\0\0a\0", 6, ""},     /* too short to be told from numbers */
        {"\2\0\0\0a\0\1\0", 8, ""}, /* a control character */
        {"\3\0\0\0a\0b\0", 8, ""},  /* it goes beyond the end */
        {"\2\0\0\0\x3d\xd8\0\xde", 8, "😀|"},
        {"\2\0\0\0a\0\x3d\xd8", 8, ""}, /* half a pair */
        {"\x17\2\0a\0b\0", 7, "ab|"},   /* of a formula */
        {"\x17\2", 2, ""},
        {"\2\0\0\0a\0b\0\2\0\0\0c\0d\0", 16, "ab|cd|"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) found = g_string_new(NULL);
        biff12_find_texts((const guint8 *)cases[i].bytes, cases[i].length, add_found, found);
        assert_string_equal(found->str, cases[i].found);
    }
}

static void an_empty_record_has_bytes_all_the_same(void **state)
{
    (void)state;
    static const guint8 bytes[] = {6, 0};
    g_autoptr(GBytes) content = g_bytes_new_static(bytes, sizeof bytes);
    g_autoptr(Source) source = source_new_for_bytes(content, FALSE);
    g_autoptr(Biff12) records = biff12_new(source);
    guint32 type = 0;
    const guint8 *record = NULL;
    gsize length = 1;
    assert_true(biff12_next(records, &type, &record, &length, NULL));
    assert_int_equal(length, 0);
    assert_non_null(record);
    assert_false(biff12_next(records, &type, &record, &length, NULL));
}

static void a_record_that_is_too_large_is_a_limit(void **state)
{
    (void)state;
    static const guint8 bytes[] = {6, 0xff, 0xff, 0xff, 0x7f};
    g_autoptr(GBytes) content = g_bytes_new_static(bytes, sizeof bytes);
    g_autoptr(Source) source = source_new_for_bytes(content, FALSE);
    g_autoptr(Biff12) records = biff12_new(source);
    g_autoptr(GError) error = NULL;
    guint32 type = 0;
    const guint8 *record = NULL;
    gsize length = 0;
    assert_false(biff12_next(records, &type, &record, &length, &error));
    assert_string_equal(error->message, "limit: size of a record");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_all_kinds_are_read),
        cmocka_unit_test(what_stands_about_the_cells_is_read),
        cmocka_unit_test(days_count_from_1904_where_it_says_so),
        cmocka_unit_test(a_part_that_is_cut_off_is_damage),
        cmocka_unit_test(fields_beyond_a_records_end_are_none),
        cmocka_unit_test(texts_are_found_among_other_fields),
        cmocka_unit_test(an_empty_record_has_bytes_all_the_same),
        cmocka_unit_test(a_record_that_is_too_large_is_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

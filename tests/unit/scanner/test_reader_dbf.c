#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"

typedef struct {
    const char *name;
    char type;
    guint8 length, decimals;
} Field;

static void put_u16(GByteArray *bytes, guint value)
{
    const guint8 two[] = {(guint8)value, (guint8)(value >> 8)};
    g_byte_array_append(bytes, two, 2);
}

static void put_zeros(GByteArray *bytes, guint count)
{
    const guint8 zeros[64] = {0};
    assert_true(count <= sizeof zeros);
    g_byte_array_append(bytes, zeros, count);
}

/* A header of dBASE III with two fields or more, closed by a field without type. */
static GByteArray *begin_table(guint8 version, guint8 language, guint n_records,
                               const Field *fields)
{
    GByteArray *bytes = g_byte_array_new();
    guint n_fields = 0;
    guint record_bytes = 1;
    while (fields[n_fields].type != '\0') {
        record_bytes += fields[n_fields].length + fields[n_fields].decimals * 256U;
        n_fields++;
    }
    g_byte_array_append(bytes, (const guint8[]){version, 99, 4, 1}, 4);
    put_u16(bytes, n_records);
    put_u16(bytes, 0);
    put_u16(bytes, 32 + 32 * n_fields + 1);
    put_u16(bytes, record_bytes);
    put_zeros(bytes, 17);
    g_byte_array_append(bytes, &language, 1);
    put_zeros(bytes, 2);
    for (guint i = 0; i < n_fields; i++) {
        guint8 field[32] = {0};
        memcpy(field, fields[i].name, strlen(fields[i].name));
        field[11] = (guint8)fields[i].type;
        field[16] = fields[i].length;
        field[17] = fields[i].decimals;
        g_byte_array_append(bytes, field, 32);
    }
    g_byte_array_append(bytes, (const guint8 *)"\r", 1);
    return bytes;
}

static void put_text(GByteArray *bytes, const char *text)
{
    g_byte_array_append(bytes, (const guint8 *)text, (guint)strlen(text));
}

/* Text in a charset, filled up with blanks. */
static void put_cell(GByteArray *bytes, const char *charset, const char *text, guint length)
{
    gsize size = 0;
    g_autofree char *converted = fixture_convert(charset, text, &size);
    assert_true(size <= length);
    g_byte_array_append(bytes, (const guint8 *)converted, (guint)size);
    for (; size < length; size++) {
        put_text(bytes, " ");
    }
}

static Extracted *extract(const char *name, GByteArray *bytes)
{
    return fixture_extract(name, bytes->data, bytes->len, NULL);
}

static const Field persons[] = {{"NAME", 'C', 20, 0}, {"TEL", 'C', 14, 0}, {"BORN", 'D', 8, 0},
                                {"N", 'N', 6, 0},     {"OK", 'L', 1, 0},   {NULL, '\0', 0, 0}};

static void put_person(GByteArray *bytes, const char *mark, const char *charset, const char *name)
{
    put_text(bytes, mark);
    put_cell(bytes, charset, name, 20);
    put_text(bytes, "03-0000-1234  19850401  1200T");
}

static GByteArray *make_persons(guint8 version, guint8 language, const char *charset)
{
    GByteArray *bytes = begin_table(version, language, 2, persons);
    put_person(bytes, " ", charset, "架空花子");
    put_person(bytes, "*", charset, "見本太郎");
    return bytes;
}

static void records_have_the_names_of_fields(void **state)
{
    (void)state;
    g_autoptr(GByteArray) bytes = make_persons(0x03, 0x7b, "CP932");
    put_text(bytes, "\x1a");
    g_autoptr(Extracted) extracted = extract("a.dbf", bytes);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "application/vnd.dbf Shift_JIS 2\n");
    assert_string_equal(extracted->cells->str,
                        "NAME=架空花子\nTEL=03-0000-1234\nBORN=1985-04-01\nN=1200\nOK=T\n"
                        "NAME=見本太郎\nTEL=03-0000-1234\nBORN=1985-04-01\nN=1200\nOK=T\n");
    assert_non_null(strstr(extracted->places->str, "record 1: 架空花子\n"));
    assert_non_null(strstr(extracted->places->str, "record 2 (deleted): 見本太郎\n"));
}

static void the_charset_is_found_whatever_the_header_says(void **state)
{
    (void)state;
    static const struct {
        guint8 language;
        const char *charset, *found;
    } cases[] = {{0x00, "CP932", "Shift_JIS"}, {0x03, "CP932", "Shift_JIS"},
                 {0x01, "CP932", "Shift_JIS"}, {0x00, "UTF-8", "UTF-8"},
                 {0x57, "UTF-8", "UTF-8"},     {0x7b, "CP932", "Shift_JIS"},
                 {0x00, "EUC-JP", "EUC-JP"}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GByteArray) bytes = make_persons(0x03, cases[i].language, cases[i].charset);
        g_autoptr(Extracted) extracted = extract("a.dbf", bytes);
        g_autofree char *type = g_strdup_printf("application/vnd.dbf %s 2\n", cases[i].found);
        assert_string_equal(extracted->types->str, type);
        assert_non_null(strstr(extracted->cells->str, "NAME=架空花子\n"));
    }
    g_autoptr(GByteArray) bytes = begin_table(0x03, 0x01, 1, persons);
    put_person(bytes, " ", "IBM437", "José Muñoz");
    g_autoptr(Extracted) western = extract("a.dbf", bytes);
    assert_non_null(strstr(western->cells->str, "NAME=José Muñoz\n"));
}

static void a_charset_that_shows_late_is_found(void **state)
{
    (void)state;
    g_autoptr(GByteArray) bytes = begin_table(0x03, 0, 20000, persons);
    for (guint i = 0; i < 19999; i++) {
        put_person(bytes, " ", "CP932", "SMITH");
    }
    put_person(bytes, " ", "CP932", "架空花子");
    g_autoptr(Extracted) extracted = extract("a.dbf", bytes);
    assert_string_equal(extracted->types->str, "application/vnd.dbf Shift_JIS 20000\n");
    assert_non_null(strstr(extracted->places->str, "record 20000: 架空花子\n"));
}

static void fields_of_foxpro_are_shown(void **state)
{
    (void)state;
    static const Field fields[] = {{"I", 'I', 4, 0},  {"B", 'B', 8, 2}, {"Y", 'Y', 8, 0},
                                   {"T", 'T', 8, 0},  {"V", 'V', 9, 0}, {"M", 'M', 4, 0},
                                   {NULL, '\0', 0, 0}};
    g_autoptr(GByteArray) bytes = begin_table(0x30, 0x7b, 1, fields);
    /* The decimals of other fields than text do not lengthen them. */
    bytes->data[10] = 1 + 4 + 8 + 8 + 8 + 9 + 4;
    bytes->data[11] = 0;
    const double number = 1234.5;
    put_text(bytes, " ");
    g_byte_array_append(bytes, (const guint8[]){0xfe, 0xff, 0xff, 0xff}, 4);
    g_byte_array_append(bytes, (const guint8 *)&number, 8);
    g_byte_array_append(bytes, (const guint8[]){0x78, 0x69, 0x01, 0, 0, 0, 0, 0}, 8);
    /* 2451545 is the first of January 2000. */
    g_byte_array_append(bytes, (const guint8[]){0x59, 0x68, 0x25, 0, 0x80, 0xee, 0x36, 0}, 8);
    g_byte_array_append(bytes, (const guint8 *)"h@x.jp\0\0\x06", 9);
    g_byte_array_append(bytes, (const guint8[]){9, 0, 0, 0}, 4);
    g_autoptr(Extracted) extracted = extract("a.dbf", bytes);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->cells->str, "I=-2\nB=1234.5\nY=9.2536\n"
                                               "T=2000-01-01 01:00:00\nV=h@x.jp\n");
}

static void fields_of_dbase_7_are_shown(void **state)
{
    (void)state;
    static const Field none[] = {{NULL, '\0', 0, 0}};
    g_autoptr(GByteArray) bytes = begin_table(0x04, 0x57, 1, none);
    g_byte_array_set_size(bytes, 32);
    put_zeros(bytes, 36);
    bytes->data[8] = 68 + 2 * 48 + 1;
    bytes->data[10] = 1 + 4 + 8;
    put_text(bytes, "NUMBER");
    put_zeros(bytes, 26);
    put_text(bytes, "+\4");
    put_zeros(bytes, 14);
    put_text(bytes, "RATE");
    put_zeros(bytes, 28);
    put_text(bytes, "O\x08");
    put_zeros(bytes, 14);
    put_text(bytes, "\r ");
    g_byte_array_append(bytes, (const guint8[]){0x80, 0, 0, 1}, 4);
    g_byte_array_append(bytes, (const guint8[]){0xc0, 0x04, 0, 0, 0, 0, 0, 0}, 8);
    g_autoptr(Extracted) extracted = extract("a.dbf", bytes);
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->cells->str, "NUMBER=1\nRATE=2.5\n");
}

static void long_text_of_clipper_is_whole(void **state)
{
    (void)state;
    static const Field fields[] = {{"A", 'C', 44, 1}, {"B", 'C', 5, 0}, {NULL, '\0', 0, 0}};
    g_autoptr(GByteArray) bytes = begin_table(0x03, 0, 1, fields);
    put_text(bytes, " ");
    put_cell(bytes, "UTF-8", "hanako@example.com", 300);
    put_text(bytes, "end  ");
    g_autoptr(Extracted) extracted = extract("a.dbf", bytes);
    assert_string_equal(extracted->cells->str, "A=hanako@example.com\nB=end\n");
}

static void records_that_nobody_counted_are_read(void **state)
{
    (void)state;
    g_autoptr(GByteArray) bytes = make_persons(0x03, 0x7b, "CP932");
    put_person(bytes, " ", "CP932", "架空三郎");
    put_text(bytes, "\x1ahanako@example.com in old memory");
    g_autoptr(Extracted) extracted = extract("a.dbf", bytes);
    assert_string_equal(extracted->items->str, "read\n");
    assert_non_null(strstr(extracted->places->str, "record 3: 架空三郎\n"));
    assert_non_null(strstr(extracted->places->str,
                           "behind the last record: hanako@example.com in old memory\n"));
}

static void a_table_cut_short_says_so(void **state)
{
    (void)state;
    g_autoptr(GByteArray) bytes = make_persons(0x03, 0x7b, "CP932");
    guint header = 32 + 5 * 32 + 1;
    for (guint kept = 1; kept < bytes->len; kept++) {
        g_autoptr(Extracted) extracted = fixture_extract("a.dbf", bytes->data, kept, NULL);
        gboolean is_honest = g_str_has_prefix(extracted->items->str, kept < header
                                                                         ? "unread: no reader for"
                                                                         : "partly-read: damaged:");
        if (!is_honest) {
            fail_msg("%u bytes: %s", kept, extracted->items->str);
        }
    }
}

static void any_byte_changed_ends_in_a_state(void **state)
{
    (void)state;
    g_autoptr(GByteArray) bytes = make_persons(0x03, 0x7b, "CP932");
    for (guint at = 0; at < bytes->len; at++) {
        for (guint change = 1; change < 256; change *= 5) {
            g_autofree guint8 *changed = g_memdup2(bytes->data, bytes->len);
            changed[at] ^= (guint8)change;
            g_autoptr(Extracted) extracted = fixture_extract("a.dbf", changed, bytes->len, NULL);
            assert_true(extracted->items->len > 0);
        }
    }
}

static void texts_are_no_tables(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = fixture_extract("a.dbf", "\x03 is a mark\n", -1, NULL);
    assert_null(strstr(extracted->types->str, "dbf"));
}

static void put_block(GByteArray *bytes, const char *head, guint head_length, const char *text)
{
    g_byte_array_append(bytes, (const guint8 *)head, head_length);
    put_text(bytes, text);
    while (bytes->len % 512 != 0) {
        put_text(bytes, " ");
    }
}

static void memos_are_read(void **state)
{
    (void)state;
    g_autoptr(GByteArray) dbase3 = g_byte_array_new();
    put_block(dbase3, "\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3", 17, "");
    put_block(dbase3, "", 0, "hanako@example.com\x1a\x1aold");
    put_block(dbase3, "", 0, "taro@example.com\x1a\x1a");
    g_autoptr(Extracted) three = extract("a.dbt", dbase3);
    assert_string_equal(three->items->str, "read\n");
    assert_string_equal(three->places->str,
                        "memo 1: hanako@example.com\nmemo 2: taro@example.com\n");

    g_autoptr(GByteArray) dbase4 = g_byte_array_new();
    put_block(dbase4, "\3\0\0\0\0\0\0\0a\0\0\0\0\0\0\0\0\0\0\0\0\2", 22, "");
    put_block(dbase4, "\xff\xff\x08\0\x1a\0\0\0", 8, "hanako@example.com");
    g_autoptr(Extracted) four = extract("a.DBT", dbase4);
    assert_string_equal(four->places->str, "memo 1: hanako@example.com\n");

    g_autoptr(GByteArray) foxpro = g_byte_array_new();
    put_block(foxpro, "\0\0\0\x0a\0\0\0\x40", 8, "");
    put_block(foxpro, "\0\0\0\1\0\0\0\x12", 8, "hanako@example.com");
    g_autoptr(Extracted) fpt = extract("a.fpt", foxpro);
    assert_true(g_str_has_prefix(fpt->places->str, "memo 8: hanako@example.com\n"));
    for (guint kept = 512; kept < foxpro->len; kept++) {
        g_autoptr(Extracted) cut = fixture_extract("a.fpt", foxpro->data, kept, NULL);
        assert_true(cut->items->len > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_have_the_names_of_fields),
        cmocka_unit_test(the_charset_is_found_whatever_the_header_says),
        cmocka_unit_test(a_charset_that_shows_late_is_found),
        cmocka_unit_test(fields_of_foxpro_are_shown),
        cmocka_unit_test(fields_of_dbase_7_are_shown),
        cmocka_unit_test(long_text_of_clipper_is_whole),
        cmocka_unit_test(records_that_nobody_counted_are_read),
        cmocka_unit_test(a_table_cut_short_says_so),
        cmocka_unit_test(any_byte_changed_ends_in_a_state),
        cmocka_unit_test(texts_are_no_tables),
        cmocka_unit_test(memos_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

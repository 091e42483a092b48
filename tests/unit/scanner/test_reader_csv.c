#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"

static Extracted *table(const char *text)
{
    return fixture_extract("a.csv", text, -1, NULL);
}

static void rows_are_records_and_headers_are_labels(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = table("name,mail\r\nA,a@example.com\r\nB,b@example.com");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "text/csv UTF-8 3\n");
    assert_string_equal(extracted->records->str, "1:0-11 2:11-28 3:28-43");
    assert_string_equal(extracted->cells->str, "=name\n=mail\nname=A\nmail=a@example.com\n"
                                               "name=B\nmail=b@example.com\n");
}

static void a_first_row_with_data_is_no_header(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = table("A,a@example.com\nB,b@example.com\n");
    assert_string_equal(extracted->cells->str, "=A\n=a@example.com\n=B\n=b@example.com\n");
    g_autoptr(Extracted) phones = table("A,03-0000-1234\nB,03-0000-1235\n");
    assert_string_equal(phones->cells->str, "=A\n=03-0000-1234\n=B\n=03-0000-1235\n");
}

static void quotes_hold_delimiters_and_line_ends(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        extracted = table("name,note\n\"A, B\",\"one\ntwo \"\"2\"\"\"\n\"\",x\n \"C, D\",y\n");
    assert_string_equal(extracted->cells->str,
                        "=name\n=note\nname=A, B\nnote=one\ntwo \"\"2\"\"\nname=\nnote=x\n"
                        "name= \"C, D\"\nnote=y\n");
    assert_string_equal(extracted->records->str, "1:0-10 2:10-33 4:33-38 5:38-48");
}

static void a_quote_within_a_cell_joins_no_rows(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = table("name,disk\nA,5\" disk\nB,3\" disk\n");
    assert_string_equal(extracted->records->str, "1:0-10 2:10-20 3:20-30");
    assert_string_equal(extracted->cells->str,
                        "=name\n=disk\nname=A\ndisk=5\" disk\nname=B\ndisk=3\" disk\n");
}

static void a_quote_that_is_never_closed_costs_its_row_only(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new("name,mail\n\"A,a@example.com\n");
    for (int i = 0; i < 2000; i++) {
        g_string_append(text, "B,b@example.com\n");
    }
    g_autoptr(Extracted) extracted = table(text->str);
    assert_true(g_str_has_prefix(extracted->records->str, "1:0-10 2:10-27 3:27-43 4:43-59 "));
    assert_string_equal(extracted->types->str, "text/csv UTF-8 2002\n");
    assert_non_null(strstr(extracted->cells->str, "mail=a@example.com\n"));
}

static void other_delimiters_are_found(void **state)
{
    (void)state;
    static const char delimiters[] = "\t;|";
    for (gsize i = 0; delimiters[i] != '\0'; i++) {
        g_autofree char *text = g_strdup("name,x,mail\nA, B,x,a@example.com\n");
        text[4] = text[6] = text[16] = text[18] = delimiters[i];
        g_autoptr(Extracted) extracted = table(text);
        if (strcmp(extracted->cells->str,
                   "=name\n=x\n=mail\nname=A, B\nx=x\nmail=a@example.com\n") != 0) {
            fail_msg("%c: %s", delimiters[i], extracted->cells->str);
        }
    }
}

static void a_header_may_have_line_ends(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = table("\"full\nname\",mail\nA,a@example.com\n");
    assert_string_equal(extracted->cells->str,
                        "=full\nname\n=mail\nfull\nname=A\nmail=a@example.com\n");
    assert_string_equal(extracted->records->str, "1:0-17 3:17-33");
}

static void rows_have_the_bytes_of_their_own_charset(void **state)
{
    (void)state;
    static const struct {
        const char *iconv, *records;
    } charsets[] = {
        {"UTF-8", "1:0-13 2:13-35 4:35-48"},
        {"CP932", "1:0-10 2:10-30 4:30-41"},
        {"EUC-JP-MS", "1:0-10 2:10-30 4:30-41"},
        {"UTF-16LE", "1:0-14 2:14-50 4:50-68"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        gsize length = 0;
        g_autofree char *bytes = fixture_convert(
            charsets[i].iconv, "お名前,a\r\n架空,\"x\nsome text\"\r\n見本,1 2 3\n", &length);
        g_autoptr(Extracted) extracted = fixture_extract("a.csv", bytes, (gssize)length, NULL);
        if (strcmp(extracted->records->str, charsets[i].records) != 0) {
            fail_msg("%s: %s", charsets[i].iconv, extracted->records->str);
        }
    }
}

static void a_mark_at_the_start_belongs_to_the_first_row(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = table("\xef\xbb\xbfname,mail\nA,a@example.com\n");
    assert_string_equal(extracted->records->str, "1:0-13 2:13-29");
    assert_true(g_str_has_prefix(extracted->cells->str, "=name\n"));
}

static void rows_longer_than_a_window_s_rest_come_whole(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new("name,mail\n");
    guint rows = 1;
    for (; text->len < 9 << 20; rows++) {
        g_string_append(text, "\"A\nB\nC\",a@example.com\n");
    }
    g_autoptr(Extracted) extracted = table(text->str);
    assert_string_equal(extracted->items->str, "read\n");
    assert_true(extracted->windows > 1);
    g_autofree char *types = g_strdup_printf("text/csv UTF-8 %u\n", rows);
    assert_string_equal(extracted->types->str, types);
    assert_string_equal(extracted->text->str, text->str);
}

static void empty_lines_and_short_rows_are_rows(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = table("name,mail\n\nA\n,,,\n");
    assert_string_equal(extracted->records->str, "1:0-10 2:10-11 3:11-13 4:13-17");
    assert_string_equal(extracted->cells->str, "=name\n=mail\nname=\nname=A\nname=\nmail=\n=\n=\n");
}

static void titles_and_dates_stand_above_the_header(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = table("List,,\nMade on 2026-04-01,,\n,,\nname,mail,no\n"
                                           "A,a@example.com,1\n");
    assert_string_equal(extracted->cells->str, "=List\n=\n=\n=Made on 2026-04-01\n=\n=\n=\n=\n=\n"
                                               "=name\n=mail\n=no\n"
                                               "name=A\nmail=a@example.com\nno=1\n");
    g_autoptr(Extracted) dated = table("2026-04-01,\nname,mail\nA,a@example.com\n");
    assert_string_equal(dated->cells->str,
                        "=2026-04-01\n=\n=name\n=mail\nname=A\nmail=a@example.com\n");
}

static void data_below_a_title_is_no_header(void **state)
{
    (void)state;
    g_autoptr(Extracted) data = table("List,,\nA,a@example.com,1\nname,mail,no\n");
    assert_string_equal(data->cells->str, "=List\n=\n=\nList=A\n=a@example.com\n=1\n"
                                          "List=name\n=mail\n=no\n");
    g_autoptr(Extracted) column = table("note\nA,B\n");
    assert_string_equal(column->cells->str, "=note\nnote=A\n=B\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_records_and_headers_are_labels),
        cmocka_unit_test(a_first_row_with_data_is_no_header),
        cmocka_unit_test(quotes_hold_delimiters_and_line_ends),
        cmocka_unit_test(a_quote_within_a_cell_joins_no_rows),
        cmocka_unit_test(a_quote_that_is_never_closed_costs_its_row_only),
        cmocka_unit_test(other_delimiters_are_found),
        cmocka_unit_test(a_header_may_have_line_ends),
        cmocka_unit_test(rows_have_the_bytes_of_their_own_charset),
        cmocka_unit_test(a_mark_at_the_start_belongs_to_the_first_row),
        cmocka_unit_test(rows_longer_than_a_window_s_rest_come_whole),
        cmocka_unit_test(empty_lines_and_short_rows_are_rows),
        cmocka_unit_test(titles_and_dates_stand_above_the_header),
        cmocka_unit_test(data_below_a_title_is_no_header),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "base/error.h"
#include "reports/reports.h"

static const DaichoColumn columns[] = {
    {"name", "Name", FALSE},
    {"count", "Count", TRUE},
    {"note", "Note", FALSE},
};

static DaichoTable *make_table(void)
{
    return daicho_table_new("things", columns, G_N_ELEMENTS(columns));
}

static void add(DaichoTable *table, const char *name, const char *count, const char *note)
{
    daicho_table_add(table, (const char *const[]){name, count, note});
}

static void assert_written(const DaichoTable *table, DaichoFormat format, const char *expected)
{
    g_autoptr(GString) out = g_string_new(NULL);
    assert_true(daicho_table_write(table, format, DAICHO_LANGUAGE_EN, out, NULL));
    assert_string_equal(out->str, expected);
}

static void columns_are_aligned_by_display_width(void **state)
{
    (void)state;
    g_autoptr(DaichoTable) table = make_table();
    add(table, "台帳", "7", "x");
    add(table, "a", "1234567", NULL);
    assert_written(table, DAICHO_FORMAT_TABLE,
                   "Name    Count  Note\n"
                   "台帳        7  x\n"
                   "a     1234567\n");
}

static void a_long_cell_does_not_widen_the_others(void **state)
{
    (void)state;
    g_autofree char *path = g_strnfill(4000, 'p');
    g_autoptr(DaichoTable) table = make_table();
    add(table, path, "1", "after");
    add(table, "short", "2", "after");
    g_autoptr(GString) out = g_string_new(NULL);
    assert_true(daicho_table_write(table, DAICHO_FORMAT_TABLE, DAICHO_LANGUAGE_EN, out, NULL));
    const char *last = strstr(out->str, "short");
    assert_non_null(last);
    assert_true(strlen(last) < 100);
    assert_non_null(strstr(out->str, path));
}

static void tabs_newlines_and_odd_bytes_are_escaped_in_tsv(void **state)
{
    (void)state;
    g_autoptr(DaichoTable) table = make_table();
    add(table, "a\tb\nc\\d\xff", "1", "架空 花子");
    add(table, NULL, "", "\x1b[31m");
    assert_written(table, DAICHO_FORMAT_TSV,
                   "name\tcount\tnote\n"
                   "a\\tb\\nc\\\\d\\xFF\t1\t架空 花子\n"
                   "\t\t\\x1B[31m\n");
}

static void csv_has_a_mark_quotes_and_crlf(void **state)
{
    (void)state;
    g_autoptr(DaichoTable) table = make_table();
    add(table, "say \"hi\", all", "12", "plain");
    assert_written(table, DAICHO_FORMAT_CSV,
                   "\xef\xbb\xbf"
                   "name,count,note\r\n"
                   "\"say \"\"hi\"\", all\",12,plain\r\n");
}

/* LibreOffice offers commas, semicolons and tabs at once. */
static void what_another_separator_would_cut_is_quoted(void **state)
{
    (void)state;
    g_autoptr(DaichoTable) table = make_table();
    add(table, "a;=1+1;b", "0", "c\t=1+1");
    assert_written(table, DAICHO_FORMAT_CSV,
                   "\xef\xbb\xbf"
                   "name,count,note\r\n"
                   "\"a;'=1+1;b\",0,c\\t=1+1\r\n");
}

static void what_a_spreadsheet_would_run_gets_an_apostrophe(void **state)
{
    (void)state;
    static const char *const formulas[] = {
        "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(formulas); i++) {
        g_autoptr(DaichoTable) table = make_table();
        add(table, formulas[i], "0", "");
        g_autofree char *expected = g_strdup_printf("\xef\xbb\xbf"
                                                    "name,count,note\r\n'%s,0,\r\n",
                                                    formulas[i]);
        assert_written(table, DAICHO_FORMAT_CSV, expected);
    }
}

static void only_a_number_column_may_begin_with_a_minus(void **state)
{
    (void)state;
    g_autoptr(DaichoTable) table = make_table();
    add(table, "  =A1", "-3", "ok");
    add(table, "x", "-cmd", "ok");
    assert_written(table, DAICHO_FORMAT_CSV,
                   "\xef\xbb\xbf"
                   "name,count,note\r\n"
                   "\"'  =A1\",-3,ok\r\n"
                   "x,'-cmd,ok\r\n");
}

static void json_tells_null_numbers_and_text_apart(void **state)
{
    (void)state;
    g_autoptr(DaichoTable) table = make_table();
    add(table, "quo\"te\\", "-12.5", NULL);
    add(table, "", "", "");
    add(table, "x", "007", "\xff");
    assert_written(table, DAICHO_FORMAT_JSON,
                   "{\"schema\":\"daicho/things/1\",\"rows\":[\n"
                   "{\"name\":\"quo\\\"te\\\\\\\\\",\"count\":-12.5,\"note\":null},\n"
                   "{\"name\":\"\",\"count\":null,\"note\":\"\"},\n"
                   "{\"name\":\"x\",\"count\":\"007\",\"note\":\"\\\\xFF\"}]}\n");
}

static void a_table_without_rows_has_its_header(void **state)
{
    (void)state;
    g_autoptr(DaichoTable) table = make_table();
    assert_int_equal(daicho_table_get_length(table), 0);
    assert_written(table, DAICHO_FORMAT_TABLE, "Name  Count  Note\n");
    assert_written(table, DAICHO_FORMAT_TSV, "name\tcount\tnote\n");
    assert_written(table, DAICHO_FORMAT_JSON, "{\"schema\":\"daicho/things/1\",\"rows\":[]}\n");
}

static void a_table_is_no_page(void **state)
{
    (void)state;
    g_autoptr(DaichoTable) table = make_table();
    g_autoptr(GString) out = g_string_new("before");
    g_autoptr(GError) error = NULL;
    assert_false(daicho_table_write(table, DAICHO_FORMAT_HTML, DAICHO_LANGUAGE_EN, out, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_string_equal(out->str, "before");
}

static void every_format_has_a_name(void **state)
{
    (void)state;
    DaichoFormat format = DAICHO_FORMAT_TABLE;
    assert_true(daicho_format_parse("html", &format));
    assert_int_equal(format, DAICHO_FORMAT_HTML);
    assert_true(daicho_format_parse("tsv", &format));
    assert_int_equal(format, DAICHO_FORMAT_TSV);
    assert_false(daicho_format_parse("xml", &format));
    assert_int_equal(format, DAICHO_FORMAT_TSV);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_aligned_by_display_width),
        cmocka_unit_test(a_long_cell_does_not_widen_the_others),
        cmocka_unit_test(tabs_newlines_and_odd_bytes_are_escaped_in_tsv),
        cmocka_unit_test(csv_has_a_mark_quotes_and_crlf),
        cmocka_unit_test(what_another_separator_would_cut_is_quoted),
        cmocka_unit_test(what_a_spreadsheet_would_run_gets_an_apostrophe),
        cmocka_unit_test(only_a_number_column_may_begin_with_a_minus),
        cmocka_unit_test(json_tells_null_numbers_and_text_apart),
        cmocka_unit_test(a_table_without_rows_has_its_header),
        cmocka_unit_test(a_table_is_no_page),
        cmocka_unit_test(every_format_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

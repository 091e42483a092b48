#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/csv.h"

static const struct {
    const char *text, *guarded;
} cases[] = {
    {"", ""},
    {"名簿/2023年度.csv", "名簿/2023年度.csv"},
    {"a=1+1", "a=1+1"},
    {"見本 太郎；営業－東京", "見本 太郎；営業－東京"},
    {"a;b-c; d", "a;b-c; d"},
    {"=1+1", "'=1+1"},
    {"  -1", "'  -1"},
    {"＝1", "'＝1"},
    {"a;=1+1;b", "a;'=1+1;b"},
    {"a; ＠SUM(A1)", "a;' ＠SUM(A1)"},
    {"a;\"=1+1\"", "a;'\"=1+1\""},
    {"\"=1+1", "'\"=1+1"},
    {";;+1", ";;'+1"},
    {"a\t=1", "a\t'=1"},
    {"a\r\n@x", "a\r\n'@x"},
    {"\tx", "'\tx"},
    {"\n=x", "'\n'=x"},
    {"a,=1", "a,=1"},
};

static void nothing_begins_a_formula(void **state)
{
    (void)state;
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *guarded = daicho_csv_guard(cases[i].text);
        assert_string_equal(guarded, cases[i].guarded);
    }
}

static void quotation_marks_are_doubled(void **state)
{
    (void)state;
    g_autoptr(GString) out = g_string_new("x,");
    daicho_csv_append_quoted(out, "a\"b");
    assert_string_equal(out->str, "x,\"a\"\"b\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_begins_a_formula),
        cmocka_unit_test(quotation_marks_are_doubled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "reports/facts.h"
#include "reports/html.h"
#include "tests/unit/reports/fixture_page.h"

static const HtmlChart chart = {"chart-test", "Findings by test",  "Bars of findings",
                                "no purpose", {"Test", HTML_TEXT}, "Findings"};

static char *draw(const Count *counts, guint n)
{
    g_autoptr(GPtrArray) array = g_ptr_array_new();
    for (guint i = 0; i < n; i++) {
        g_ptr_array_add(array, (gpointer)(guintptr)&counts[i]);
    }
    GString *out = g_string_new(NULL);
    Html html = {out, DAICHO_LANGUAGE_EN};
    html_append_chart(&html, &chart, array);
    return g_string_free(out, FALSE);
}

/* R4 */
static void bars_are_cut_and_the_table_is_whole(void **state)
{
    (void)state;
    char key[] = "key";
    Count counts[15];
    for (guint i = 0; i < G_N_ELEMENTS(counts); i++) {
        counts[i] = (Count){key, 1000 - i};
    }
    g_autofree char *html = draw(counts, G_N_ELEMENTS(counts));
    g_autoptr(FixturePage) page = fixture_page_read(html);
    assert_int_equal(fixture_page_count(page, "rect"), 12);
    assert_int_equal(fixture_page_count(page, "tr"), 1 + 15);
    assert_non_null(strstr(page->text->str, "The first 12 of 15 are shown here; 3 more are in the "
                                            "table."));
}

static void a_long_key_is_cut_in_the_drawing_only(void **state)
{
    (void)state;
    Count counts[] = {{(char[]){"個人情報を保管している共有フォルダ\\A"}, 2},
                      {(char[]){"\xff<b>"}, 1}};
    g_autofree char *html = draw(counts, G_N_ELEMENTS(counts));
    assert_non_null(strstr(html, ">個人情報を保管している…</text>"));
    assert_non_null(strstr(html, ">個人情報を保管している共有フォルダ\\\\A</th>"));
    assert_non_null(strstr(html, ">\\xFF&lt;b&gt;</text>"));
}

static void an_empty_key_has_words(void **state)
{
    (void)state;
    Count counts[] = {{(char[]){""}, 2}};
    g_autofree char *html = draw(counts, G_N_ELEMENTS(counts));
    assert_non_null(strstr(html, ">no purpose</text>"));
    assert_non_null(strstr(html, ">no purpose</th>"));
}

static void bars_are_as_long_as_their_numbers(void **state)
{
    (void)state;
    Count counts[] = {
        {(char[]){"a"}, 1000}, {(char[]){"b"}, 500}, {(char[]){"c"}, 1}, {(char[]){"d"}, 0}};
    g_autofree char *html = draw(counts, G_N_ELEMENTS(counts));
    assert_non_null(strstr(html, "width=\"260\""));
    assert_non_null(strstr(html, "width=\"130\""));
    assert_non_null(strstr(html, "width=\"2\""));
    assert_non_null(strstr(html, "width=\"0\""));
}

static void nothing_to_count_is_said(void **state)
{
    (void)state;
    g_autofree char *html = draw(NULL, 0);
    g_autoptr(FixturePage) page = fixture_page_read(html);
    assert_int_equal(fixture_page_count(page, "svg"), 0);
    assert_non_null(strstr(page->text->str, "There is nothing to count."));
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_are_cut_and_the_table_is_whole),
        cmocka_unit_test(a_long_key_is_cut_in_the_drawing_only),
        cmocka_unit_test(an_empty_key_has_words),
        cmocka_unit_test(bars_are_as_long_as_their_numbers),
        cmocka_unit_test(nothing_to_count_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"

/* The bytes of each record, with "|" behind it; "-" for one that has none of its own (g_free). */
static char *cut_out(const char *name, const char *text)
{
    g_autoptr(Extracted) extracted = fixture_extract(name, text, -1, NULL);
    g_auto(GStrv) records = g_strsplit(extracted->records->str, " ", -1);
    g_autoptr(GString) told = g_string_new(NULL);
    for (char **record = records; *record != NULL && **record != '\0'; record++) {
        long start = 0;
        long end = 0;
        assert_int_equal(sscanf(strchr(*record, ':'), ":%ld-%ld", &start, &end), 2);
        g_string_append_len(told, start >= 0 ? text + start : "-",
                            start >= 0 ? (gssize)(end - start) : 1);
        g_string_append_c(told, '|');
    }
    return g_string_free(g_steal_pointer(&told), FALSE);
}

static void assert_cut(const char *name, const char *text, const char *expected)
{
    g_autofree char *told = cut_out(name, text);
    assert_string_equal(told, expected);
}

static void a_paragraph_that_is_one_element_has_its_bytes(void **state)
{
    (void)state;
    assert_cut("a.html",
               "<body>\n<p class=a>one <b>x</b></p>\n<ul>\n<li>two</li>\n</ul><h1>three</h1>",
               "<p class=a>one <b>x</b></p>|<li>two</li>|<h1>three</h1>|");
    assert_cut("a.html", "<div a='>'>one</div><DIV>two<br>more</DIV >",
               "<div a='>'>one</div>|<DIV>two<br>more</DIV >|");
}

static void an_end_that_is_left_out_is_where_the_next_begins(void **state)
{
    (void)state;
    assert_cut("a.html", "<p>one\n<p>two\n<div>three</div>", "<p>one\n|<p>two\n|<div>three</div>|");
    assert_cut("a.html", "<ul><li>one<li>two\n</ul>", "<li>one|<li>two\n|");
}

static void text_that_is_part_of_an_element_has_no_bytes(void **state)
{
    (void)state;
    assert_cut("a.html", "<div>one<p>two</p>three</div>", "-|<p>two</p>|-|");
    assert_cut("a.html", "<p>one<!-- a -->two</p>", "-|-|-|");
    assert_cut("a.html", "<html><body>one<br>two</body></html>", "-|");
    assert_cut("a.html", "<li>one<ul><li>two</li></ul></li>", "-|<li>two</li>|");
    assert_cut("a.html", "<hr>one</div><p>two", "-|-|");
}

static void a_row_has_its_bytes(void **state)
{
    (void)state;
    assert_cut("a.html",
               "<table><tr><th>氏名</th><th>電話</th></tr>\n<tr><td>a</td><td>b</td></tr>\n"
               "<tr><td>c<td>d\n<tr><td>e<td>f</table>",
               "<tr><th>氏名</th><th>電話</th></tr>|<tr><td>a</td><td>b</td></tr>|"
               "<tr><td>c<td>d\n|<tr><td>e<td>f|");
    assert_cut("a.html", "<table><thead><tr><th>氏名<th>電話<tbody><tr><td>a<td>b</tbody></table>",
               "<tr><th>氏名<th>電話|<tr><td>a<td>b|");
    assert_cut("a.html",
               "<table><tr><td>0<td>1<tr><td>a</td><td><table><tr><td>x</td></tr></table></td></tr>"
               "<tr><td>b<td>c</tr></table>",
               "<tr><td>0<td>1|<tr><td>a</td><td><table><tr><td>x</td></tr></table></td></tr>|"
               "<tr><td>b<td>c</tr>|");
}

static void rows_that_share_a_cell_have_no_bytes(void **state)
{
    (void)state;
    assert_cut("a.html",
               "<table><tr><th>氏名</th><th>電話</th></tr><tr><td rowspan=2>a</td><td>b</td></tr>"
               "<tr><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>",
               "<tr><th>氏名</th><th>電話</th></tr>|-|-|<tr><td>d</td><td>e</td></tr>|");
}

static void an_element_that_comes_again_has_its_bytes(void **state)
{
    (void)state;
    assert_cut(
        "a.xml",
        "<?xml version=\"1.0\"?>\n<l>\n <p a='>'><n>one</n><m>1</m></p>\n <p><n>two</n></p>\n"
        " <p n=\"three\"/>\n</l>\n",
        "<p a='>'><n>one</n><m>1</m></p>|<p><n>two</n></p>|<p n=\"three\"/>|");
    assert_cut("a.xml", "<a><h>x</h><l><p>one</p><p>two</p></l></a>", "-|<p>one</p>|<p>two</p>|");
}

static void bytes_are_those_of_the_original_charset(void **state)
{
    (void)state;
    /* 表 and ソ of Shift_JIS end in "\\", 能 of it and of EUC-JP hold other letters of ASCII. */
    assert_cut("a.xml",
               "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><l><p>\x95\x5c\x83\x5c\x94\x5c</p>"
               "<p>\x95\x5c&lt;</p></l>",
               "<p>\x95\x5c\x83\x5c\x94\x5c</p>|<p>\x95\x5c&lt;</p>|");
    assert_cut("a.html", "<meta charset=euc-jp><p>\xc9\xbd\xa5\xbd\xc7\xbd</p><p>\xc9\xbd</p>",
               "<p>\xc9\xbd\xa5\xbd\xc7\xbd</p>|<p>\xc9\xbd</p>|");
    assert_cut("a.html", "\xef\xbb\xbf<p>one</p>", "<p>one</p>|");
    assert_cut("a.html", "<meta charset=iso-2022-jp><p>\x1b$B>!<j\x1b(B</p><p>two</p>",
               "<p>\x1b$B>!<j\x1b(B</p>|<p>two</p>|");
}

static void a_long_document_keeps_its_places(void **state)
{
    (void)state;
    enum { ROWS = 5000 };
    g_autoptr(GString) text = g_string_new("<l>");
    g_autoptr(GString) expected = g_string_new(NULL);
    for (guint i = 0; i < ROWS; i++) {
        g_autofree char *row = g_strdup_printf("<p a=\"架空\"><n>花子 %u</n></p>", i);
        g_string_append_printf(text, "\n%s", row);
        g_string_append_printf(expected, "%s|", row);
    }
    g_string_append(text, "</l>");
    assert_cut("a.xml", text->str, expected->str);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paragraph_that_is_one_element_has_its_bytes),
        cmocka_unit_test(an_end_that_is_left_out_is_where_the_next_begins),
        cmocka_unit_test(text_that_is_part_of_an_element_has_no_bytes),
        cmocka_unit_test(a_row_has_its_bytes),
        cmocka_unit_test(rows_that_share_a_cell_have_no_bytes),
        cmocka_unit_test(an_element_that_comes_again_has_its_bytes),
        cmocka_unit_test(bytes_are_those_of_the_original_charset),
        cmocka_unit_test(a_long_document_keeps_its_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

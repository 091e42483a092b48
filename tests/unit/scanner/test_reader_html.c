#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "tests/unit/scanner/fixture_extract.h"

static guint count(const GString *text, const char *word)
{
    guint found = 0;
    const char *end = text->str + text->len;
    for (const char *at = text->str;
         (at = memmem(at, (gsize)(end - at), word, strlen(word))) != NULL; at += strlen(word)) {
        found++;
    }
    return found;
}

static Extracted *page(const char *text)
{
    return fixture_extract("a.html", text, -1, NULL);
}

static void blocks_are_records_and_inline_elements_join(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = page(
        "<html><body>\n<h1>連絡先</h1>\n<p>電話は 090-<b>0000</b>-<span>1234</span>\n   です<br>"
        "次の行</p>\n<ul><li>架空花子<li>見本太郎</ul>\n<div>hanako<wbr>@exam&shy;ple.com</div>");
    assert_string_equal(extracted->places->str,
                        "line 2: 連絡先\nline 3: 電話は 090-0000-1234 です\n次の行\n"
                        "line 5: 架空花子\nline 5: 見本太郎\nline 6: hanako@example.com\n");
    assert_string_equal(extracted->items->str, "read\n");
    assert_string_equal(extracted->types->str, "text/html UTF-8 5\n");
}

static void marks_of_notes_are_no_digits(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = page("<p>電話 090-0000-1234<a><sup>1</sup></a>\n"
                                          "<p><sup>2</sup>03-0000-5678 H<sub>2</sub>O");
    assert_string_equal(extracted->places->str,
                        "line 1: 電話 090-0000-1234 1\nline 2: 2 03-0000-5678 H 2 O\n");
}

static void tables_have_the_names_of_their_columns(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = page(
        "<table><tr><th>氏名<th>電話<th>メール</tr>"
        "<tr><td rowspan=2>架空花子<td>03-0000-1234<td><a href='mailto:hanako@example.com'>x</a>"
        "<tr><td colspan='2'>03-0000-5678<tr><td>見本<b>太郎</b><td></td></table>後");
    assert_string_equal(extracted->cells->str,
                        "=氏名\n=電話\n=メール\n氏名=架空花子\n電話=03-0000-1234\nメール=x\n"
                        "=mailto:hanako@example.com\n氏名=\n電話=03-0000-5678\nメール=\n"
                        "氏名=見本太郎\n電話=\n");
    assert_non_null(strstr(extracted->places->str, "table 1 row 2: 架空花子\n"));
    assert_non_null(strstr(extracted->places->str, "table 1 row 4: 見本太郎\n"));
    assert_non_null(strstr(extracted->places->str, "line 1: 後\n"));
}

static void tables_within_tables_are_read(void **state)
{
    (void)state;
    /* For the layout: the inner ones count. */
    g_autoptr(Extracted) layout = page(
        "<table><tr><td>左<td><table><tr><th>氏名<th>電話<tr><td>架空花子<td>03-0000-1234</table>"
        "<tr><td>下</table>");
    assert_non_null(strstr(layout->cells->str, "氏名=架空花子\n電話=03-0000-1234\n"));
    assert_non_null(strstr(layout->places->str, "table 2 row 2: 架空花子\n"));
    assert_non_null(strstr(layout->text->str, "左"));
    assert_non_null(strstr(layout->text->str, "下"));
    /* In a table of data: the inner one is the cell's text. */
    g_autoptr(Extracted) data = page(
        "<table><tr><th>氏名<th>電話<tr><td>架空花子<td><table><tr><td>自宅<td>03-0000-1234"
        "<tr><td>携帯<td>090-0000-1234</table><tr><td>見本太郎<td>03-0000-5678</table>");
    assert_string_equal(
        data->cells->str,
        "=氏名\n=電話\n氏名=架空花子\n電話=自宅\t03-0000-1234\n携帯\t090-0000-1234\n"
        "氏名=見本太郎\n電話=03-0000-5678\n");
}

static void attributes_that_hold_data_are_read(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = page(
        "<p class=x><a href='mailto:hanako%40example.com?cc=taro%40example.com' "
        "title='担当'>連絡</a>"
        "<a HREF=tel:+81-3-0000-1234>電話</a><img src=a.png alt='架空花子の写真'>"
        "<input name='tel' value='03-0000-5678' placeholder='市外局番から'>"
        "<span data-person='見本太郎' aria-label='名札' onclick=\"go('x@example.com')\"></span>"
        "<a href='/edit?mail=y%40example.com&amp;w=1'>編集</a><a href='/index.html'>表紙</a>");
    assert_string_equal(extracted->text->str,
                        "連絡電話編集表紙\nmailto:hanako@example.com?cc=taro@example.com\n"
                        "title: 担当\ntel:+81-3-0000-1234\nalt: 架空花子の写真\n"
                        "tel: 03-0000-5678\nplaceholder: 市外局番から\ndata-person: 見本太郎\n"
                        "aria-label: 名札\nonclick: go('x@example.com')\n"
                        "href: /edit?mail=y@example.com&w=1\n");
}

static void what_stands_beside_the_text_is_read(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = page(
        "<!DOCTYPE html><head><meta name=author content='架空花子'>\n<title> 名簿\n</title>"
        "<style>/* taro@example.com */</style>\n<!-- 旧担当: hanako@example.com -->"
        "<script>\nvar a = '\\u67b6\\u7a7a\\ud867\\ude3d';\n\nvar b = "
        "'x\\x40example.com';</script>");
    assert_string_equal(
        extracted->places->str,
        "meta: author: 架空花子\ntitle: 名簿\nstyle, line 3: /* taro@example.com */\n"
        "comment, line 4: 旧担当: hanako@example.com\n"
        "script, line 5: var a = '架空𩸽';\nscript, line 7: var b = 'x@example.com';\n");
}

static void json_in_scripts_has_names(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        extracted = page("<p>前<script type='application/ld+json'>[{\"name\": \"\\u67b6\\u7a7a\","
                         "\"email\": \"hanako@example.com\"}, {\"name\": \"見本\"}]</script>後");
    assert_string_equal(extracted->cells->str,
                        "=name\nname=架空\n=email\nemail=hanako@example.com\n=name\nname=見本\n");
    assert_non_null(strstr(extracted->text->str, "前"));
    assert_non_null(strstr(extracted->text->str, "後"));
}

static void embedded_content_is_an_item(void **state)
{
    (void)state;
    g_autoptr(Extracted) extracted = page(
        "<p>前<img src='data:text/csv;charset=utf-8;base64,aGFuYWtvQGV4YW1wbGUuY29t'>後");
    assert_string_equal(extracted->items->str, "read embedded 1.csv\nread\n");
    assert_string_equal(extracted->text->str, "hanako@example.com前後\n");
    g_autoptr(Extracted) picture = page("<img src='data:image/png;base64,iVBORw0KGgo='>");
    assert_string_equal(picture->items->str,
                        "unread embedded 1.png: no reader for image/png\nread\n");
}

static void assert_charset(const char *iconv, const char *declaration, const char *charset)
{
    gsize length = 0;
    g_autofree char *text = g_strdup_printf(
        "<html><head>%s</head><body><p>架空花子の住所は東京都</p>", declaration);
    g_autofree char *bytes = fixture_convert(iconv, text, &length);
    g_autoptr(Extracted) extracted = fixture_extract("a.html", bytes, (gssize)length, NULL);
    g_autofree char *expected = g_strdup_printf("text/html %s ", charset);
    if (strstr(extracted->text->str, "架空花子の住所は東京都\n") == NULL ||
        !g_str_has_prefix(extracted->types->str, expected) ||
        strcmp(extracted->items->str, "read\n") != 0) {
        fail_msg("%s with %s: %s%s%s", iconv, declaration, extracted->types->str,
                 extracted->items->str, extracted->text->str);
    }
}

static void declared_charsets_are_read(void **state)
{
    (void)state;
    assert_charset("UTF-8", "<meta charset=utf-8>", "UTF-8");
    assert_charset("CP932", "<meta charset='Shift_JIS'>", "Shift_JIS");
    assert_charset("CP932",
                   "<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=x-sjis\">",
                   "Shift_JIS");
    assert_charset("EUC-JP-MS", "<meta charset=euc-jp>", "EUC-JP");
    assert_charset("ISO-2022-JP", "<meta charset=iso-2022-jp>", "ISO-2022-JP");
    assert_charset("UTF-8", "<meta charset=Shift_JIS>", "UTF-8");
    assert_charset("CP932", "<meta charset=utf-8>", "Shift_JIS");
    assert_charset("EUC-JP-MS", "", "EUC-JP");
    assert_charset("UTF-16", "<meta charset=utf-8>", "UTF-16LE-BOM");
    assert_charset("UTF-16BE", "", "UTF-16BE");
}

/* The first letters that are not ASCII may come late, and on any boundary. */
static void charsets_hold_for_long_pages(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new("<meta charset=euc-jp>");
    while (text->len < 70000) {
        g_string_append(text, "<p>plain text\n");
    }
    for (int i = 0; i < 3000; i++) {
        g_string_append_printf(text, "<p>架空花子%.*s\n", i % 5, "xxxxx");
    }
    gsize length = 0;
    g_autofree char *bytes = fixture_convert("EUC-JP", text->str, &length);
    g_autoptr(Extracted) extracted = fixture_extract("a.html", bytes, (gssize)length, NULL);
    assert_string_equal(extracted->items->str, "read\n");
    assert_int_equal(count(extracted->text, "架空花子"), 3000);
}

static void pages_are_told_by_how_they_begin(void **state)
{
    (void)state;
    g_autoptr(Extracted)
        extracted = fixture_extract("page", "\n <!doctype HTML><p>a<b>b</b>", -1, NULL);
    assert_string_equal(extracted->text->str, "ab\n");
    g_autoptr(Extracted) wrong = fixture_extract("a.html", "架空\xff花子さんです", -1, NULL);
    assert_string_equal(wrong->items->str, "partly-read: 1 bytes are not UTF-8\n");
}

/* Whatever the markup, each address in it comes out. */
static void no_damage_hides_anything(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "<",
        ">",
        "\"",
        "'",
        "=",
        "<!--",
        "-->",
        "</",
        "<a href=",
        "<p ",
        "<td>",
        "<tr>",
        "<table>",
        "</table>",
        "<script>",
        "</script>",
        "<title>",
        "</title>",
        "&",
        ";",
        "<?",
        "<![CDATA[",
        "]]>",
        "<!DOCTYPE",
        "/>",
        "<br>",
        "\n",
        " ",
        "<pre>",
        "</pre>",
        "<th rowspan=3>",
        "<meta ",
        "content=",
        "<textarea>",
        "<!",
        "[",
        "]",
        "<xmp>",
        "--!>",
        "title=",
    };
    guint32 seed = 1;
    for (int round = 0; round < 3000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        int n = 0;
        for (; n < 24; n++) {
            seed = seed * 1664525 + 1013904223;
            g_string_append(text, pieces[(seed >> 16) % G_N_ELEMENTS(pieces)]);
            g_string_append_printf(text, " p%d@example.com ", n);
        }
        g_autoptr(Extracted) extracted = page(text->str);
        for (int i = 0; i < n; i++) {
            g_autofree char *address = g_strdup_printf("p%d@example.com", i);
            if (strstr(extracted->text->str, address) == NULL) {
                fail_msg("%s is lost in %s\n%s", address, text->str, extracted->text->str);
            }
        }
    }
}

static void a_page_may_be_deep_and_large(void **state)
{
    (void)state;
    static const char *const nests[] = {
        "<table><tr><td>", "<b>", "<div title='x@example.com'>", "<p", "<a href='", "</x>", "&"};
    for (gsize i = 0; i < G_N_ELEMENTS(nests); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 1000000) {
            g_string_append(text, nests[i]);
        }
        g_string_append(text, "hanako@example.com");
        g_autoptr(Extracted) extracted = page(text->str);
        assert_non_null(strstr(extracted->text->str, "hanako@example.com"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_records_and_inline_elements_join),
        cmocka_unit_test(marks_of_notes_are_no_digits),
        cmocka_unit_test(tables_have_the_names_of_their_columns),
        cmocka_unit_test(tables_within_tables_are_read),
        cmocka_unit_test(attributes_that_hold_data_are_read),
        cmocka_unit_test(what_stands_beside_the_text_is_read),
        cmocka_unit_test(json_in_scripts_has_names),
        cmocka_unit_test(embedded_content_is_an_item),
        cmocka_unit_test(declared_charsets_are_read),
        cmocka_unit_test(charsets_hold_for_long_pages),
        cmocka_unit_test(pages_are_told_by_how_they_begin),
        cmocka_unit_test(no_damage_hides_anything),
        cmocka_unit_test(a_page_may_be_deep_and_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

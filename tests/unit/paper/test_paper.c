#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fontconfig/fontconfig.h>
#include <string.h>

#include "base/error.h"
#include "paper/paper_pdf.h"

static const DaichoPaperColumn columns[] = {{"日付", "Day", 1}, {"提供先", "Recipient", 3}};

static DaichoPaper *make_paper(void)
{
    static const char *const cells[] = {"2026-04-01", "例示商会"};
    DaichoPaper *paper = daicho_paper_new("回答書", "Answer");
    daicho_paper_set_sender(paper, "見本 & 例示");
    daicho_paper_set_reference(paper, "受付番号", "Reference", "R-000001");
    daicho_paper_set_date(paper, "2026-11-25", 1795564800);
    daicho_paper_set_footer(paper, "R-000001 · 2345-6789");
    daicho_paper_set_addressee(paper, "〒000-0000\n東京都架空区見本町1-2-3", "架空 花子 様", NULL);
    daicho_paper_add_heading(paper, "決定", "Decision");
    daicho_paper_add_text(paper, "対応いたします。", "We have accepted.");
    daicho_paper_begin_table(paper, "ご請求", "Your request");
    daicho_paper_add_row(paper, "種類", "Kind", "<消去>\n第二行");
    daicho_paper_add_words_row(paper, "目的", "Purpose", "研修", "training");
    daicho_paper_add_code_row(paper, "確認コード", "Check code", "2345-6789");
    daicho_paper_add_blank_row(paper, "署名", "Signature");
    daicho_paper_begin_grid(paper, NULL, NULL, columns, G_N_ELEMENTS(columns));
    daicho_paper_add_cells(paper, cells);
    return paper;
}

static char *take_html(const DaichoPaper *paper)
{
    g_autoptr(GBytes) bytes = daicho_paper_write(paper, DAICHO_PAPER_HTML, NULL);
    gsize length = 0;
    const char *html = g_bytes_get_data(bytes, &length);
    return g_strndup(html, length);
}

static void assert_holds(const char *page, const char *text)
{
    if (strstr(page, text) == NULL) {
        fail_msg("the page does not hold \"%s\":\n%s", text, page);
    }
}

/* How often a text stands in a PDF that is not compressed there. */
static guint count_in(GBytes *pdf, const char *text)
{
    gsize length = 0;
    gsize wanted = strlen(text);
    const char *bytes = g_bytes_get_data(pdf, &length);
    guint count = 0;
    for (gsize i = 0; i + wanted <= length; i++) {
        count += memcmp(bytes + i, text, wanted) == 0 ? 1 : 0;
    }
    return count;
}

static GBytes *take_pdf(const DaichoPaper *paper)
{
    g_autoptr(GError) error = NULL;
    GBytes *pdf = daicho_paper_write(paper, DAICHO_PAPER_PDF, &error);
    if (pdf == NULL) {
        fail_msg("%s", error->message);
    }
    assert_memory_equal(g_bytes_get_data(pdf, NULL), "%PDF-", 5);
    return pdf;
}

static void html_holds_each_block_and_escapes_it(void **state)
{
    (void)state;
    g_autoptr(DaichoPaper) paper = make_paper();
    g_autofree char *html = take_html(paper);
    const char *const texts[] = {
        "<title>回答書 / Answer R-000001</title>",
        "<p>見本 &amp; 例示</p>",
        "<strong>架空 花子 様</strong>",
        "<h2>決定 <span lang=\"en\">Decision</span></h2>",
        "<p>対応いたします。</p>\n<p lang=\"en\">We have accepted.</p>",
        "<th scope=\"row\">種類 <span lang=\"en\">Kind</span></th><td>&lt;消去&gt;\n第二行</td>",
        "<td>研修 <span lang=\"en\">training</span></td>",
        "<td class=\"code\">2345-6789</td>",
        "<tr class=\"sign\"><th scope=\"row\">署名",
        "<th scope=\"col\">提供先 <span lang=\"en\">Recipient</span></th>",
        "<td>2026-04-01</td><td>例示商会</td>",
        "prefers-color-scheme:dark",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        assert_holds(html, texts[i]);
    }
}

static void text_holds_each_block_with_its_label(void **state)
{
    (void)state;
    g_autoptr(DaichoPaper) paper = make_paper();
    g_autofree char *text = daicho_paper_to_text(paper);
    const char *const texts[] = {
        "回答書 / Answer\n",
        "受付番号 / Reference: R-000001\n",
        "== 決定 / Decision ==\n対応いたします。 / We have accepted.\n",
        "ご請求 / Your request\n  種類 / Kind: <消去>\n    第二行\n  目的 / Purpose: 研修 / "
        "training\n",
        "  署名 / Signature: ____",
        "  日付 / Day: 2026-04-01\n  提供先 / Recipient: 例示商会\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        assert_holds(text, texts[i]);
    }
}

static void bytes_that_are_no_text_break_nothing(void **state)
{
    (void)state;
    g_autoptr(DaichoPaper) paper = daicho_paper_new("題", "Title");
    daicho_paper_add_text(paper, "a\x01z", NULL);
    daicho_paper_add_text(paper, "\xff<b>", NULL);
    g_autofree char *html = take_html(paper);
    assert_holds(html, "<p>a z</p>");
    assert_holds(html, "<p>\xef\xbf\xbd&lt;b&gt;</p>");
    g_autoptr(GBytes) pdf = take_pdf(paper);
    assert_int_equal(count_in(pdf, "/Type /Page "), 1);
}

/* P1 */
static void the_same_paper_gives_the_same_pdf(void **state)
{
    (void)state;
    g_autoptr(DaichoPaper) paper = make_paper();
    g_autoptr(GBytes) one = take_pdf(paper);
    g_autoptr(GBytes) other = take_pdf(paper);
    assert_true(g_bytes_equal(one, other));
    assert_int_equal(count_in(one, "/CreationDate (20261125000000"), 1);
}

static void every_font_is_embedded(void **state)
{
    (void)state;
    g_autoptr(DaichoPaper) paper = make_paper();
    g_autoptr(GBytes) pdf = take_pdf(paper);
    guint fonts = count_in(pdf, "/Type /FontDescriptor");
    assert_in_range(fonts, 1, 6);
    assert_int_equal(count_in(pdf, "/FontFile"), fonts);
    assert_int_equal(count_in(pdf, "/ToUnicode"), fonts);
}

/* For programs that read a paper aloud. */
static void title_headings_and_tables_are_tagged(void **state)
{
    (void)state;
    g_autoptr(DaichoPaper) paper = make_paper();
    g_autoptr(GBytes) pdf = take_pdf(paper);
    assert_int_equal(count_in(pdf, "/S /H1\n"), 1);
    assert_int_equal(count_in(pdf, "/S /H2\n"), 1);
    assert_int_equal(count_in(pdf, "/S /Table\n"), 2);
    assert_int_equal(count_in(pdf, "/S /TR\n"), 6);
    assert_int_equal(count_in(pdf, "/S /TH\n"), 6);
    assert_int_equal(count_in(pdf, "/S /TD\n"), 6);
}

static void a_long_table_goes_on_over_pages(void **state)
{
    (void)state;
    static const char *const cells[] = {"2026-04-01", "例示商会"};
    g_autoptr(DaichoPaper) paper = make_paper();
    for (guint i = 0; i < 100; i++) {
        daicho_paper_add_cells(paper, cells);
    }
    g_autoptr(GBytes) pdf = take_pdf(paper);
    assert_int_equal(count_in(pdf, "/Type /Page "), 4);
}

/* A row, and a paragraph, that is higher than a page is cut between lines, and ends. */
static void what_is_higher_than_a_page_goes_on(void **state)
{
    (void)state;
    g_autoptr(GString) lines = g_string_new(NULL);
    for (guint i = 0; i < 200; i++) {
        g_string_append(lines, "とても長い記録の一行\n");
    }
    g_autoptr(DaichoPaper) row = daicho_paper_new("題", "Title");
    daicho_paper_begin_table(row, "表", "Table");
    daicho_paper_add_row(row, "内容", "Content", lines->str);
    g_autoptr(GBytes) table = take_pdf(row);
    assert_int_equal(count_in(table, "/Type /Page "), 4);
    g_autoptr(DaichoPaper) text = daicho_paper_new("題", "Title");
    daicho_paper_add_text(text, lines->str, NULL);
    g_autoptr(GBytes) paragraph = take_pdf(text);
    assert_int_equal(count_in(paragraph, "/Type /Page "), 4);
}

/* A table whose every row, caption and line of headings is long comes to an end, too. */
static void a_head_that_fills_its_page_ends(void **state)
{
    (void)state;
    g_autofree char *filler = g_strnfill(6000, 'x');
    const DaichoPaperColumn wide[] = {{filler, filler, 1}, {"二", "two", 1}};
    const char *const cells[] = {filler, "値"};
    g_autoptr(DaichoPaper) paper = daicho_paper_new("題", "Title");
    daicho_paper_begin_grid(paper, filler, filler, wide, G_N_ELEMENTS(wide));
    daicho_paper_add_cells(paper, cells);
    g_autoptr(GBytes) pdf = take_pdf(paper);
    assert_in_range(count_in(pdf, "/Type /Page "), 2, 12);
}

static void a_text_that_is_too_long_is_told(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autofree char *filler = g_strnfill(PDF_TEXT_BYTES_MAX + 1, 'x');
    g_autoptr(DaichoPaper) paper = make_paper();
    daicho_paper_add_text(paper, filler, NULL);
    assert_null(daicho_paper_write(paper, DAICHO_PAPER_PDF, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
    assert_holds(error->message, "longer than 4 MiB: use the format html");
}

/* P3 */
static void a_character_without_a_glyph_is_told(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoPaper) paper = make_paper();
    daicho_paper_add_text(paper, "架空 \xf4\x8f\xbf\xbd子", NULL);
    assert_null(daicho_paper_write(paper, DAICHO_PAPER_PDF, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
    assert_holds(error->message, "U+10FFFD");
    assert_holds(error->message, "fonts-ipamj-mincho");
}

/* No line begins with what ends a phrase, or ends with what begins one (JIS X 4051). */
static void japanese_lines_break_by_their_rules(void **state)
{
    (void)state;
    static const char never_first[] = "、。」）ー・ゃッ";
    g_autofree char *family = daicho_paper_find_font(NULL);
    g_autoptr(PangoFontMap) fonts = pango_cairo_font_map_new();
    g_autoptr(GObject) context = G_OBJECT(pango_font_map_create_context(fonts));
    Pdf pdf = {.context = PANGO_CONTEXT(context), .family = family};
    const PdfStyle style = {.size = 10};
    const PaperWords words = {
        (char *)(guintptr) "「個人情報」、（データ）。チェックしちゃった「コード」、お客様。",
        NULL};
    for (int width = 50; width < 200; width++) {
        g_autoptr(PangoLayout) layout = pdf_text_new(&pdf, &words, &style, width);
        const char *text = pango_layout_get_text(layout);
        assert_true(pango_layout_get_line_count(layout) > 1);
        for (int i = 1; i < pango_layout_get_line_count(layout); i++) {
            const char *start = text + pango_layout_get_line_readonly(layout, i)->start_index;
            if (g_utf8_strchr(never_first, -1, g_utf8_get_char(start)) != NULL) {
                fail_msg("at a width of %d a line begins with %s", width, start);
            }
            gunichar last = g_utf8_get_char(g_utf8_prev_char(start));
            assert_true(last != 0x300c && last != 0xff08);
        }
    }
}

/* As a reader of foreign files does, in this process, before a paper is made. */
static void fonts_are_found_though_fontconfig_was_emptied(void **state)
{
    (void)state;
    g_autoptr(DaichoPaper) paper = make_paper();
    g_autoptr(GBytes) before = take_pdf(paper);
    FcConfig *none = FcConfigCreate();
    FcConfigSetCurrent(none);
    FcConfigDestroy(none);
    g_autoptr(GBytes) after = take_pdf(paper);
    assert_true(g_bytes_equal(before, after));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_holds_each_block_and_escapes_it),
        cmocka_unit_test(text_holds_each_block_with_its_label),
        cmocka_unit_test(bytes_that_are_no_text_break_nothing),
        cmocka_unit_test(the_same_paper_gives_the_same_pdf),
        cmocka_unit_test(every_font_is_embedded),
        cmocka_unit_test(title_headings_and_tables_are_tagged),
        cmocka_unit_test(a_long_table_goes_on_over_pages),
        cmocka_unit_test(what_is_higher_than_a_page_goes_on),
        cmocka_unit_test(a_head_that_fills_its_page_ends),
        cmocka_unit_test(a_text_that_is_too_long_is_told),
        cmocka_unit_test(a_character_without_a_glyph_is_told),
        cmocka_unit_test(japanese_lines_break_by_their_rules),
        cmocka_unit_test(fonts_are_found_though_fontconfig_was_emptied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

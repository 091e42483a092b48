#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "reports/facts.h"
#include "reports/html.h"
#include "tests/unit/reports/fixture_page.h"

static const HtmlChart chart = {
    .id = "chart-test", .title = "Findings by test", .description = "Lines of findings"};

enum { NOW_S = 1795478400, DAY_S = 24 * 60 * 60 };

static char *draw(const TrendPoint *points, guint n)
{
    g_autoptr(GPtrArray) array = g_ptr_array_new();
    for (guint i = 0; i < n; i++) {
        g_ptr_array_add(array, (gpointer)(guintptr)&points[i]);
    }
    GString *out = g_string_new(NULL);
    Html html = {out, DAICHO_LANGUAGE_EN};
    html_append_lines(&html, &chart, array);
    return g_string_free(out, FALSE);
}

static TrendPoint point(char *share, gint64 day, gint64 high, gint64 medium)
{
    return (TrendPoint){
        .share = share, .ended_s = NOW_S + day * DAY_S, .high = high, .medium = medium};
}

static void a_line_goes_from_the_first_scan_to_the_last(void **state)
{
    (void)state;
    char share[] = "hr";
    const TrendPoint points[] = {point(share, 0, 50, 50), point(share, 5, 0, 0),
                                 point(share, 10, 150, 50)};
    g_autofree char *html = draw(points, G_N_ELEMENTS(points));
    g_autoptr(FixturePage) page = fixture_page_read(html);
    assert_int_equal(fixture_page_count(page, "polyline"), 1);
    assert_non_null(strstr(html, "points=\"64,118 229,218 394,18\""));
    assert_non_null(strstr(html, "text-anchor=\"end\">200</text>"));
    assert_non_null(strstr(html, "text-anchor=\"start\">2026-11-24</text>"));
    assert_non_null(strstr(html, "text-anchor=\"end\">2026-12-04</text>"));
    assert_non_null(strstr(html, ">hr</text>"));
}

static void one_scan_is_a_dot_in_the_middle(void **state)
{
    (void)state;
    char share[] = "hr";
    const TrendPoint points[] = {point(share, 0, 0, 0)};
    g_autofree char *html = draw(points, G_N_ELEMENTS(points));
    assert_non_null(strstr(html, "<circle class=\"dot\" cx=\"229\" cy=\"218\""));
    assert_non_null(strstr(html, "text-anchor=\"middle\">2026-11-24</text>"));
}

/* Where a name stands; -1 without it. */
static int name_y(const char *html, const char *name)
{
    g_autofree char *text = g_strdup_printf(">%s</text>", name);
    const char *at = strstr(html, text);
    const char *y = at != NULL ? g_strrstr_len(html, at - html, " y=\"") : NULL;
    return y != NULL ? atoi(y + strlen(" y=\"")) : -1;
}

static void names_do_not_stand_on_each_other(void **state)
{
    (void)state;
    char shares[][2] = {"a", "b", "c", "d", "e", "f"};
    TrendPoint points[6];
    for (guint i = 0; i < G_N_ELEMENTS(points); i++) {
        points[i] = point(shares[i], i, i == 0 ? 100 : 0, 0);
    }
    g_autofree char *html = draw(points, G_N_ELEMENTS(points));
    for (guint i = 1; i < G_N_ELEMENTS(points); i++) {
        int above = name_y(html, shares[i - 1]), below = name_y(html, shares[i]);
        assert_true(above > 0);
        assert_true(below - above >= 18);
        assert_true(below <= 18 + 200 + 5);
    }
}

/* R4 */
static void lines_past_six_are_in_the_table(void **state)
{
    (void)state;
    char shares[][3] = {"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"};
    TrendPoint points[8];
    for (guint i = 0; i < G_N_ELEMENTS(points); i++) {
        points[i] = point(shares[i], 0, i, 0);
    }
    g_autofree char *html = draw(points, G_N_ELEMENTS(points));
    g_autoptr(FixturePage) page = fixture_page_read(html);
    assert_int_equal(fixture_page_count(page, "polyline"), 6);
    assert_non_null(strstr(page->text->str, "The first 6 of 8 are shown here"));
    assert_null(strstr(html, ">s1</text>"));
    assert_non_null(strstr(html, ">s7</text>"));
}

static void the_scale_is_round_and_holds_the_most(void **state)
{
    (void)state;
    static const struct {
        gint64 most;
        const char *top;
    } cases[] = {{0, ">4</text>"},    {4, ">4</text>"},     {5, ">8</text>"},
                 {9, ">12</text>"},   {401, ">800</text>"}, {1234567, ">2,000,000</text>"},
                 {799, ">800</text>"}};
    char share[] = "hr";
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const TrendPoint points[] = {point(share, 0, cases[i].most, 0)};
        g_autofree char *html = draw(points, G_N_ELEMENTS(points));
        assert_non_null(strstr(html, cases[i].top));
    }
}

static void a_share_is_shown_and_never_run(void **state)
{
    (void)state;
    char share[] = "<b>\xff\xe2\x80\xae & \"x\"";
    const TrendPoint points[] = {point(share, 0, 1, 0)};
    g_autofree char *html = draw(points, G_N_ELEMENTS(points));
    g_autoptr(FixturePage) page = fixture_page_read(html);
    assert_int_equal(fixture_page_count(page, "b"), 0);
    assert_non_null(strstr(page->text->str, "<b>\\xFF\\xE2"));
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_goes_from_the_first_scan_to_the_last),
        cmocka_unit_test(one_scan_is_a_dot_in_the_middle),
        cmocka_unit_test(names_do_not_stand_on_each_other),
        cmocka_unit_test(lines_past_six_are_in_the_table),
        cmocka_unit_test(the_scale_is_round_and_holds_the_most),
        cmocka_unit_test(a_share_is_shown_and_never_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

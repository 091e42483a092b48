#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "scanner/readers/number_format.h"

typedef struct {
    const char *code;
    double value;
    const char *shown;
} Case;

static void check(const Case *cases, gsize n_cases, gboolean is_1904)
{
    for (gsize i = 0; i < n_cases; i++) {
        g_autoptr(NumberFormat) format = number_format_new(cases[i].code);
        g_autoptr(GString) out = g_string_new("|");
        number_format_append(format, cases[i].value, is_1904, out);
        if (strcmp(out->str + 1, cases[i].shown) != 0) {
            fail_msg("%s of %.17g: %s, not %s", cases[i].code, cases[i].value, out->str + 1,
                     cases[i].shown);
        }
    }
}

#define CHECK(cases) check(cases, G_N_ELEMENTS(cases), FALSE)

static void general_shows_whole_numbers_to_the_last_digit(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"General", 0, "0"},
        {"General", -0.0, "0"},
        {"General", 9012345678, "9012345678"},
        {"General", 123456789018, "123456789018"},
        {"General", 4111111111111111, "4111111111111111"},
        {"General", 0.1 + 0.2, "0.3"},
        {"General", -12.5, "-12.5"},
        {"General", 1e300, "1e+300"},
        {"G/標準", 12, "12"},
        {"General\"円\"", 1200, "1200円"},
        {"General", 1e16, "1e+16"},
    };
    CHECK(cases);
    g_autoptr(GString) out = g_string_new(NULL);
    number_format_append(NULL, 300001234, FALSE, out);
    assert_string_equal(out->str, "300001234");
}

static void digits_fill_places_from_the_right(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"0", 12.5, "13"},
        {"0.00", 1.005, "1.01"},
        {"0.00", -0.5, "-0.50"},
        {"0.##", 5, "5."},
        {".00", 12.5, "12.50"},
        {"000-0000-0000", 9000001234, "090-0000-1234"},
        {"0##-####-####", 9000001234, "090-0000-1234"},
        {"000\\-0000", 1000001, "100-0001"},
        {"000-0000", 10001, "001-0001"},
        {"0000000000000", 12, "0000000000012"},
        {"0000 0000 0000 0000", 4111111111111111, "4111 1111 1111 1111"},
        {"000-0000", 12345678901, "1234567-8901"},
        {"#,##0", 0, "0"},
        {"#,##0", 999, "999"},
        {"#,##0", 1234567, "1,234,567"},
        {"#,##0\"円\"", -1200, "-1,200円"},
        {"\"¥\"#,##0;\"¥\"\\-#,##0", -1200, "¥-1,200"},
        {"[$¥-411]#,##0", 1200, "¥1,200"},
        {"[$-411]#,##0", 1200, "1,200"},
        {"#,##0,", 1234567, "1,235"},
        {"0.0,,\"百万\"", 12345678, "12.3百万"},
        {"0%", 0.256, "26%"},
        {"0.0%", 0.2555, "25.6%"},
        {"??0", 5, "  5"},
        {"0.0?", 1.5, "1.5 "},
        {"0\"a\"0", 12, "1a2"},
        {"#", 0, ""},
        {"0;0", -5, "5"},
        {"_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", 1200, " 1,200 "},
        {"[Red][<0]0;0", -7, "7"},
    };
    CHECK(cases);
}

static void sections_are_chosen_by_sign_and_condition(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"0;(0)", -5, "(5)"},
        {"0;(0);\"none\"", 0, "none"},
        {"0;(0);\"none\"", 5, "5"},
        {"[<=999]000;[<=9999]000-00;000-0000", 123, "123"},
        {"[<=999]000;[<=9999]000-00;000-0000", 1234, "012-34"},
        {"[<=999]000;[<=9999]000-00;000-0000", 1000001, "100-0001"},
        {"[<=99999999]####-####;(00) ####-####", 300001234, "(03) 0000-1234"},
        {"[<=99999999]####-####;(00) ####-####", 12345678, "1234-5678"},
        {"[=1]\"yes\";[=0]\"no\";0", 0, "no"},
        {"[<>1]0.0;\"one\"0", 2, "2.0"},
        {"[>=10]0.0;[>5]0.00;0", 10, "10.0"},
        {"[>=10]0.0;[>5]0.00;0", 6, "6.00"},
        {"[>=10]0.0;[>5]0.00", 1, "1"},
        {"0;-0;;@", 0, ""},
        {"@", 9012345678, "9012345678"},
    };
    CHECK(cases);
}

static void numbers_that_a_format_hides_are_shown(void **state)
{
    (void)state;
    static const Case cases[] = {
        {";;;", 9012345678, "9012345678"},
        {"", 12, "12"},
        {"\"x\"", 12, "x 12"},
    };
    CHECK(cases);
}

static void exponents_and_fractions(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"0.00E+00", 12345, "1.23E+04"},
        {"0.00E+00", 0.000999999, "1.00E-03"},
        {"0E-0", 1200, "1E3"},
        {"##0.0E+0", 12345, "12.3E+3"},
        {"##0.0E+0", 0.0012345, "1.2E-3"},
        {"0.00E+00", 0, "0.00E+00"},
        {"# ?/?", 1.5, "1 1/2"},
        {"# ?\?/??", 0.3125, "5/16"},
        {"# ?/8", 2.25, "2 2/8"},
        {"?/?", 1.5, "3/2"},
        {"# ?/?", 3, "3"},
        {"# ?/?", 1.999, "2"},
    };
    CHECK(cases);
}

static void dates_are_shown_by_their_letters(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"yyyy/mm/dd", 45017, "2023/04/01"},
        {"yyyy/m/d;@", 45017, "2023/4/1"},
        {"yy-mmm-d", 45017, "23-Apr-1"},
        {"mmmm mmmmm dddd ddd", 45017, "April A Saturday Sat"},
        {"yyyy\"年\"m\"月\"d\"日\"\\(aaa\\)", 45017, "2023年4月1日(土)"},
        {"aaaa", 45018, "日曜日"},
        {"m/d/yyyy h:mm", 45017.75, "4/1/2023 18:00"},
        {"h:mm AM/PM", 0.75, "6:00 PM"},
        {"h:mm a/p", 0.0, "12:00 A"},
        {"午前/午後h\"時\"mm\"分\"", 0.25, "午前6時00分"},
        {"hh:mm:ss.00", 0.5 + 1.2345 / 86400, "12:00:01.23"},
        {"mm:ss", 61.0 / 86400, "01:01"},
        {"h:m", 0.0430, "1:1"},
        {"m", 45017, "4"},
        {"[h]:mm", 1.5, "36:00"},
        {"[mm]:ss", 0.05, "72:00"},
        {"[s]", 0.001, "86"},
        {"h:mm:ss", 0.9999999, "0:00:00"},
        {"e", 45017, "2023"},
        {"bbbb", 45017, "2566"},
        {"yyyy.m.d", -1, "-1"},
        {"yyyy.m.d", 2958466, "2958466"},
    };
    CHECK(cases);
}

static void eras_of_japan(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"[$-411]ggge\"年\"m\"月\"d\"日\"", 45017, "令和5年4月1日"},
        {"[$-411]ggge\"年\"m\"月\"d\"日\"", 43586, "令和1年5月1日"},
        {"[$-411]ggge\"年\"m\"月\"d\"日\"", 43585, "平成31年4月30日"},
        {"[$-411]ge.m.d;@", 32515, "S64.1.7"},
        {"[$-411]ge.m.d;@", 32516, "H1.1.8"},
        {"[$-411]gee.mm.dd", 29221, "S55.01.01"},
        {"ggge", 1, "明治33"},
        {"gge", 4594, "明45"},
        {"ge", 4595, "T1"},
        {"[$-ja-JP-x-gannen]ggge\"年\"", 9856, "昭和元年"},
        {"[$-ja-JP-x-gannen]ggge\"年\"", 29221, "昭和55年"},
    };
    CHECK(cases);
}

static void both_calendars_and_the_day_that_never_was(void **state)
{
    (void)state;
    static const Case from_1900[] = {
        {"yyyy/m/d", 0, "1900/1/0"},     {"yyyy/m/d", 1, "1900/1/1"},
        {"yyyy/m/d", 59, "1900/2/28"},   {"yyyy/m/d", 60, "1900/2/29"},
        {"yyyy/m/d", 61, "1900/3/1"},    {"yyyy/m/d", 2958465, "9999/12/31"},
        {"yyyy/m/d", 36526, "2000/1/1"}, {"ddd", 1, "Sun"},
    };
    static const Case from_1904[] = {
        {"yyyy/m/d", 0, "1904/1/1"},
        {"yyyy/m/d", 35064, "2000/1/1"},
        {"yyyy/m/d", 2958465, "2958465"},
    };
    CHECK(from_1900);
    check(from_1904, G_N_ELEMENTS(from_1904), TRUE);
}

static void built_in_formats(void **state)
{
    (void)state;
    static const struct {
        guint id;
        double value;
        const char *shown;
    } cases[] = {
        {0, 9012345678, "9012345678"},
        {1, 12.5, "13"},
        {5, -1200, "¥-1,200"},
        {14, 29221, "1980/1/1"},
        {22, 29221.5, "1980/1/1 12:00"},
        {27, 29221, "S55.1.1"},
        {30, 29221, "1/1/80"},
        {31, 29221, "1980年1月1日"},
        {42, 0, "¥-"},
        {55, 29221, "1980年1月"},
        {58, 45017, "令和5年4月1日"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case one = {number_format_builtin(cases[i].id), cases[i].value, cases[i].shown};
        assert_non_null(one.code);
        check(&one, 1, FALSE);
    }
    assert_null(number_format_builtin(23));
    assert_null(number_format_builtin(59));
    assert_null(number_format_builtin(G_MAXUINT));
}

static void texts_go_into_the_section_for_texts(void **state)
{
    (void)state;
    static const struct {
        const char *code, *text, *shown;
    } cases[] = {
        {"@", "架空", "架空"},
        {"@\" 様\"", "架空 花子", "架空 花子 様"},
        {"0;0;0;@\"宛\"", "x", "x宛"},
        {"0", "x", "x"},
        {";;;", "x", "x"},
        {"0;0;0;\"hidden\"", "x", "x"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(NumberFormat) format = number_format_new(cases[i].code);
        g_autoptr(GString) out = g_string_new(NULL);
        number_format_append_text(format, cases[i].text, out);
        assert_string_equal(out->str, cases[i].shown);
    }
}

/* Codes of random letters: none may break anything, and something is shown for each number. */
static void any_code_is_taken(void **state)
{
    (void)state;
    static const char letters[] = "0#?.,%E+-/@;\"\\_*![]$<>=ymdhsgeabAP年月G0 -411";
    static const double values[] = {
        0,    1,       -1,    45017.123,        9012345678, 1e15,
        1e20, -1e-300, 1e308, 4111111111111111, 0.5,        2958465.9999999999,
        NAN,  INFINITY};
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    for (guint round = 0; round < 20000; round++) {
        char code[24] = "";
        gint length = g_rand_int_range(random, 0, sizeof code);
        for (gint i = 0; i < length; i++) {
            code[i] = letters[g_rand_int_range(random, 0, sizeof letters - 1)];
        }
        code[length] = '\0';
        g_autoptr(NumberFormat) format = number_format_new(code);
        g_autoptr(GString) out = g_string_new(NULL);
        for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
            number_format_append(format, values[i], round % 2 == 0, out);
        }
        number_format_append_text(format, "x", out);
        assert_true(g_utf8_validate(out->str, -1, NULL));
    }
    g_autofree char *long_code = g_strnfill(100000, '0');
    g_autoptr(NumberFormat) format = number_format_new(long_code);
    g_autoptr(GString) out = g_string_new(NULL);
    number_format_append(format, 12, FALSE, out);
    assert_string_equal(out->str, "12");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(general_shows_whole_numbers_to_the_last_digit),
        cmocka_unit_test(digits_fill_places_from_the_right),
        cmocka_unit_test(sections_are_chosen_by_sign_and_condition),
        cmocka_unit_test(numbers_that_a_format_hides_are_shown),
        cmocka_unit_test(exponents_and_fractions),
        cmocka_unit_test(dates_are_shown_by_their_letters),
        cmocka_unit_test(eras_of_japan),
        cmocka_unit_test(both_calendars_and_the_day_that_never_was),
        cmocka_unit_test(built_in_formats),
        cmocka_unit_test(texts_go_into_the_section_for_texts),
        cmocka_unit_test(any_code_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

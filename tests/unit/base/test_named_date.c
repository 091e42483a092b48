#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/named_date.h"
#include "base/period.h"

enum { MARCH = 3, DECEMBER = 12 };

/* wanted NULL: no date. */
static void expect_end_of(const char *text, guint fiscal_end, const char *wanted)
{
    DaichoNamedDate date;
    GDate last;
    char shown[DAICHO_DAY_LENGTH] = "none";
    if (daicho_named_date_find(text, fiscal_end, &date)) {
        daicho_named_date_end(&date, fiscal_end, &last);
        daicho_day_format(&last, shown);
    }
    if (strcmp(shown, wanted != NULL ? wanted : "none") != 0) {
        fail_msg("%s: %s, not %s", text, shown, wanted != NULL ? wanted : "none");
    }
}

typedef struct {
    const char *text, *end;
} Example;

static void expect_all(const Example *examples, gsize n_examples)
{
    for (gsize i = 0; i < n_examples; i++) {
        expect_end_of(examples[i].text, MARCH, examples[i].end);
    }
}

static void the_end_of_the_period_that_a_path_names_counts(void **state)
{
    (void)state;
    static const Example examples[] = {
        {"研修/2016/名簿.csv", "2016-12-31"},    {"研修/2016-03/名簿.csv", "2016-03-31"},
        {"研修/2016/03/名簿.csv", "2016-03-31"}, {"研修/2016/02/29/名簿.csv", "2016-02-29"},
        {"名簿_20160331.xlsx", "2016-03-31"},    {"名簿_20160331123000.xlsx", "2016-03-31"},
        {"名簿201603.xlsx", "2016-03-31"},       {"list.2016.02.csv", "2016-02-29"},
        {"list_2016_3_1.csv", "2016-03-01"},     {"２０１６年３月/名簿.csv", "2016-03-31"},
        {"2016年3月15日/a.csv", "2016-03-15"},   {"2016年/a.csv", "2016-12-31"},
        {"2015-2017/a.csv", "2017-12-31"},       {"2016(最新)/a.csv", "2016-12-31"},
        {"2014_2015_2016.csv", "2016-12-31"},    {"01_2016.csv", "2016-12-31"},
    };
    expect_all(examples, G_N_ELEMENTS(examples));
}

static void eras_are_read_in_words_and_letters(void **state)
{
    (void)state;
    static const Example examples[] = {
        {"平成28年/a.csv", "2016-12-31"},       {"平成２８年３月/a.csv", "2016-03-31"},
        {"令和元年5月7日/a.csv", "2019-05-07"}, {"昭和63年/a.csv", "1988-12-31"},
        {"㍻28年/a.csv", "2016-12-31"},         {"研修R3.4/a.csv", "2021-04-30"},
        {"研修/R3.4.1/a.csv", "2021-04-01"},    {"研修/H28.3.31/a.csv", "2016-03-31"},
        {"研修/H28/a.csv", "2016-12-31"},       {"研修/R03/a.csv", "2021-12-31"},
        {"研修/R3年4月/a.csv", "2021-04-30"},   {"平成28/a.csv", "2016-12-31"},
        {"h28.3.31/a.csv", "2016-03-31"},
    };
    expect_all(examples, G_N_ELEMENTS(examples));
}

static void a_fiscal_year_ends_with_the_month_that_the_policy_says(void **state)
{
    (void)state;
    static const Example examples[] = {
        {"FY2016/a.csv", "2017-03-31"},         {"FY16/a.csv", "2017-03-31"},
        {"2016年度/a.csv", "2017-03-31"},       {"平成28年度/a.csv", "2017-03-31"},
        {"R3年度/a.csv", "2022-03-31"},         {"令和元年度/a.csv", "2020-03-31"},
        {"FY2019/2020-03/a.csv", "2020-03-31"},
    };
    expect_all(examples, G_N_ELEMENTS(examples));
    expect_end_of("FY2016/a.csv", DECEMBER, "2016-12-31");
    expect_end_of("FY2016/a.csv", 2, "2017-02-28");
}

static void of_several_dates_the_last_counts(void **state)
{
    (void)state;
    static const Example examples[] = {
        {"2016/対応履歴_2024.csv", "2024-12-31"},
        {"2024/2016年卒.csv", "2024-12-31"},
        {"2016-03/20160415.csv", "2016-04-15"},
        {"200412.csv", "2020-04-12"}, /* or December 2004 */
    };
    expect_all(examples, G_N_ELEMENTS(examples));
}

static void what_only_looks_like_a_date_is_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "名簿.csv",           "ISO2022/a.csv",     "0120-000-123/a.csv", "A4/a.csv",
        "S3_backup/a.csv",    "H264/a.csv",        "R2/a.csv",           "12016/a.csv",
        "20161332123/a.csv",  "v1.2.3/a.csv",      "第2回/a.csv",        "",
        "\xff\xfe",           "FYI/a.csv",         "平成/a.csv",         "3025年/a.csv",
        "注文2016-00123.csv", "090-2016-0000.csv", "03-0000-2016.csv",   "03-2016-0000.csv",
        "h2-1-1.csv",         "ver.t1.2.csv",      "EH28/a.csv",         "20160331001.csv",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        expect_end_of(texts[i], MARCH, NULL);
    }
}

static void a_day_that_the_calendar_has_not_is_no_day(void **state)
{
    (void)state;
    expect_end_of("2015-02-29", MARCH, "2015-02-28"); /* the month is named all the same */
    expect_end_of("2015年2月30日", MARCH, "2015-02-28");
}

static void a_date_is_the_same_when_it_was_written_down(void **state)
{
    (void)state;
    static const char *const words[] = {"2016-03-31", "2016-03", "2016", "FY2016"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        DaichoNamedDate date;
        assert_true(daicho_named_date_find(words[i], MARCH, &date));
        g_autofree char *shown = daicho_named_date_format(&date);
        assert_string_equal(shown, words[i]);
    }
}

static void a_text_without_end_is_not_read(void **state)
{
    (void)state;
    DaichoNamedDate date;
    g_autofree char *text = g_strnfill(1 << 20, '2');
    assert_false(daicho_named_date_find(text, MARCH, &date));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_end_of_the_period_that_a_path_names_counts),
        cmocka_unit_test(eras_are_read_in_words_and_letters),
        cmocka_unit_test(a_fiscal_year_ends_with_the_month_that_the_policy_says),
        cmocka_unit_test(of_several_dates_the_last_counts),
        cmocka_unit_test(what_only_looks_like_a_date_is_none),
        cmocka_unit_test(a_day_that_the_calendar_has_not_is_no_day),
        cmocka_unit_test(a_date_is_the_same_when_it_was_written_down),
        cmocka_unit_test(a_text_without_end_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

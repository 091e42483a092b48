#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/period.h"

static void expect_end(const char *from, const char *text, const char *wanted)
{
    DaichoPeriod period;
    GDate day;
    GDate last;
    char shown[DAICHO_DAY_LENGTH];
    assert_true(daicho_day_parse(from, &day));
    assert_true(daicho_period_parse(text, &period));
    assert_true(daicho_period_end(&period, &day, &last));
    daicho_day_format(&last, shown);
    assert_string_equal(shown, wanted);
}

static void a_period_is_counted_by_the_calendar(void **state)
{
    (void)state;
    expect_end("2021-03-31", "P5Y", "2026-03-31");
    expect_end("2021-03-31", "P18M", "2022-09-30");
    expect_end("2021-03-31", "P1Y6M", "2022-09-30");
    expect_end("2021-12-31", "P2M", "2022-02-28");
    expect_end("2021-01-01", "P2W", "2021-01-15");
    expect_end("2021-01-01", "P1M10D", "2021-02-11");
    expect_end("2021-01-01", "P0D", "2021-01-01");
}

static void leap_days_are_counted(void **state)
{
    (void)state;
    expect_end("2020-02-29", "P1Y", "2021-02-28");
    expect_end("2020-02-29", "P4Y", "2024-02-29");
    expect_end("2020-02-29", "P1Y1M", "2021-03-29");
    expect_end("2019-02-28", "P1Y1D", "2020-02-29");
    expect_end("2019-03-01", "P365D", "2020-02-29");
    expect_end("2000-01-31", "P1M", "2000-02-29");
    expect_end("2100-01-31", "P1M", "2100-02-28");
}

static void what_is_no_period_is_refused(void **state)
{
    (void)state;
    static const char *const words[] = {"",    "P",     "5Y",   "PY",      "P5",    "P5Y ",
                                        "P5y", "P1D1Y", "PT5H", "P99999Y", "P1Y1Y", "P-1Y"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        DaichoPeriod period;
        if (daicho_period_parse(words[i], &period)) {
            fail_msg("\"%s\" was taken for a period", words[i]);
        }
    }
}

static void a_period_without_an_end_in_the_calendar_is_told(void **state)
{
    (void)state;
    DaichoPeriod period;
    GDate day;
    GDate last;
    assert_true(daicho_day_parse("2021-01-01", &day));
    assert_true(daicho_period_parse("P9999Y", &period));
    assert_false(daicho_period_end(&period, &day, &last));
    assert_true(daicho_period_parse("P9999Y9999M9999W9999D", &period));
    assert_false(daicho_period_end(&period, &day, &last));
}

static void a_moment_is_a_day_of_the_time_zone(void **state)
{
    (void)state;
    g_autoptr(GTimeZone) tokyo = g_time_zone_new_identifier("Asia/Tokyo");
    GDate day;
    char shown[DAICHO_DAY_LENGTH];
    assert_true(daicho_day_in(1459435500, NULL, &day)); /* 2016-03-31 14:45 UTC */
    daicho_day_format(&day, shown);
    assert_string_equal(shown, "2016-03-31");
    assert_true(daicho_day_in(1459437300, tokyo, &day)); /* 15:15 UTC: past midnight there */
    daicho_day_format(&day, shown);
    assert_string_equal(shown, "2016-04-01");
    assert_false(daicho_day_in(G_MAXINT64, tokyo, &day));
}

static void only_a_day_is_a_day(void **state)
{
    (void)state;
    static const char *const words[] = {"2021-2-1", "2021-02-30",  "2021/02/01",
                                        "",         "2021-02-01 ", "0000-01-01"};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        GDate day;
        assert_false(daicho_day_parse(words[i], &day));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_period_is_counted_by_the_calendar),
        cmocka_unit_test(leap_days_are_counted),
        cmocka_unit_test(what_is_no_period_is_refused),
        cmocka_unit_test(a_period_without_an_end_in_the_calendar_is_told),
        cmocka_unit_test(a_moment_is_a_day_of_the_time_zone),
        cmocka_unit_test(only_a_day_is_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

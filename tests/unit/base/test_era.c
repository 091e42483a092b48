#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/era.h"

static void a_day_is_told_in_the_japanese_calendar(void **state)
{
    (void)state;
    static const struct {
        const char *day, *ja, *en;
    } days[] = {
        {"2026-11-28", "令和8年11月28日", "28 Nov Reiwa 8"},
        {"2019-05-01", "令和元年5月1日", "1 May Reiwa 1"},
        {"2019-04-30", "平成31年4月30日", "30 Apr Heisei 31"},
        {"1989-01-08", "平成元年1月8日", "8 Jan Heisei 1"},
        {"1989-01-07", "昭和64年1月7日", "7 Jan Showa 64"},
        {"1868-10-23", "明治元年10月23日", "23 Oct Meiji 1"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
        g_autofree char *ja = daicho_era_format_day(days[i].day, DAICHO_LANGUAGE_JA);
        g_autofree char *en = daicho_era_format_day(days[i].day, DAICHO_LANGUAGE_EN);
        assert_string_equal(ja, days[i].ja);
        assert_string_equal(en, days[i].en);
    }
}

static void what_is_no_day_has_none(void **state)
{
    (void)state;
    static const char *const texts[] = {"",           "never",      "2026-11",    "2026-13-01",
                                        "2026-02-29", "1868-10-22", "2026-11-28T"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *day = daicho_era_format_day(texts[i], DAICHO_LANGUAGE_JA);
        assert_null(day);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_told_in_the_japanese_calendar),
        cmocka_unit_test(what_is_no_day_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

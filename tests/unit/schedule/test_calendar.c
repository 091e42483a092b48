#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "schedule/schedule.h"

static DaichoCalendar make(const char *days, const char *times)
{
    DaichoCalendar calendar = {.week = 0x7f};
    g_auto(GStrv) day_words = days != NULL ? g_strsplit(days, " ", -1) : NULL;
    g_auto(GStrv) time_words = g_strsplit(times, " ", -1);
    assert_true(daicho_calendar_take_days(&calendar, (const char *const *)day_words, NULL));
    assert_true(daicho_calendar_take_times(&calendar, (const char *const *)time_words, NULL));
    return calendar;
}

static gint64 at(const char *zone_name, const char *text)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zone_name);
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, zone);
    assert_non_null(time);
    return g_date_time_to_unix(time);
}

static void expect(const DaichoCalendar *calendar, const char *zone_name, const char *after,
                   const char *wanted)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zone_name);
    gint64 next_s = 0, previous_s = 0;
    assert_true(daicho_calendar_next(calendar, at(zone_name, after), zone, &next_s));
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(next_s);
    g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
    g_autofree char *text = g_date_time_format(local, "%Y-%m-%dT%H:%M%:z");
    assert_string_equal(text, wanted);
    /* What is planned at a moment is the last one planned at that moment, and not before. */
    assert_true(daicho_calendar_previous(calendar, next_s, zone, &previous_s));
    assert_int_equal(previous_s, next_s);
    assert_true(daicho_calendar_previous(calendar, next_s - 1, zone, &previous_s));
    assert_true(previous_s <= at(zone_name, after));
}

static void the_next_time_is_later_today_or_on_the_next_day_that_counts(void **state)
{
    (void)state;
    const DaichoCalendar daily = make(NULL, "22:00 06:30");
    const DaichoCalendar week = make("Mon-Fri", "22:00");
    const DaichoCalendar over = make("Sat-Mon", "01:00");
    expect(&daily, "Asia/Tokyo", "2026-11-28T05:00:00", "2026-11-28T06:30+09:00");
    expect(&daily, "Asia/Tokyo", "2026-11-28T06:30:00", "2026-11-28T22:00+09:00");
    expect(&daily, "Asia/Tokyo", "2026-12-31T22:00:00", "2027-01-01T06:30+09:00");
    expect(&week, "Asia/Tokyo", "2026-11-27T22:00:00", "2026-11-30T22:00+09:00");
    expect(&over, "Asia/Tokyo", "2026-11-24T12:00:00", "2026-11-28T01:00+09:00");
    expect(&over, "Asia/Tokyo", "2026-11-30T01:00:00", "2026-12-05T01:00+09:00");
}

static void ends_of_months_and_leap_years_are_those_of_the_calendar(void **state)
{
    (void)state;
    const DaichoCalendar last = make("last", "22:00");
    const DaichoCalendar thirty_first = make("31", "22:00");
    const DaichoCalendar leap = make("29", "22:00");
    const DaichoCalendar several = make("1 15 last", "22:00");
    expect(&last, "Asia/Tokyo", "2026-02-01T00:00:00", "2026-02-28T22:00+09:00");
    expect(&last, "Asia/Tokyo", "2028-02-01T00:00:00", "2028-02-29T22:00+09:00");
    expect(&last, "Asia/Tokyo", "2028-02-29T22:00:00", "2028-03-31T22:00+09:00");
    expect(&thirty_first, "Asia/Tokyo", "2026-03-31T22:00:00", "2026-05-31T22:00+09:00");
    expect(&leap, "Asia/Tokyo", "2026-01-29T22:00:00", "2026-03-29T22:00+09:00");
    expect(&leap, "Asia/Tokyo", "2028-01-29T22:00:00", "2028-02-29T22:00+09:00");
    expect(&several, "Asia/Tokyo", "2026-11-15T22:00:00", "2026-11-30T22:00+09:00");
    expect(&several, "Asia/Tokyo", "2026-11-30T22:00:00", "2026-12-01T22:00+09:00");
}

/* The clock goes forward at 02:00 on 8 March and back at 02:00 on 1 November. */
static void a_time_that_is_left_out_is_left_out_and_one_that_comes_twice_counts_once(void **state)
{
    (void)state;
    const char *zone = "America/New_York";
    const DaichoCalendar half_past_two = make(NULL, "02:30");
    const DaichoCalendar half_past_one = make(NULL, "01:30");
    expect(&half_past_two, zone, "2026-03-07T02:30:00", "2026-03-09T02:30-04:00");
    expect(&half_past_one, zone, "2026-10-31T12:00:00", "2026-11-01T01:30-04:00");
    expect(&half_past_one, zone, "2026-11-01T01:30:00", "2026-11-02T01:30-05:00");
    expect(&half_past_two, zone, "2026-10-31T12:00:00", "2026-11-01T02:30-05:00");
}

static void a_day_that_never_comes_has_no_next_time(void **state)
{
    (void)state;
    const DaichoCalendar none = {.month = 0, .week = 0, .n_times = 1, .times = {60}};
    gint64 at_s = 0;
    assert_false(daicho_calendar_next(&none, 0, NULL, &at_s));
    assert_false(daicho_calendar_previous(&none, 0, NULL, &at_s));
}

static void refuse(const char *days, const char *times, const char *words)
{
    DaichoCalendar calendar = {.week = 0x7f};
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) day_words = days != NULL ? g_strsplit(days, " ", -1) : NULL;
    g_auto(GStrv) time_words = times != NULL ? g_strsplit(times, " ", -1) : NULL;
    assert_false(daicho_calendar_take_days(&calendar, (const char *const *)day_words, &error) &&
                 daicho_calendar_take_times(&calendar, (const char *const *)time_words, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_non_null(strstr(error->message, words));
}

static void what_is_no_day_or_time_is_refused(void **state)
{
    (void)state;
    refuse("Mon 15", "22:00", "exclude each other");
    refuse("Mon last", "22:00", "exclude each other");
    refuse("32", "22:00", "\"32\" is no day");
    refuse("0", "22:00", "\"0\" is no day");
    refuse("Mo", "22:00", "\"Mo\" is no day");
    refuse("Mon-", "22:00", "\"Mon-\" is no day");
    refuse("Mon..Fri", "22:00", "\"Mon..Fri\" is no day");
    refuse("*-*-1", "22:00", "is no day");
    refuse(NULL, "24:00", "\"24:00\" is no time");
    refuse(NULL, "9:00", "\"9:00\" is no time");
    refuse(NULL, "22:00:00", "is no time");
    refuse(NULL, "22:60", "is no time");
    refuse(NULL, "", "is no time");
}

static void expect_text(const DaichoCalendar *calendar, const char *systemd, const char *cron,
                        const char *described)
{
    g_auto(GStrv) expressions = daicho_calendar_to_systemd(calendar);
    g_auto(GStrv) fields = daicho_calendar_to_cron(calendar);
    g_autofree char *all = g_strjoinv("; ", expressions);
    g_autofree char *lines = g_strjoinv("; ", fields);
    g_autofree char *text = daicho_calendar_describe(calendar);
    assert_string_equal(all, systemd);
    assert_string_equal(lines, cron);
    assert_string_equal(text, described);
}

static void a_calendar_is_said_in_the_words_of_systemd_and_of_cron(void **state)
{
    (void)state;
    const DaichoCalendar daily = make("daily", "22:00 06:30 22:00");
    const DaichoCalendar week = make("mon-FRI Sun", "22:00");
    const DaichoCalendar two = make("Sat Sun", "22:00");
    const DaichoCalendar month = make("15 1", "03:05");
    const DaichoCalendar last = make("last 15", "22:00");
    expect_text(&daily, "*-*-* 06:30:00; *-*-* 22:00:00", "30 6 * * *; 0 22 * * *",
                "daily 06:30,22:00");
    expect_text(&week, "Mon..Fri,Sun *-*-* 22:00:00", "0 22 * * 0,1,2,3,4,5", "Mon-Fri,Sun 22:00");
    expect_text(&two, "Sat,Sun *-*-* 22:00:00", "0 22 * * 0,6", "Sat,Sun 22:00");
    expect_text(&month, "*-*-01,15 03:05:00", "5 3 1,15 * *", "1,15 03:05");
    expect_text(&last, "*-*-15 22:00:00; *-*~01 22:00:00", "0 22 15,28,29,30,31 * *",
                "15,last 22:00");
}

static void window_is(const char *window, const char *zone_name, const char *now, const char *until)
{
    DaichoWindow read = {0};
    gint64 until_s = 0;
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zone_name);
    assert_true(daicho_window_parse(window, &read, NULL));
    gboolean is_open = daicho_window_is_open(&read, at(zone_name, now), zone, &until_s);
    assert_int_equal(is_open, until != NULL);
    if (until != NULL) {
        assert_int_equal(until_s, at(zone_name, until));
    }
}

static void a_window_may_span_midnight_and_ends_though_the_clock_is_put(void **state)
{
    (void)state;
    DaichoWindow window = {0};
    window_is("22:00-06:00", "Asia/Tokyo", "2026-11-28T23:00:00", "2026-11-29T06:00:00");
    window_is("22:00-06:00", "Asia/Tokyo", "2026-11-28T05:59:59", "2026-11-28T06:00:00");
    window_is("22:00-06:00", "Asia/Tokyo", "2026-11-28T06:00:00", NULL);
    window_is("22:00-06:00", "Asia/Tokyo", "2026-11-28T22:00:00", "2026-11-29T06:00:00");
    window_is("01:00-05:00", "Asia/Tokyo", "2026-11-28T00:59:59", NULL);
    window_is("00:30-02:30", "America/New_York", "2026-03-08T01:00:00",
              "2026-03-08T03:00:00-04:00");
    /* from and until are left out on that day, both */
    window_is("02:10-02:50", "America/New_York", "2026-03-08T03:00:00-04:00", NULL);
    window_is("02:10-02:50", "America/New_York", "2026-03-08T03:20:00-04:00", NULL);
    /* 01:00 to 02:00 come twice */
    window_is("00:30-01:30", "America/New_York", "2026-11-01T01:29:59-04:00",
              "2026-11-01T01:30:00-04:00");
    window_is("00:30-01:30", "America/New_York", "2026-11-01T01:00:00-05:00", NULL);
    window_is("01:30-03:00", "America/New_York", "2026-11-01T01:10:00-05:00",
              "2026-11-01T03:00:00-05:00");
    assert_false(daicho_window_parse("22:00", &window, NULL));
    assert_false(daicho_window_parse("22:00-22:00", &window, NULL));
    assert_false(daicho_window_parse("22:00-6:00", &window, NULL));
    assert_false(daicho_window_parse("22:00-23:00-24:00", &window, NULL));
    assert_false(window.is_set);
}

/* Where systemd-analyze is, it and we agree on the next time. */
static char *ask_systemd(const char *zone, gint64 after_s, const DaichoCalendar *calendar)
{
    g_auto(GStrv) expressions = daicho_calendar_to_systemd(calendar);
    g_autofree char *base = g_strdup_printf("--base-time=@%" G_GINT64_FORMAT, after_s);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "TZ", zone, TRUE);
    char *said = NULL;
    g_ptr_array_add(argv, (gpointer)(guintptr) "systemd-analyze");
    g_ptr_array_add(argv, (gpointer)(guintptr) "calendar");
    g_ptr_array_add(argv, base);
    for (char **expression = expressions; *expression != NULL; expression++) {
        g_ptr_array_add(argv, *expression);
    }
    g_ptr_array_add(argv, NULL);
    g_spawn_sync(NULL, (char **)argv->pdata, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, &said,
                 NULL, NULL, NULL);
    return said;
}

/* "(in UTC): Sun 2026-03-08 06:30:00 UTC", the first of all expressions. */
static gint64 find_first(const char *said)
{
    static const char mark[] = "(in UTC): ";
    gint64 first_s = G_MAXINT64;
    for (const char *found = strstr(said, mark); found != NULL; found = strstr(found, mark)) {
        found += sizeof mark - 1 + strlen("Sun ");
        g_autofree char *text = g_strndup(found, strlen("2026-03-08 06:30:00"));
        text[10] = 'T';
        first_s = MIN(first_s, at("UTC", text));
    }
    return first_s;
}

static void systemd_and_we_agree_on_the_next_time(void **state)
{
    (void)state;
    static const char *const zones[] = {"Asia/Tokyo", "America/New_York", "Europe/Berlin",
                                        "Australia/Lord_Howe"};
    static const char *const days[] = {"daily",   "Mon-Fri", "Sat-Mon", "last",
                                       "31 last", "29",      "1 15"};
    static const char *const times[] = {"02:30", "22:00 01:30", "00:00", "02:00 03:00"};
    g_autofree char *program = g_find_program_in_path("systemd-analyze");
    if (program == NULL) {
        print_message("systemd-analyze is not installed\n");
        skip();
    }
    g_autoptr(GRand) random = g_rand_new_with_seed(20261128);
    for (guint i = 0; i < 40; i++) {
        const char *zone_name = zones[g_rand_int_range(random, 0, G_N_ELEMENTS(zones))];
        const DaichoCalendar calendar = make(
            days[g_rand_int_range(random, 0, G_N_ELEMENTS(days))],
            times[g_rand_int_range(random, 0, G_N_ELEMENTS(times))]);
        /* Half of them around a change of the clock. */
        gint64 after_s = i % 2 == 0 ? at("UTC", "2026-03-07T00:00:00") +
                                          g_rand_int_range(random, 0, 2 * 86400)
                                    : at("UTC", "2026-01-01T00:00:00") +
                                          g_rand_int_range(random, 0, 1400 * 86400);
        g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(zone_name);
        gint64 next_s = 0;
        assert_true(daicho_calendar_next(&calendar, after_s, zone, &next_s));
        g_autofree char *said = ask_systemd(zone_name, after_s, &calendar);
        if (next_s != find_first(said)) {
            print_error("%s, after %" G_GINT64_FORMAT ": %s", zone_name, after_s, said);
        }
        assert_int_equal(next_s, find_first(said));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_time_is_later_today_or_on_the_next_day_that_counts),
        cmocka_unit_test(ends_of_months_and_leap_years_are_those_of_the_calendar),
        cmocka_unit_test(a_time_that_is_left_out_is_left_out_and_one_that_comes_twice_counts_once),
        cmocka_unit_test(a_day_that_never_comes_has_no_next_time),
        cmocka_unit_test(what_is_no_day_or_time_is_refused),
        cmocka_unit_test(a_calendar_is_said_in_the_words_of_systemd_and_of_cron),
        cmocka_unit_test(a_window_may_span_midnight_and_ends_though_the_clock_is_put),
        cmocka_unit_test(systemd_and_we_agree_on_the_next_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

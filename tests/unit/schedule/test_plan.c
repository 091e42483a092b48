#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "schedule/schedule.h"

static char *words(const char *text)
{
    return (char *)(guintptr)text;
}

static gint64 at(const char *text)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, zone);
    assert_non_null(time);
    return g_date_time_to_unix(time);
}

static void what_a_share_says_counts_before_what_all_have(void **state)
{
    (void)state;
    char *common_times[] = {words("22:00"), NULL}, *own_times[] = {words("23:30"), NULL};
    char *mail[] = {words("it@example.com"), NULL}, *none[] = {words("none"), NULL};
    const DaichoScheduleSource common = {
        .times = common_times, .mail = mail, .max_rate = 50, .nice = 10};
    const DaichoScheduleSource own = {.times = own_times, .max_rate = 5, .privileges = none};
    const DaichoScheduleSource empty = {0};
    DaichoSchedule schedule;
    assert_true(daicho_schedule_resolve("hr", &common, &own, &schedule, NULL));
    assert_true(schedule.is_planned);
    assert_int_equal(schedule.calendar.times[0], 23 * 60 + 30);
    assert_int_equal(schedule.max_rate, 5);
    assert_int_equal(schedule.nice, 10);
    assert_int_equal(schedule.cpu, 0);
    assert_false(schedule.reads_all);
    assert_string_equal(schedule.mail[0], "it@example.com");
    assert_string_equal(schedule.sendmail, "/usr/sbin/sendmail");
    assert_true(daicho_schedule_resolve("hr", &common, &empty, &schedule, NULL));
    assert_int_equal(schedule.calendar.times[0], 22 * 60);
    assert_true(schedule.reads_all);
    assert_true(daicho_schedule_resolve("hr", &empty, &empty, &schedule, NULL));
    assert_false(schedule.is_planned);
}

static void a_share_that_is_never_scanned_is_not_planned(void **state)
{
    (void)state;
    char *times[] = {words("22:00"), NULL}, *never[] = {words("never"), NULL};
    const DaichoScheduleSource common = {.times = times}, own = {.days = never};
    DaichoSchedule schedule;
    gint64 next_s = 0, until_s = 0;
    assert_true(daicho_schedule_resolve("hr", &common, &own, &schedule, NULL));
    assert_false(schedule.is_planned);
    assert_false(daicho_schedule_get_next(&schedule, 0, 1000, NULL, &next_s));
    assert_int_equal(daicho_schedule_get_due(&schedule, 0, 1000, NULL, &until_s), DAICHO_DUE_NOT);
}

static void a_time_outside_of_the_window_is_refused(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    char *times[] = {words("22:00"), words("12:00"), NULL};
    const DaichoScheduleSource common = {.times = times}, own = {.window = words("21:00-06:00")};
    DaichoSchedule schedule;
    assert_false(daicho_schedule_resolve("hr", &common, &own, &schedule, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_non_null(strstr(error->message, "\"hr\": the time 12:00 is outside"));
}

/* Sundays at 22:00 within 22:00-06:00, in UTC; 2026-11-29 is a Sunday. */
static DaichoSchedule make_weekly(void)
{
    static char *times[] = {NULL, NULL}, *days[] = {NULL, NULL};
    times[0] = words("22:00");
    days[0] = words("Sun");
    const DaichoScheduleSource own = {.times = times, .days = days, .window = words("22:00-06:00")};
    const DaichoScheduleSource empty = {0};
    DaichoSchedule schedule;
    assert_true(daicho_schedule_resolve("hr", &empty, &own, &schedule, NULL));
    return schedule;
}

static void due_is(const char *last_whole, const char *now, DaichoDue wanted, const char *next)
{
    g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
    DaichoSchedule schedule = make_weekly();
    gint64 until_s = 0, next_s = 0;
    gint64 last_s = last_whole != NULL ? at(last_whole) : 0;
    assert_int_equal(daicho_schedule_get_due(&schedule, last_s, at(now), zone, &until_s), wanted);
    assert_true(daicho_schedule_get_next(&schedule, last_s, at(now), zone, &next_s));
    assert_int_equal(next_s, at(next));
}

/* H2 */
static void what_was_missed_is_made_up_for_when_the_window_opens(void **state)
{
    (void)state;
    due_is("2026-11-22T22:00:10", "2026-11-29T22:00:00", DAICHO_DUE, "2026-11-30T22:00:00");
    due_is("2026-11-29T22:00:10", "2026-11-29T23:00:00", DAICHO_DUE_NOT, "2026-12-06T22:00:00");
    due_is("2026-11-29T22:00:10", "2026-11-30T22:00:00", DAICHO_DUE_NOT, "2026-12-06T22:00:00");
    due_is("2026-11-22T22:00:10", "2026-11-30T09:00:00", DAICHO_DUE_CLOSED, "2026-11-30T22:00:00");
    due_is("2026-11-22T22:00:10", "2026-11-30T22:00:00", DAICHO_DUE, "2026-12-01T22:00:00");
    due_is(NULL, "2026-12-02T23:00:00", DAICHO_DUE, "2026-12-03T22:00:00");
}

static void addresses_that_could_be_more_than_that_are_refused(void **state)
{
    (void)state;
    static const char *const good[] = {"root", "it-desk@example.com", "a.b+c@mail.example.com",
                                       NULL};
    static const char *const bad[] = {"",
                                      "a b@example.com",
                                      "a@example.com\nBcc: x@example.com",
                                      "-froot",
                                      "a,b@example.com",
                                      "a@b@c",
                                      "<a@example.com>",
                                      "@example.com",
                                      "a@",
                                      "|cat",
                                      "a\r@b.c"};
    assert_true(daicho_schedule_check_mail(good, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        const char *const one[] = {bad[i], NULL};
        assert_false(daicho_schedule_check_mail(one, &error));
        assert_non_null(strstr(error->message, "is no address"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_share_says_counts_before_what_all_have),
        cmocka_unit_test(a_share_that_is_never_scanned_is_not_planned),
        cmocka_unit_test(a_time_outside_of_the_window_is_refused),
        cmocka_unit_test(what_was_missed_is_made_up_for_when_the_window_opens),
        cmocka_unit_test(addresses_that_could_be_more_than_that_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "schedule/plan.h"

#include <string.h>

#include "base/error.h"

enum { ALL_WEEK = 0x7f };

const char *const daicho_schedule_privileges[] = {"read-all", "none", NULL};
const char *const daicho_schedule_results[] = {"failed", "partial", "interrupted", "done", NULL};

static const char *const default_on[] = {"failed", "partial", NULL};
static const char *const nothing[] = {NULL};
static const char default_sendmail[] = "/usr/sbin/sendmail";

void daicho_schedule_source_clear(DaichoScheduleSource *source)
{
    g_strfreev(source->days);
    g_strfreev(source->times);
    g_free(source->window);
    g_strfreev(source->privileges);
    g_strfreev(source->on);
    g_strfreev(source->mail);
    g_strfreev(source->command);
    g_free(source->sendmail);
    g_free(source->place);
    *source = (DaichoScheduleSource){0};
}

/* --- single values --- */

static gboolean is_never(const char *const *days)
{
    return days != NULL && days[0] != NULL && strcmp(days[0], "never") == 0 && days[1] == NULL;
}

gboolean daicho_schedule_check_days(const char *const *days, GError **error)
{
    DaichoCalendar calendar = {0};
    return is_never(days) || daicho_calendar_take_days(&calendar, days, error);
}

gboolean daicho_schedule_check_times(const char *const *times, GError **error)
{
    DaichoCalendar calendar = {0};
    return daicho_calendar_take_times(&calendar, times, error);
}

gboolean daicho_schedule_check_window(const char *window, GError **error)
{
    DaichoWindow read;
    return daicho_window_parse(window, &read, error);
}

/* A local account or an address. What could end a header or be taken for an option is none. */
static gboolean is_address(const char *address)
{
    static const char also[] = "@.-_+=/";
    gsize signs = 0;
    for (const char *at = address; *at != '\0'; at++) {
        if (!g_ascii_isalnum(*at) && strchr(also, *at) == NULL) {
            return FALSE;
        }
        signs += *at == '@' ? 1 : 0;
    }
    gsize length = strlen(address);
    return length > 0 && length <= 254 && signs <= 1 && *address != '-' && *address != '@' &&
           address[length - 1] != '@';
}

gboolean daicho_schedule_check_mail(const char *const *mail, GError **error)
{
    for (; *mail != NULL; mail++) {
        if (!is_address(*mail)) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "\"%s\" is no address: write it bare, as it-desk@example.com", *mail);
            return FALSE;
        }
    }
    return TRUE;
}

/* --- what counts --- */

#define OWN_OR_COMMON(field) (own->field != 0 ? own->field : common->field)

static const char *const *borrow(char **own, char **common, const char *const *otherwise)
{
    char **words = own != NULL ? own : common;
    return words != NULL ? (const char *const *)words : otherwise;
}

static gboolean check_times_in_window(const char *share, const char *place,
                                      const DaichoSchedule *schedule, GError **error)
{
    for (guint i = 0; i < schedule->calendar.n_times; i++) {
        char time[6], from[6], until[6];
        if (daicho_window_has(&schedule->window, schedule->calendar.times[i])) {
            continue;
        }
        daicho_minutes_format(schedule->calendar.times[i], time);
        daicho_minutes_format(schedule->window.from, from);
        daicho_minutes_format(schedule->window.until, until);
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%sshare \"%s\": the time %s is outside of the window %s-%s, so that no scan "
                    "could begin then: change one of them",
                    place != NULL ? place : "", share, time, from, until);
        return FALSE;
    }
    return TRUE;
}

gboolean daicho_schedule_resolve(const char *share, const DaichoScheduleSource *common,
                                 const DaichoScheduleSource *own, DaichoSchedule *schedule,
                                 GError **error)
{
    static const char *const all[] = {"read-all", NULL};
    const char *const *days = borrow(own->days, common->days, NULL);
    const char *const *times = borrow(own->times, common->times, NULL);
    const char *window = OWN_OR_COMMON(window);
    const char *sendmail = OWN_OR_COMMON(sendmail);
    *schedule = (DaichoSchedule){
        .is_planned = times != NULL && !is_never(days),
        .calendar.week = ALL_WEEK,
        .max_rate = OWN_OR_COMMON(max_rate),
        .cpu = OWN_OR_COMMON(cpu),
        .nice = OWN_OR_COMMON(nice),
        .reads_all = g_strv_contains(borrow(own->privileges, common->privileges, all), "read-all"),
        .on = borrow(own->on, common->on, default_on),
        .mail = borrow(own->mail, common->mail, nothing),
        .command = borrow(own->command, common->command, nothing),
        .sendmail = sendmail != NULL ? sendmail : default_sendmail,
    };
    return daicho_calendar_take_days(&schedule->calendar, is_never(days) ? NULL : days, error) &&
           daicho_calendar_take_times(&schedule->calendar, times, error) &&
           (window == NULL || daicho_window_parse(window, &schedule->window, error)) &&
           check_times_in_window(share, OWN_OR_COMMON(place), schedule, error);
}

/* --- when --- */

static gboolean is_left_over(const DaichoSchedule *schedule, gint64 last_whole_s, gint64 now_s,
                             GTimeZone *zone)
{
    gint64 planned_s = 0;
    return schedule->is_planned &&
           daicho_calendar_previous(&schedule->calendar, now_s, zone, &planned_s) &&
           last_whole_s < planned_s;
}

DaichoDue daicho_schedule_get_due(const DaichoSchedule *schedule, gint64 last_whole_s, gint64 now_s,
                                  GTimeZone *zone, gint64 *until_s)
{
    gboolean is_open = daicho_window_is_open(&schedule->window, now_s, zone, until_s);
    if (!is_left_over(schedule, last_whole_s, now_s, zone)) {
        return DAICHO_DUE_NOT;
    }
    return is_open ? DAICHO_DUE : DAICHO_DUE_CLOSED;
}

static gboolean is_planned_daily(const DaichoCalendar *calendar, guint minutes)
{
    gboolean has_time = FALSE;
    for (guint i = 0; i < calendar->n_times; i++) {
        has_time = has_time || calendar->times[i] == minutes;
    }
    return has_time && calendar->week == ALL_WEEK;
}

void daicho_schedule_get_starts(const DaichoSchedule *schedule, DaichoCalendar *openings,
                                gboolean *has_openings)
{
    *openings = (DaichoCalendar){.week = ALL_WEEK, .n_times = 1, .times = {schedule->window.from}};
    *has_openings = schedule->window.is_set &&
                    !is_planned_daily(&schedule->calendar, schedule->window.from);
}

gboolean daicho_schedule_get_next(const DaichoSchedule *schedule, gint64 last_whole_s, gint64 now_s,
                                  GTimeZone *zone, gint64 *at_s)
{
    DaichoCalendar openings;
    gboolean has_openings = FALSE;
    gint64 opening_s = 0;
    daicho_schedule_get_starts(schedule, &openings, &has_openings);
    if (!schedule->is_planned || !daicho_calendar_next(&schedule->calendar, now_s, zone, at_s)) {
        return FALSE;
    }
    if (has_openings && is_left_over(schedule, last_whole_s, now_s, zone) &&
        daicho_calendar_next(&openings, now_s, zone, &opening_s)) {
        *at_s = MIN(*at_s, opening_s);
    }
    return TRUE;
}

#ifndef DAICHO_SCHEDULE_PLAN_H
#define DAICHO_SCHEDULE_PLAN_H

#include "schedule/calendar.h"

/* What daicho.yaml says under "schedule", at the top or of a share: what is not said is NULL or 0. */
typedef struct {
    char **days, **times;
    char *window;
    guint max_rate; /* megabytes a second */
    guint cpu;      /* percent of one processor */
    guint nice;
    char **privileges; /* "read-all", "none" */
    char **on;         /* results of which somebody is told */
    char **mail;       /* addresses */
    char **command;    /* program and arguments */
    char *sendmail;
    char *place; /* "daicho.yaml:12:5: " of times or window; for messages */
} DaichoScheduleSource;

void daicho_schedule_source_clear(DaichoScheduleSource *source);

/* Words that privileges and on may have; NULL-terminated. */
extern const char *const daicho_schedule_privileges[], *const daicho_schedule_results[];

/* The checks of single values, without a place: DAICHO_ERROR_USAGE. */
gboolean daicho_schedule_check_days(const char *const *days, GError **error);
gboolean daicho_schedule_check_times(const char *const *times, GError **error);
gboolean daicho_schedule_check_window(const char *window, GError **error);
gboolean daicho_schedule_check_mail(const char *const *mail, GError **error);

/* What counts for a share. Strings are borrowed from the sources. */
typedef struct {
    gboolean is_planned; /* FALSE: without times, or with the days "never" */
    DaichoCalendar calendar;
    DaichoWindow window;
    guint max_rate, cpu, nice; /* 0: not limited */
    gboolean reads_all;        /* with CAP_DAC_READ_SEARCH */
    const char *const *on;
    const char *const *mail;    /* empty: nobody */
    const char *const *command; /* empty: none */
    const char *sendmail;
} DaichoSchedule;

/* own before common. FALSE with DAICHO_ERROR_USAGE when the two do not go together, as a time outside of
 * the window; the message names the share, and the place of own or common. */
gboolean daicho_schedule_resolve(const char *share, const DaichoScheduleSource *common,
                                 const DaichoScheduleSource *own, DaichoSchedule *schedule,
                                 GError **error);

typedef enum {
    DAICHO_DUE,        /* a planned time has passed since the last whole scan began */
    DAICHO_DUE_NOT,    /* none has */
    DAICHO_DUE_CLOSED, /* one has, but the window is closed */
} DaichoDue;

/*
 * Whether a scan is to run: what was missed, failed or interrupted is made up for at the next chance in the
 * window. last_whole_s is when the last scan began that came to its end, 0 when none did; *until_s is when
 * the window ends (0: it does not). zone NULL: the machine's.
 */
DaichoDue daicho_schedule_get_due(const DaichoSchedule *schedule, gint64 last_whole_s, gint64 now_s,
                                  GTimeZone *zone, gint64 *until_s);

/* The times at which the timer goes off: those that are planned, and each beginning of the window, when
 * what is left over goes on. */
void daicho_schedule_get_starts(const DaichoSchedule *schedule, DaichoCalendar *openings,
                                gboolean *has_openings);

/* When the timer goes off for the next scan: what is left over goes on when the window opens. FALSE:
 * never. */
gboolean daicho_schedule_get_next(const DaichoSchedule *schedule, gint64 last_whole_s, gint64 now_s,
                                  GTimeZone *zone, gint64 *at_s);

#endif

#ifndef DAICHO_SCHEDULE_NOTICE_H
#define DAICHO_SCHEDULE_NOTICE_H

#include "schedule/plan.h"

/* How a scan went, as it is told outside. No place in the share, and so nobody, is named. Strings are
 * borrowed. */
typedef struct {
    const char *share;
    const char *result; /* one of daicho_schedule_results */
    const char *reason; /* "" when there is none */
    gint64 started_s, ended_s;
    gint64 files, unread;
    gint64 unread_before; /* after the last whole scan before; -1 when there was none */
    gint64
        figures_s; /* when the last whole scan ended, whose figures count; 0 when there is none */
    gint64 next_s; /* 0: never */
    const char *config_file;
} DaichoRunFacts;

/* "scan of the share "hr": partial, 3 items not read" (g_free). */
char *daicho_run_facts_describe(const DaichoRunFacts *facts);

/* Whether somebody wants to be told: of a partial scan, when more is unread than after the one before. */
gboolean daicho_notice_is_wanted(const DaichoSchedule *schedule, const DaichoRunFacts *facts);

/* The message for sendmail -t, in MIME (g_free). NULL with DAICHO_ERROR_USAGE for a share's name or an
 * address that could end a header. */
char *daicho_notice_mail(const DaichoSchedule *schedule, const DaichoRunFacts *facts,
                         const char *host, gint64 now_s, GError **error);

/* Hands the message to sendmail, and runs the command, without a shell, with the facts as DAICHO_…
 * in its environment. What is not configured is left out; either is tried though the other fails.
 * DAICHO_ERROR_RUN. */
gboolean daicho_notice_send(const DaichoSchedule *schedule, const DaichoRunFacts *facts,
                            const char *host, gint64 now_s, GError **error);

#endif

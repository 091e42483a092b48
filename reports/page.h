#ifndef DAICHO_REPORTS_PAGE_H
#define DAICHO_REPORTS_PAGE_H

#include "reports/facts.h"
#include "reports/register.h"
#include "reports/html.h"

/* All that the page of everything shows, loaded before a line of it is written. */
typedef struct {
    const DaichoPolicy *policy;                                          /* borrowed */
    GPtrArray *shares;                                                   /* of Share */
    GPtrArray *failed_runs;                                              /* of FailedRun */
    GPtrArray *sets;                                                     /* of RegisterRow */
    GPtrArray *by_category, *by_purpose, *by_share, *by_year, *by_state; /* of Count */
    GPtrArray *exposure;                                                 /* of ExposedFile */
    guint dismissed_files;                                               /* left out of it */
    Dismissals dismissals;
    Misfits *no_purpose, *unknown_purpose, *unexpected;
    GPtrArray *unread;   /* of UnreadReason */
    GPtrArray *requests; /* of OpenRequest */
    GPtrArray *trend;    /* of TrendPoint */
    RetentionFacts *retention;
} PageFacts;

/* Each section stands by itself and ends what it begins. */
void section_summary(Html *html, const PageFacts *facts);
/* At the top of the summary; nothing when all came to their end. */
void section_runs(Html *html, const GPtrArray *runs);
void section_register(Html *html, const GPtrArray *sets);
void section_charts(Html *html, const PageFacts *facts);
/* At most max files are listed; how many more there are is said, and in how many all was dismissed. */
void section_exposure(Html *html, const GPtrArray *files, guint dismissed_files, guint max);
void section_no_purpose(Html *html, const Misfits *misfits);
void section_unknown_purpose(Html *html, const Misfits *misfits);
void section_unexpected(Html *html, const Misfits *misfits);
void section_unread(Html *html, const GPtrArray *reasons);
void section_requests(Html *html, const GPtrArray *requests);
void section_trend(Html *html, const GPtrArray *points);
void section_retention(Html *html, const RetentionFacts *retention);

/* Sums over the facts, told in the summary and in the sections. */
gint64 exposure_count(const GPtrArray *files, Readers readers);
gint64 unread_count(const GPtrArray *reasons);
gint64 requests_count(const GPtrArray *requests, RequestStatus status);

#endif

#ifndef DAICHO_REPORTS_PAGE_H
#define DAICHO_REPORTS_PAGE_H

#include "reports/facts.h"
#include "reports/register.h"
#include "reports/html.h"

/* All that the page of everything shows, loaded before a line of it is written. */
typedef struct {
    GPtrArray *shares;                                                   /* of Share */
    GPtrArray *sets;                                                     /* of RegisterRow */
    GPtrArray *by_category, *by_purpose, *by_share, *by_year, *by_state; /* of Count */
    GPtrArray *exposure;                                                 /* of ExposedFile */
    guint dismissed_files;                                               /* left out of it */
    Dismissals dismissals;
    Misfits *no_purpose, *unknown_purpose, *unexpected;
    GPtrArray *unread;   /* of UnreadReason */
    GPtrArray *requests; /* of OpenRequest */
} PageFacts;

/* Each section stands by itself and ends what it begins. */
void section_summary(GString *out, const PageFacts *facts);
void section_register(GString *out, const GPtrArray *sets);
void section_charts(GString *out, const PageFacts *facts);
/* At most max files are listed; how many more there are is said, and in how many all was dismissed. */
void section_exposure(GString *out, const GPtrArray *files, guint dismissed_files, guint max);
void section_no_purpose(GString *out, const Misfits *misfits);
void section_unknown_purpose(GString *out, const Misfits *misfits);
void section_unexpected(GString *out, const Misfits *misfits);
void section_unread(GString *out, const GPtrArray *reasons);
void section_requests(GString *out, const GPtrArray *requests);

/* Sums over the facts, told in the summary and in the sections. */
gint64 exposure_count(const GPtrArray *files, Readers readers);
gint64 unread_count(const GPtrArray *reasons);
gint64 requests_count(const GPtrArray *requests, RequestStatus status);

#endif

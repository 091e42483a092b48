#ifndef DAICHO_ENFORCER_REQUESTS_STEP_H
#define DAICHO_ENFORCER_REQUESTS_STEP_H

#include "enforcer/requests/request.h"

/* The steps of the life cycle: rows of one table, which says from where each leads where. */
typedef enum {
    REQUEST_VERIFY,
    REQUEST_FORM,
    REQUEST_RETURN,
    REQUEST_DECIDE,
    REQUEST_EXECUTE,
    REQUEST_RESPOND,
    REQUEST_WITHDRAW,
    REQUEST_CLOSE,
    REQUEST_EXTEND,
} RequestStep;

/*
 * Begins a transaction, loads the request and checks that the step may be taken in its state:
 * DAICHO_ERROR_USAGE says what is missing and which command comes next. A form that is overdue
 * lapses first, and stays lapsed when the step is refused.
 */
DaichoRequest *request_step_begin(DaichoEnforcer *enforcer, gint64 number, RequestStep step,
                                  DaichoTransaction **transaction, GError **error);

/* Stores the request in the step's next state (or in state, when it is not NULL) with its audit
 * row, and commits. */
gboolean request_step_end(DaichoEnforcer *enforcer, DaichoRequest *request, RequestStep step,
                          const char *state, const char *detail, DaichoTransaction *transaction,
                          GError **error);

/* The step would be right, but not yet: "request 3: WHY. Next: …". Always FALSE. */
gboolean request_step_refuse(const DaichoRequest *request, const char *why, GError **error);

/* The end of the day so many months and days from a time, where the people are: a date is a promise
 * until its end. */
gint64 request_step_deadline(const DaichoEnforcer *enforcer, gint64 from_s, gint64 months,
                             gint64 days);

/* Whether its kind may be decided without knowing who asks. */
gboolean request_step_is_short(const DaichoRequest *request);

gboolean request_step_append_audit(DaichoEnforcer *enforcer, const char *act, gint64 number,
                                   const char *detail, GError **error);

/* Whether the request is carried out by a plan before it is answered. */
gboolean request_step_needs_plan(const DaichoRequest *request);

/* Whether something is done before it is answered: a plan, or a package. */
gboolean request_step_needs_deed(const DaichoRequest *request);

void request_step_set(char **target, const char *text);

#endif

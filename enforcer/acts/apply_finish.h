#ifndef DAICHO_ENFORCER_ACTS_APPLY_FINISH_H
#define DAICHO_ENFORCER_ACTS_APPLY_FINISH_H

#include "enforcer/acts/apply.h"
#include "enforcer/acts/overlap.h"
#include "enforcer/subjects/scan.h"

/* A plan being applied. */
typedef struct {
    DaichoEnforcer *enforcer;
    gint64 number;
    gboolean execute;
    gboolean was_applied; /* before this run: nothing is left to do */
    DaichoPlanRow *row;
    DaichoPlan *plan;
    Overlap *overlap;
    SubjectReader *subject_reader; /* NULL when there is no subject */
    DaichoFileReader *reader;      /* the subject's, or one's own */
    DaichoRequest *request;        /* NULL when the plan is not for one */
    DaichoApplyFunc each;
    gpointer data;
    DaichoApplyResult *result;
    guint unfinished; /* targets refused that a later run may do */
} Apply;

/* After the last target: the plan's state and, when nothing is left to a later run, the tombstones,
 * the request's state and the certificate, all in one transaction. */
gboolean apply_finish(Apply *apply, GError **error);

#endif

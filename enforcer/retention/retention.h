#ifndef DAICHO_ENFORCER_RETENTION_RETENTION_H
#define DAICHO_ENFORCER_RETENTION_RETENTION_H

#include "base/period.h"
#include "enforcer/context.h"

/*
 * How long files with personal data are kept, by the retention of their purpose in the policy. A
 * period counts from a day in the enforcer's time zone, by the calendar; that day and all until the
 * last one are kept, and on the day after the last one the period has ended. A file whose content has
 * several purposes is kept for the longest.
 */
typedef enum {
    DAICHO_RETENTION_DUE,    /* its period has ended, or a person decided to delete it */
    DAICHO_RETENTION_REVIEW, /* a person has to decide: why says what speaks against deciding alone */
    DAICHO_RETENTION_HELD,   /* its period has ended, and a hold keeps it */
    DAICHO_RETENTION_BY_RECORD, /* each record has a date of its own, which a plan reads */
    DAICHO_RETENTION_SOON,      /* within the policy's soon-days */
    DAICHO_RETENTION_REVIEWED,  /* a person decided to keep it until last */
    DAICHO_RETENTION_KEPT,
    DAICHO_RETENTION_NO_PERIOD, /* it has no purpose, or one for which the policy says nothing */
} DaichoRetentionState;
enum { DAICHO_N_RETENTION_STATES = DAICHO_RETENTION_NO_PERIOD + 1 };

const char *daicho_retention_state_name(DaichoRetentionState state); /* "due", "by-record" */

typedef struct {
    DaichoRetentionState state;
    const DaichoRetentionFile *file;
    const DaichoPurpose *purpose; /* the one that keeps it longest; NULL without a period */
    char base[DAICHO_DAY_LENGTH]; /* from which the period counts; "" when there is no such day */
    char last[DAICHO_DAY_LENGTH]; /* to be kept; "" when that is not known */
    gint64 days_left;             /* to the last day, negative once it has passed; with last */
    const char *then;             /* "delete", "suspend" or "review" */
    char *why;                    /* in words, owned */
    DaichoDisposition
        *disposition; /* the latest decision about it, owned; NULL when there is none */
} DaichoRetention;

void daicho_retention_clear(DaichoRetention *retention);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DaichoRetention, daicho_retention_clear)

typedef gboolean (*DaichoRetentionFunc)(const DaichoRetention *retention, gpointer data,
                                        GError **error);

/* Every file with personal data, and every one that nobody could read, from the catalog, in order of
 * share and path; purpose (NULL: any) is one that the policy knows. */
gboolean daicho_retention_each(DaichoEnforcer *enforcer, const char *purpose,
                               DaichoRetentionFunc each, gpointer data, GError **error);

/*
 * Makes a plan of what is due: whole files, and with record-field the records whose own period has
 * ended, which are read for it. What a person has to decide is listed under possible. It is approved
 * and applied as any other plan. Returns its number, or 0.
 */
gint64 daicho_retention_plan(DaichoEnforcer *enforcer, const char *purpose, GError **error);

/*
 * Records what a person decided about a file: "delete", only once its period has ended or cannot be
 * told, or "keep" until a day that has not passed. The reason is stored readable. Returns the
 * decision's number, or 0.
 */
gint64 daicho_retention_review(DaichoEnforcer *enforcer, const char *share, const char *path,
                               const char *decision, const char *until, const char *reason,
                               GError **error);

/* Destroys the texts of plans for retention, which name files, that are over and were made more than
 * the policy's keep-days ago: for good when it returns. */
gboolean daicho_retention_shred(DaichoEnforcer *enforcer, gint64 *shredded, GError **error);

#endif

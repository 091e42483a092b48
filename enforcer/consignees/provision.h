#ifndef DAICHO_ENFORCER_CONSIGNEES_PROVISION_H
#define DAICHO_ENFORCER_CONSIGNEES_PROVISION_H

#include "enforcer/context.h"

/*
 * Provision of personal data to third parties: what was handed over is recorded with its ground, and
 * before that a file can be asked whether it may go.
 */

/*
 * Records a provision. recipient, ground, basis, provided ("" is today), categories and items are the
 * caller's; whose it was is taken from a file (fd at or above 0, read in the sandbox) or from subject,
 * one of which is needed, and kept as fingerprints alone. By consignment goes only what a recorded
 * consignee's agreement covers. A file that cannot be read in full is recorded as such (is_partly).
 * Returns its number, or 0.
 */
gint64 daicho_provision_record(DaichoEnforcer *enforcer, DaichoProvision *provision,
                               const DaichoSubject *subject, int fd, const char *path,
                               GError **error);

/* Whether a provision was of a person; *kinds (g_free) are those of the identifiers that are found
 * in it ("email, name"), NULL when none is. */
gboolean daicho_provision_is_of(DaichoEnforcer *enforcer, const DaichoProvision *provision,
                                const DaichoSubject *subject, char **kinds, GError **error);

/* Why a file may not go. */
typedef enum {
    DAICHO_PROBLEM_SUSPENDED, /* a person asked not to be provided any more is in it */
    DAICHO_PROBLEM_NAMESAKE,  /* the name of such a person, who may be another */
    DAICHO_PROBLEM_NO_GROUND, /* neither agreement, consent nor law */
    DAICHO_PROBLEM_CATEGORY,  /* data that agreement or consent does not cover */
    DAICHO_PROBLEM_UNREAD,    /* nobody knows what is in it */
} DaichoProblemKind;

const char *daicho_problem_name(DaichoProblemKind kind); /* "suspended", "no-ground" */

typedef struct {
    DaichoProblemKind kind;
    const char *part; /* "" for the file itself */
    gint64 record;    /* 0: of the whole part, or in its name */
    const char *locator;
    const char *detail; /* masked */
} DaichoProblem;

typedef void (*DaichoProblemFunc)(const DaichoProblem *problem, gpointer data);

typedef struct {
    guint problems; /* told: all but those of unread */
    guint unread;
    guint untold; /* more of the same, past DAICHO_PROBLEMS_MAX of a kind */
    gint64 findings;
} DaichoProvisionVerdict;
enum { DAICHO_PROBLEMS_MAX = 100 };

/*
 * Whether a file may go to a recipient: to a consignee under an agreement that covers all categories
 * in it, or to anybody whom each person in it may be provided to by recorded consent or law; and
 * nobody on the list of suspensions in it. namesakes_checked: a person looked at the names alone. A
 * file may go when the verdict has neither problems nor unread. The check has its audit row.
 */
gboolean daicho_provision_check(DaichoEnforcer *enforcer, int fd, const char *path, const char *to,
                                gboolean namesakes_checked, DaichoProblemFunc each, gpointer data,
                                DaichoProvisionVerdict *verdict, GError **error);

/* Puts a person on the list, by the request that was carried out. */
gboolean daicho_provision_suspend(DaichoEnforcer *enforcer, gint64 request,
                                  const DaichoSubject *subject, GError **error);

/* Takes the person of a request off the list, for a reason that is stored readable. */
gboolean daicho_provision_resume(DaichoEnforcer *enforcer, gint64 request, const char *reason,
                                 GError **error);

#endif

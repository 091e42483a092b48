#ifndef DAICHO_ENFORCER_SUBJECTS_SUBJECT_H
#define DAICHO_ENFORCER_SUBJECTS_SUBJECT_H

#include "enforcer/subjects/proposal.h"

/*
 * Where one person's data is. Fingerprints are looked up first; names, kana and addresses, which
 * have no canonical form, are also searched by reading candidate items again (those with a finding
 * of name, address or contact, and those that were matched by fingerprint) with the subject's
 * literals. A hit is
 *   certain   an identifier that belongs to one person (e-mail, telephone, an official number)
 *   strong    a name or address with another identifier of the subject in the same record
 *   possible  a name or address alone
 */
typedef enum {
    DAICHO_HIT_POSSIBLE,
    DAICHO_HIT_STRONG,
    DAICHO_HIT_CERTAIN,
} DaichoHitStrength;

const char *daicho_hit_strength_name(DaichoHitStrength strength);

typedef struct {
    const DaichoItem *item;       /* of the catalog: share, path, part, purpose */
    const DaichoFinding *finding; /* record, start, end, masked sample */
    const char *kind;             /* the identifier that was found */
    DaichoHitStrength strength;
    const char *remark;  /* what staff should know of it; NULL: nothing. For the call alone */
    gboolean is_decided; /* to be another person's, and not changed since: it is possible */
} DaichoHit;

typedef gboolean (*DaichoHitFunc)(const DaichoHit *hit, gpointer data, GError **error);

typedef struct {
    DaichoHitFunc hit;
    /* A file that may hold the subject's data and could not be read again. May be NULL. */
    void (*unread)(const char *place, const char *why, gpointer data);
    gpointer data;
    GPtrArray *proposals;  /* of DaichoProposal, added to; may be NULL */
    const guint *accepted; /* numbers of proposals whose values are added to values; may be NULL */
    gsize n_accepted;
    DaichoSubject *values;
} DaichoSubjectSink;

typedef struct {
    guint hits, certain, strong, possible, files;
    guint decided;          /* of the possible ones: to be another person's */
    guint candidates, read; /* files that may hold the subject's data; that were looked into */
    guint unread;           /* candidates that could not be read again: never "clean" */
    guint unread_items;     /* items in the catalog that daicho cannot read at all or in full */
    gboolean is_stopped;    /* before all candidates were looked into */
} DaichoSubjectTotals;

/* Each place once, in order of share, path, part, record. enforcer->stop ends it after the file that
 * is being read. */
gboolean daicho_subject_find(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                             const DaichoSubjectSink *sink, DaichoSubjectTotals *totals,
                             GError **error);

/* Takes back the decision that a place is another person's (daicho_catalog_load_namesakes lists them):
 * from now on it is asked again. */
gboolean daicho_subject_undecide(DaichoEnforcer *enforcer, gint64 decision, GError **error);

/* Checks the kinds and values of a subject: an empty one, an unknown rule, or a value that is none
 * of its kind is DAICHO_ERROR_USAGE. */
gboolean daicho_subject_check(const DaichoSubject *subject, const DaichoRules *rules,
                              GError **error);

#endif

#ifndef DAICHO_ENFORCER_SUBJECTS_PROPOSAL_H
#define DAICHO_ENFORCER_SUBJECTS_PROPOSAL_H

#include "enforcer/context.h"

/*
 * What else stands in the records that are certainly or strongly the subject's, and may be theirs: an
 * old address, a second telephone. It is proposed, and used only when staff accept it. The number is
 * the value's own, and is the same in every search with the same key, so that nobody needs to see the
 * value to accept it.
 */
typedef struct {
    guint number;
    char *kind;   /* as a subject has it: "phone", or a rule's id */
    char *sample; /* masked */
    char *place;  /* the first: "office:list.csv#3" */
    guint records;
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
} DaichoProposal;

GPtrArray *daicho_proposals_new(void); /* of DaichoProposal */

/* Searches for the subject again and adds the values of proposals to it. A number that is proposed no
 * more is DAICHO_ERROR_USAGE, and nothing is added. */
gboolean daicho_proposals_accept(DaichoEnforcer *enforcer, DaichoSubject *subject,
                                 const guint *numbers, gsize n_numbers, GError **error);

#endif

#ifndef DAICHO_ENFORCER_VAULT_PERSON_H
#define DAICHO_ENFORCER_VAULT_PERSON_H

#include "enforcer/context.h"

/*
 * What a person's earlier requests left in the vault: still theirs, though no search of the shares
 * finds it. Who is the same person, print_is_same_person says: who only shares a telephone or mailbox,
 * and has another name, is not. What retention moved there is of persons whom nobody named, and not
 * counted.
 */
typedef struct {
    guint stored; /* and may be destroyed, */
    guint held;   /* or must be kept by a hold */
    guint purged; /* destroyed for good */
    gint64 first; /* number of the first that is stored; 0 when there is none */
} DaichoVaulted;

gboolean daicho_vault_count_person(DaichoEnforcer *enforcer, const DaichoSubject *subject,
                                   DaichoVaulted *vaulted, GError **error);

#endif

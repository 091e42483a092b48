#ifndef DAICHO_ENFORCER_USERS_ROLE_H
#define DAICHO_ENFORCER_USERS_ROLE_H

#include "catalog/catalog.h"

/* What may be done, as the roles of the policy divide it. */
typedef enum {
    DAICHO_RIGHT_NONE,    /* anybody's */
    DAICHO_RIGHT_READ,    /* findings, reports, requests, plans, the audit chain: all masked */
    DAICHO_RIGHT_UNMASK,  /* the text of a file as it is */
    DAICHO_RIGHT_HANDLE,  /* requests and their papers, searching a person, making plans, carrying
                             * out those that are approved */
    DAICHO_RIGHT_PROVIDE, /* recording and checking what is provided to others */
    DAICHO_RIGHT_DISPOSE, /* reviewing what is kept too long, restoring what was suspended */
    DAICHO_RIGHT_APPROVE, /* approving plans, destroying what is in the vault */
    DAICHO_RIGHT_DISMISS, /* dismissing findings, so that reports count them apart */
    DAICHO_RIGHT_HOLD,    /* placing and releasing holds */
    DAICHO_RIGHT_SCAN,
    DAICHO_RIGHT_CONFIGURE, /* consignees */
    DAICHO_RIGHT_KEEP,      /* backing up and restoring the catalog */
    DAICHO_RIGHT_USERS,
} DaichoRight;

/* "administrator", "reviewer", "handler": NULL-terminated. */
extern const char *const daicho_roles[];

/*
 * Whether a user may do what is a right; without any user in the catalog everybody may. is_keeper:
 * the user is root or the catalog's owner, acting for nobody else, who may scan, read, keep backups and manage users
 * without being recorded, so that timers go on and nobody is locked out. DAICHO_ERROR_USAGE says what
 * is lacking and whose it is.
 */
gboolean daicho_role_check(DaichoCatalog *catalog, const char *name, gboolean is_keeper,
                           DaichoRight right, GError **error);

#endif

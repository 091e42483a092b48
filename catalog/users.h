#ifndef DAICHO_CATALOG_USERS_H
#define DAICHO_CATALOG_USERS_H

#include "catalog/store.h"

/*
 * Who may act by this catalog, in which roles. Names are those of accounts, as the audit chain has
 * them. What a role may do, and that one administrator is left, is for the enforcer to say.
 */
typedef struct {
    char *name;
    char **roles;      /* "administrator", "reviewer", "handler" */
    gint64 disabled_s; /* 0 while active */
    char *made_by;
    gint64 made_s;
} DaichoUser;

DaichoUser *daicho_user_alloc(void); /* strings "", no roles */
void daicho_user_free(DaichoUser *user);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoUser, daicho_user_free)

/* Inserts it, or updates the one of the same name. */
gboolean daicho_catalog_put_user(DaichoCatalog *catalog, const DaichoUser *user, GError **error);

/* NULL without error when there is none. */
DaichoUser *daicho_catalog_find_user(DaichoCatalog *catalog, const char *name, GError **error);

/* In the order of their names, disabled ones too. */
typedef gboolean (*DaichoUserFunc)(const DaichoUser *user, gpointer data, GError **error);
gboolean daicho_catalog_each_user(DaichoCatalog *catalog, DaichoUserFunc each, gpointer data,
                                  GError **error);

#endif

#ifndef DAICHO_CATALOG_AUDIT_H
#define DAICHO_CATALOG_AUDIT_H

#include "catalog/store.h"

/*
 * The audit chain: append-only rows, each with the BLAKE2b-256 of its fields and the hash before
 * it, and after each row the head (sequence and hash) signed with Ed25519. Rows hold no personal data.
 */
typedef struct {
    gint64 sequence; /* from 1, without gaps */
    gint64 at_s;
    const char *user, *as_user; /* as_user "" when nobody else */
    const char *act;            /* "request-new", "plan-approve" */
    const char *object;         /* "request 1", "plan 2" */
    const char *detail;         /* one line */
    const char *hash;           /* hexadecimal */
} DaichoAuditRow;

/* Part of the caller's transaction, so that the act and its record stand or fall together. */
gboolean daicho_catalog_append_audit(DaichoCatalog *catalog, const DaichoActor *actor,
                                     const char *act, const char *object, const char *detail,
                                     GError **error);

/* When the last row was written; 0 when there is none. */
gboolean daicho_catalog_get_last_act(DaichoCatalog *catalog, gint64 *at_s, GError **error);

/*
 * A3: the signed head as a file of its own (base/signed.h; g_free), to be kept where whoever has the
 * catalog cannot write: NULL with DAICHO_ERROR_USAGE while there are no rows.
 */
char *daicho_catalog_dup_audit_head(DaichoCatalog *catalog, GError **error);

/* Whether the chain still holds what that head says. *broken is NULL when it does, else words (g_free):
 * the head is another catalog's, or the chain was cut off before it or begun anew. */
gboolean daicho_catalog_check_audit_head(DaichoCatalog *catalog, const char *bytes, gsize length,
                                         char **broken, GError **error);

typedef gboolean (*DaichoAuditFunc)(const DaichoAuditRow *row, gpointer data, GError **error);
gboolean daicho_catalog_each_audit(DaichoCatalog *catalog, DaichoAuditFunc each, gpointer data,
                                   GError **error);

/* The same of its last row alone, which costs little however long the chain is. */
gboolean daicho_catalog_check_audit_end(DaichoCatalog *catalog, char **broken, GError **error);

/*
 * Reads the whole chain again. *broken is NULL when it holds, else words that name the first row
 * that was changed, is missing, or was cut off (g_free). FALSE only when it could not be read.
 */
gboolean daicho_catalog_verify_audit(DaichoCatalog *catalog, gint64 *rows, char **broken,
                                     GError **error);

#endif

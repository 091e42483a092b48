#ifndef DAICHO_CATALOG_PLANS_H
#define DAICHO_CATALOG_PLANS_H

#include "catalog/store.h"

/*
 * Plans, their journal, the vault's index, holds, tombstones and certificates. A plan's text is
 * canonical JSON that the enforcer writes and reads; here it is a text with a hash. It is sealed in
 * the catalog, since it names the files of one person.
 */
typedef struct {
    gint64 number;
    gint64 request; /* 0 when not for a request */
    char *text;     /* JSON; "" after it was shredded with its request */
    char *hash;     /* BLAKE2b-256 of text, hexadecimal */
    char *
        state; /* "planned", "approved", "applying", "applied", "partly" (manual tasks left), "superseded" */
    char *made_by;
    gint64 made_s;
    char *approved_by; /* "" when not yet */
    gint64 approved_s;
    guint8 signature[DAICHO_SIGNATURE_BYTES]; /* of hash and approver */
} DaichoPlanRow;

DaichoPlanRow *daicho_plan_row_new(void);
void daicho_plan_row_free(DaichoPlanRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoPlanRow, daicho_plan_row_free)

/* What an approver puts a name to: this plan, this text, this person, this moment (g_free). */
char *daicho_plan_row_dup_statement(const DaichoPlanRow *row);

gboolean daicho_catalog_put_plan(DaichoCatalog *catalog, DaichoPlanRow *row, GError **error);
DaichoPlanRow *daicho_catalog_get_plan(DaichoCatalog *catalog, gint64 number, GError **error);
/* Without their texts, which are long: those are "". */
typedef gboolean (*DaichoPlanFunc)(const DaichoPlanRow *row, gpointer data, GError **error);
gboolean daicho_catalog_each_plan(DaichoCatalog *catalog, gint64 request /* 0: all */,
                                  DaichoPlanFunc each, gpointer data, GError **error);

/* The journal: one row per plan and target, moved from step to step. Committed with synchronous =
 * FULL before the function returns, so that the intent is on disk before the act. */
typedef struct {
    gint64 plan;
    gint64 target;     /* from 1 */
    char *step;        /* "intent", "staged", "verified", "exchanged", "done", "refused", "undone",
                      "by-hand" */
    char *staged_name; /* in the target's folder; "" when none */
    char *result_digest; /* of the staged copy; "" when the target is deleted */
    gint64 vault;        /* 0 when none */
    char *note;          /* why refused; what level of disposal */
    gint64 at_s;
} DaichoJournalRow;

DaichoJournalRow *daicho_journal_row_new(void);
void daicho_journal_row_free(DaichoJournalRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoJournalRow, daicho_journal_row_free)

/* On disk when it returns TRUE or, within a transaction of the caller, once its outermost one is
 * committed: only then may the act follow that the row speaks of. */
gboolean daicho_catalog_put_journal(DaichoCatalog *catalog, const DaichoJournalRow *row,
                                    GError **error);
/* NULL without error when there is none. */
DaichoJournalRow *daicho_catalog_get_journal(DaichoCatalog *catalog, gint64 plan, gint64 target,
                                             GError **error);

/* The vault's index. The entry's own key is random and sealed here: destroying it destroys the
 * content wherever copies of the blob lie. */
typedef struct {
    gint64 number;
    gint64 plan, target;
    char *share;
    char *path;   /* bytes */
    char *what;   /* "file" or "records" */
    char *blob;   /* file name in the vault folder */
    GBytes *key;  /* 32 bytes, unsealed; NULL when destroyed */
    char *detail; /* JSON: attributes, ranges, digests */
    char *state;  /* "stored", "restored", "purged" */
    gint64 stored_s;
} DaichoVaultRow;

DaichoVaultRow *daicho_vault_row_new(void);
void daicho_vault_row_free(DaichoVaultRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoVaultRow, daicho_vault_row_free)
gboolean daicho_catalog_put_vault(DaichoCatalog *catalog, DaichoVaultRow *row, GError **error);
DaichoVaultRow *daicho_catalog_get_vault(DaichoCatalog *catalog, gint64 number, GError **error);
typedef gboolean (*DaichoVaultFunc)(const DaichoVaultRow *row, gpointer data, GError **error);
gboolean daicho_catalog_each_vault(DaichoCatalog *catalog, DaichoVaultFunc each, gpointer data,
                                   GError **error);

/* Legal holds: on files by share, path glob, purpose and period, or on a subject by fingerprints. */
typedef struct {
    gint64 number;
    char *reason;
    char *share;             /* "" any */
    char *path_glob;         /* "" none */
    char *purpose;           /* "" any */
    char *since, *until;     /* days on which the files were last modified; "" without an end */
    char *owner;             /* who answers for it */
    GPtrArray *fingerprints; /* of GBytes of DAICHO_FINGERPRINT_BYTES; may be empty */
    char *placed_by;
    gint64 placed_s;
    gint64 released_s;                  /* 0 while it stands */
    char *release_reason, *released_by; /* "" while it stands */
} DaichoHoldRow;

DaichoHoldRow *daicho_hold_row_new(void);
void daicho_hold_row_free(DaichoHoldRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoHoldRow, daicho_hold_row_free)
gboolean daicho_catalog_put_hold(DaichoCatalog *catalog, DaichoHoldRow *row, GError **error);
typedef gboolean (*DaichoHoldFunc)(const DaichoHoldRow *row, gpointer data, GError **error);
gboolean daicho_catalog_each_hold(DaichoCatalog *catalog, DaichoHoldFunc each, gpointer data,
                                  GError **error);

/* Erased subjects: fingerprints that should not be found again. */
gboolean daicho_catalog_put_tombstone(DaichoCatalog *catalog, gint64 request, const char *kind,
                                      const guint8 fingerprint[DAICHO_FINGERPRINT_BYTES],
                                      gint64 now_s, GError **error);
typedef gboolean (*DaichoTombstoneFunc)(gint64 request, const char *kind, const guint8 *fingerprint,
                                        gpointer data, GError **error);
gboolean daicho_catalog_each_tombstone(DaichoCatalog *catalog, DaichoTombstoneFunc each,
                                       gpointer data, GError **error);

/* Certificates: text (JSON) with its Ed25519 signature. Put sets *number. */
gboolean daicho_catalog_put_certificate(DaichoCatalog *catalog, gint64 plan, const char *text,
                                        const guint8 signature[DAICHO_SIGNATURE_BYTES],
                                        gint64 now_s, gint64 *number, GError **error);
/* NULL with DAICHO_ERROR_USAGE when there is none. */
char *daicho_catalog_dup_certificate(DaichoCatalog *catalog, gint64 number,
                                     guint8 signature[DAICHO_SIGNATURE_BYTES], GError **error);
/* The latest certificate of a plan; 0 when none. */
gboolean daicho_catalog_find_certificate(DaichoCatalog *catalog, gint64 plan, gint64 *number,
                                         GError **error);

#endif

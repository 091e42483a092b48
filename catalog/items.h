#ifndef DAICHO_CATALOG_ITEMS_H
#define DAICHO_CATALOG_ITEMS_H

#include "base/key.h"
#include "catalog/identity.h"
#include "catalog/policy.h"
#include "catalog/store.h"

/*
 * Items (what was read, partly read or not read) and findings (where personal data is). A file is
 * an item with an empty part; a member of an archive is an item with its container chain as part.
 * No personal data: samples are masked, values are fingerprints. Paths are stored as bytes.
 */

typedef enum {
    DAICHO_ITEM_READ,
    DAICHO_ITEM_PARTLY_READ,
    DAICHO_ITEM_UNREAD,
} DaichoItemState;

const char *daicho_item_state_name(DaichoItemState state); /* "read", "partly-read", "unread" */
gboolean daicho_item_state_parse(const char *name, DaichoItemState *state);

typedef struct {
    char *rule;
    char *category;
    char *kind; /* of the value */
    guint confidence;
    gint64 record; /* from 1; 0 when it is in a name or has no record */
    char *
        locator; /* what people find the place in a document by: "Sheet2:B14"; "" when the record is all */
    gint64 start,
        end; /* byte offsets: in the original where it is plain text, else in the part's UTF-8 text */
    gint64 record_start,
        record_end;   /* of the record in the original bytes of the part; -1 unknown; not stored */
    gboolean in_name; /* in the file's or member's name */
    gint64 table,
        column; /* of the item's tables and of its columns, from 1; 0: of none. Never a header: that may be a person */
    char *sample; /* masked */
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    gint64 dismissal; /* its number, on reading with now_s; 0 when none covers it */
} DaichoFinding;

typedef struct {
    gint64 id; /* set by the catalog */
    char *share;
    char *path;    /* bytes, relative to the share's root */
    char *part;    /* "" for a file, else "inner.zip!/list.csv" */
    char *type;    /* "text/csv" */
    char *charset; /* of text; "" otherwise */
    DaichoItemState state;
    char *reason;            /* why not or only partly read; "" when read */
    char *purpose;           /* "" when it has none; set by daicho_catalog_assign_purposes */
    DaichoIdentity identity; /* a member has its file's */
    guint32 mode, uid, gid;
    char *acl;         /* POSIX ACL in text form; "" when only mode bits count */
    char *digest;      /* BLAKE2b-256 of the content in hexadecimal; "" when not taken */
    gint64 size_bytes; /* of the content */
    gint64 records;    /* how many records, lines or values were read */
    gboolean
        has_refuted; /* a column's header refuted values in it: they are no findings, and may be somebody's */
    gint64 n_findings;   /* on reading from the catalog */
    GPtrArray *findings; /* of DaichoFinding, owned; NULL on reading from the catalog */
} DaichoItem;

DaichoItem *daicho_item_new(void); /* all strings "", no findings */
void daicho_item_free(DaichoItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoItem, daicho_item_free)
DaichoFinding *daicho_finding_new(void);
void daicho_finding_free(DaichoFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoFinding, daicho_finding_free)

/* Where a finding lies within its file, as people read it: the container chain, then the place in the
 * document, as "list.xlsx!/Sheet1:B12" (g_free). */
char *daicho_finding_dup_place(const DaichoFinding *finding, const char *part);

/* --- writing: a scan --- */

typedef struct {
    gint64 id;
    gint64 share_id;
    gint64 started_s;
    gboolean resumed; /* goes on with one that was killed */
    gboolean full;
    char rules_digest[2 * DAICHO_DIGEST_BYTES + 1];
} DaichoScanRow;

/* Registers the share under its name; the same name with another root is DAICHO_ERROR_USAGE. */
gboolean daicho_catalog_put_share(DaichoCatalog *catalog, const char *name, const char *root,
                                  GError **error);

/*
 * Begins a scan of a share. When the last one of the same rules, and as full, was never finished,
 * that one goes on: what it read is not read again.
 */
gboolean daicho_catalog_begin_scan(DaichoCatalog *catalog, const char *share,
                                   const char *rules_digest, gboolean full, gint64 now_s,
                                   DaichoScanRow *scan, GError **error);

/* Replaces all rows of one file: items[0] is the file (part ""), the rest its members. marker is
 * the purpose named by a .daicho.yaml that was read, or NULL. */
gboolean daicho_catalog_put_file(DaichoCatalog *catalog, const DaichoScanRow *scan,
                                 GPtrArray *items, const char *marker, GError **error);

/* Brings the rows of one file up to date outside a scan, when it was catalogued before. */
gboolean daicho_catalog_replace_file(DaichoCatalog *catalog, GPtrArray *items, GError **error);

/*
 * When a file with this digest and these rules was read in full, writes its rows again for file
 * (whose path and identity are new) and sets *copied. Only where it would be read alike: under the
 * same ending and folder name, and the same name where its members are called by it. Findings in
 * the old name are left out, and those in the new one are the caller's to add.
 */
gboolean daicho_catalog_copy_file(DaichoCatalog *catalog, const DaichoScanRow *scan,
                                  const DaichoItem *file, gboolean *copied, GError **error);

typedef struct {
    gint64 read, partly_read, unread; /* items now in the catalog for the share */
    gint64 removed;                   /* files that are gone from the share */
    gint64 findings;
    gint64 high, medium, low; /* of these, by confidence: those that are not dismissed */
    gint64 dismissed;
} DaichoScanTotals;

/* Ends the scan: the files with the ids in gone (of gint64; catalog/known_files.h) go from the
 * catalog. NULL when nothing is taken to be gone, since a folder could not be listed. */
gboolean daicho_catalog_finish_scan(DaichoCatalog *catalog, const DaichoScanRow *scan,
                                    const GArray *gone, gint64 now_s, DaichoScanTotals *totals,
                                    GError **error);

/*
 * Gives every item its purpose and writes the findings of the policy itself, all with confidence
 * 100: rule "policy.no-purpose" (an item with findings and no purpose; its category is the category
 * found), "policy.unexpected-category", and "policy.unknown-purpose" (a .daicho.yaml that names a
 * purpose unknown to the policy, and so counts for nothing; its category is "none"). Does nothing when policy and items are those
 * of the last time.
 */
gboolean daicho_catalog_assign_purposes(DaichoCatalog *catalog, const DaichoPolicy *policy,
                                        GError **error);

/* After an erasure: the rows of a file that is gone go too, and where its path is kept it is replaced
 * by "erased:" and its fingerprint. */
gboolean daicho_catalog_forget_file(DaichoCatalog *catalog, const char *share, const char *path,
                                    GError **error);

/* --- reading; strings in the callbacks are borrowed for the call; FALSE with error set stops --- */

/* Whether dismissed findings are asked for (catalog/dismissals.h): what is done for a person asks for
 * either, which is what a query that does not say has. */
typedef enum {
    DAICHO_DISMISSED_EITHER,
    DAICHO_DISMISSED_NOT,
    DAICHO_DISMISSED_ONLY, /* found by an index */
} DaichoDismissed;

typedef struct {
    const char *share; /* NULL in any field: any */
    const char *rule;
    const char *category;
    const char *purpose;   /* "" for items without one */
    const char *path_glob; /* as daicho_text_glob */
    const char *path;      /* exactly this file, with its members: found by an index */
    guint minimum_confidence;
    const guint8 *fingerprint;
    const char *kind;
    /* What else must hold, asked of each finding last; NULL: nothing. */
    gboolean (*wants)(const DaichoItem *item, const DaichoFinding *finding, gpointer data);
    gpointer wants_data;
    DaichoDismissed dismissed;
    gint64 now_s; /* when a dismissal counts that has an end */
} DaichoFindingQuery;

typedef gboolean (*DaichoFindingFunc)(const DaichoItem *item, const DaichoFinding *finding,
                                      gpointer data, GError **error);

/* In order of share, path, part, start. */
gboolean daicho_catalog_each_finding(DaichoCatalog *catalog, const DaichoFindingQuery *query,
                                     DaichoFindingFunc each, gpointer data, GError **error);

typedef struct {
    const char *share, *path, *path_glob, *purpose, *type;
    const DaichoItemState *state; /* NULL: any */
    gboolean files_only;          /* leave members out */
    gboolean unread_only;         /* partly read ones too */
    gboolean with_findings_only;
} DaichoItemQuery;

typedef gboolean (*DaichoItemFunc)(const DaichoItem *item, gpointer data, GError **error);
gboolean daicho_catalog_each_item(DaichoCatalog *catalog, const DaichoItemQuery *query,
                                  DaichoItemFunc each, gpointer data, GError **error);

typedef struct {
    const char *name, *root;
    gint64 last_scan_s; /* end of the last finished one; 0 when none */
    gint64 files, unread, findings;
} DaichoShareRow;
typedef gboolean (*DaichoShareFunc)(const DaichoShareRow *share, gpointer data, GError **error);
gboolean daicho_catalog_each_share(DaichoCatalog *catalog, DaichoShareFunc each, gpointer data,
                                   GError **error);

/* The same without files, unread and findings, which to count takes a look at every item. */
gboolean daicho_catalog_each_share_uncounted(DaichoCatalog *catalog, DaichoShareFunc each,
                                             gpointer data, GError **error);

/* The root of a share (g_free), or NULL with DAICHO_ERROR_USAGE. */
char *daicho_catalog_dup_share_root(DaichoCatalog *catalog, const char *share, GError **error);

/*
 * One row per data set: share, top folder ("" for files in the root) and purpose. Only findings of
 * medium confidence or more count. persons is an estimate: the number of distinct (item, record)
 * pairs with such a finding of category name, contact, address, birth-date or government-id.
 */
typedef struct {
    const char *share, *folder, *purpose;
    gint64 files; /* with findings */
    gint64 findings;
    gint64
        dismissed; /* findings; in nothing of the rest, but a data set with them alone has a row */
    gint64 persons;
    gint64 unread;          /* items of the data set that could not be read, in full or in part */
    const char *categories; /* sorted, joined by "," */
    gint64 oldest_s, newest_s; /* modification times */
    gint64 last_scan_s;
} DaichoDataSetRow;
typedef gboolean (*DaichoDataSetFunc)(const DaichoDataSetRow *row, gpointer data, GError **error);
gboolean daicho_catalog_each_data_set(DaichoCatalog *catalog, gint64 now_s, DaichoDataSetFunc each,
                                      gpointer data, GError **error);

/* A file with findings of medium confidence or more, those of its members too. */
typedef struct {
    const char *share, *path, *acl;
    guint32 mode, uid, gid;
    gint64 findings;
    gint64 dismissed; /* not among them */
} DaichoExposedFile;
typedef gboolean (*DaichoExposedFileFunc)(const DaichoExposedFile *file, gpointer data,
                                          GError **error);

/* In no particular order. */
gboolean daicho_catalog_each_exposed_file(DaichoCatalog *catalog, gint64 now_s,
                                          DaichoExposedFileFunc each, gpointer data,
                                          GError **error);

typedef enum {
    DAICHO_COUNT_BY_CATEGORY, /* findings */
    DAICHO_COUNT_BY_RULE,     /* findings */
    DAICHO_COUNT_BY_PURPOSE,  /* findings; "" for none */
    DAICHO_COUNT_BY_SHARE,    /* findings */
    DAICHO_COUNT_BY_YEAR,     /* findings by year of the file's modification */
    DAICHO_COUNT_BY_REASON,   /* items partly read and unread, by reason */
    DAICHO_COUNT_BY_STATE,    /* items */
} DaichoCountBy;
typedef gboolean (*DaichoCountFunc)(const char *key, gint64 count, gpointer data, GError **error);

/* Largest first. Policy findings are left out; dismissed and now_s are those of a DaichoFindingQuery. */
gboolean daicho_catalog_count(DaichoCatalog *catalog, DaichoCountBy by, guint minimum_confidence,
                              DaichoDismissed dismissed, gint64 now_s, DaichoCountFunc each,
                              gpointer data, GError **error);

#endif

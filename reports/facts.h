#ifndef DAICHO_REPORTS_FACTS_H
#define DAICHO_REPORTS_FACTS_H

#include "catalog/catalog.h"
#include "enforcer/enforcer.h"
#include "reports/reports.h"

/*
 * What pages and short tables are made of, read from the catalog before a line of them is written:
 * writing then cannot fail half-way. Every loader is NULL with error set on failure; what it
 * returns is owned by the caller, and so are all strings in it. Paths are bytes.
 */

/* --- who can read files with findings of medium confidence or more --- */

typedef enum {
    READERS_WORLD, /* others may read */
    READERS_ACL,   /* a user or group that an ACL names may read */
    READERS_GROUP,
    READERS_OWNER,
} Readers;
enum { N_READERS = READERS_OWNER + 1 };

const char *readers_name(Readers readers);

/* The widest access that mode and ACL ("u::rw-,u:alice:r--,g::---,m::r--,o::---") grant. */
Readers readers_of(guint32 mode, const char *acl);

typedef struct {
    Readers readers;
    char *share, *path, *acl;
    guint32 mode, uid, gid;
    gint64 findings;  /* those of its members too */
    gint64 dismissed; /* not among them */
} ExposedFile;

/* Of ExposedFile; the widest access first, then by share and path. Files in which all was dismissed
 * are not among them, but counted. */
GPtrArray *exposure_load(DaichoCatalog *catalog, gint64 now_s, guint *dismissed_files,
                         GError **error);

/* --- requests that are not closed --- */

typedef enum {
    REQUEST_OVERDUE,
    REQUEST_DUE_SOON, /* within REQUEST_SOON_DAYS */
    REQUEST_OPEN,     /* due later */
    REQUEST_WAITING,  /* no deadline runs: the form has not come back */
    REQUEST_TO_CLOSE, /* answered, withdrawn or lapsed */
} RequestStatus;
enum { N_REQUEST_STATUSES = REQUEST_TO_CLOSE + 1, REQUEST_SOON_DAYS = 3 };

const char *request_status_name(RequestStatus status);

typedef struct {
    gint64 number;
    char *kind, *state, *made_by;
    gint64 received_s, returned_s, due_s; /* 0 when not yet */
    gint64 days_left; /* whole days to due_s, negative once it has passed; only with due_s */
    RequestStatus status;
} OpenRequest;

/* Of OpenRequest; in order of status, then due_s, then number. */
GPtrArray *requests_load(DaichoCatalog *catalog, gint64 now_s, GError **error);

/* --- items that the policy does not cover --- */

typedef struct {
    char *share, *path, *part, *purpose;
    GString *categories; /* joined by ", " */
} Misfit;

typedef struct {
    gint64 total;
    gint64 dismissed; /* categories of items, not among them */
    GPtrArray *first; /* of Misfit; at most MISFITS_MAX */
} Misfits;
enum { MISFITS_MAX = 200 };

/* rule: "policy.no-purpose", "policy.unknown-purpose" or "policy.unexpected-category". */
Misfits *misfits_load(DaichoCatalog *catalog, const char *rule, gint64 now_s, GError **error);
void misfits_free(Misfits *misfits);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Misfits, misfits_free)

/* --- items that could not be read, or not in full --- */

typedef struct {
    char *share, *path, *part;
    DaichoItemState state;
} UnreadItem;

typedef struct {
    char *reason;
    gint64 total;
    GPtrArray *first; /* of UnreadItem; at most UNREAD_ITEMS_MAX */
} UnreadReason;
enum { UNREAD_ITEMS_MAX = 50 };

/* Of UnreadReason; the commonest first. */
GPtrArray *unread_load(DaichoCatalog *catalog, GError **error);

/* --- what was dismissed --- */

typedef struct {
    gint64 findings;
    guint dismissals; /* that stand */
    guint soon;       /* of them, those that expire within DISMISSALS_SOON_DAYS */
} Dismissals;
enum { DISMISSALS_SOON_DAYS = 30 };

gboolean dismissals_count(DaichoCatalog *catalog, gint64 now_s, Dismissals *dismissals,
                          GError **error);

/* --- what scans came to --- */

typedef struct {
    char *share;
    gint64 ended_s;
    gboolean is_whole; /* all was read */
    gint64 files, unread;
    gint64 high, medium, low, dismissed; /* findings */
} TrendPoint;

/* Of TrendPoint, of the scans that came to their end, in the order in which they did. */
GPtrArray *trend_load(DaichoCatalog *catalog, GError **error);

/* Findings of medium confidence or more that were not dismissed. */
gint64 trend_point_count(const TrendPoint *point);

/* --- what is kept for too long --- */

typedef struct {
    DaichoRetentionState state;
    char *share, *path, *purpose, *keep, *from, *then, *why; /* NULL where there is none */
    char *base, *last;                                       /* days; NULL where not known */
    gint64 days_left;                                        /* with last */
    gint64 findings;
} RetentionFile;

typedef struct {
    GPtrArray *files; /* of RetentionFile; what is to be done first, within that what ended first */
    gint64 counts[DAICHO_N_RETENTION_STATES];
    guint left_out; /* what is kept for longer, or without a period: only counted */
} RetentionFacts;

/* purpose NULL: any. */
RetentionFacts *retention_facts_load(DaichoEnforcer *enforcer, const char *purpose, GError **error);
void retention_facts_free(RetentionFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RetentionFacts, retention_facts_free)

/* --- counts and shares --- */

typedef struct {
    char *key;
    gint64 count;
} Count;

/* Of Count; the largest first. Findings of medium confidence or more that are not dismissed, or items. */
GPtrArray *counts_load(DaichoCatalog *catalog, DaichoCountBy by, gint64 now_s, GError **error);

typedef struct {
    char *name, *root;
    gint64 last_scan_s; /* 0 when none was finished */
    gint64 files, unread, findings;
} Share;

/* Of Share, by name; behind them those of the configuration that the catalog does not know. */
GPtrArray *shares_load(DaichoCatalog *catalog, const DaichoConfiguredShares *configured,
                       GError **error);

/* The last scan of a share, where it did not come to its end. */
typedef struct {
    char *share;
    gint64 started_s;
    const char *result; /* words, to be translated */
    char *reason;
    gint64 figures_s; /* when the last one ended that did; 0: none did */
} FailedRun;

/* Of FailedRun, by share. */
GPtrArray *failed_runs_load(DaichoCatalog *catalog, GError **error);

#endif

#ifndef DAICHO_CATALOG_RUNS_H
#define DAICHO_CATALOG_RUNS_H

#include "catalog/store.h"

/*
 * How each scan of a share went, the failed ones too, which leave nothing else behind: one row from the
 * moment that it begins. No personal data: the reason is that of a whole run, and names no file of a share.
 */
typedef enum {
    DAICHO_RUN_RUNNING,     /* or killed: who holds the share's lock knows */
    DAICHO_RUN_DONE,        /* all was read */
    DAICHO_RUN_PARTIAL,     /* to its end, but something could not be read */
    DAICHO_RUN_INTERRUPTED, /* the next one goes on from there */
    DAICHO_RUN_FAILED,
} DaichoRunResult;

const char *daicho_run_result_name(DaichoRunResult result); /* "done", "partial" */

typedef struct {
    gint64 number; /* set by daicho_catalog_begin_run */
    char *share;   /* its name; it need not be in the catalog */
    gboolean is_scheduled;
    gint64 started_s, ended_s; /* ended_s 0: not ended, or killed */
    DaichoRunResult result;
    char *reason;         /* why it failed or was interrupted; "" */
    gint64 files, unread; /* looked at; not read, or not in full, in the share when it ended */
    gint64 high, medium, low, dismissed; /* findings in the share when it ended */
} DaichoRun;

DaichoRun *daicho_run_new(const char *share, gint64 now_s);
void daicho_run_free(DaichoRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DaichoRun, daicho_run_free)

/* With the share's lock (catalog/share_lock.h): what ran before was killed when it did not end, and is
 * said to be interrupted. */
gboolean daicho_catalog_begin_run(DaichoCatalog *catalog, DaichoRun *run, GError **error);

/* Writes ended_s, result, reason and figures. */
gboolean daicho_catalog_end_run(DaichoCatalog *catalog, const DaichoRun *run, GError **error);

/* The latest of a share before a number (G_MAXINT64: of all); whole_only: those that came to their end.
 * *run is NULL when there is none. */
gboolean daicho_catalog_find_run(DaichoCatalog *catalog, const char *share, gint64 before,
                                 gboolean whole_only, DaichoRun **run, GError **error);

/* The last one of each share, in the order of the shares' names. */
typedef gboolean (*DaichoRunFunc)(const DaichoRun *run, gpointer data, GError **error);
gboolean daicho_catalog_each_last_run(DaichoCatalog *catalog, DaichoRunFunc each, gpointer data,
                                      GError **error);

/* Those that came to their end, in the order in which they did. */
gboolean daicho_catalog_each_run(DaichoCatalog *catalog, DaichoRunFunc each, gpointer data,
                                 GError **error);

#endif

#ifndef DAICHO_CLI_SHARE_SCAN_H
#define DAICHO_CLI_SHARE_SCAN_H

#include "cli/share_choice.h"

/* One scan of one share by one process at a time, recorded however it goes. */
typedef struct {
    gboolean full, show_progress;
    gboolean is_scheduled; /* waits until no other scheduled scan runs by this catalog */
    guint jobs;            /* 0: one for each processor */
    guint64 max_rate;      /* bytes per second; 0: no limit */
    const volatile int *stop;
    char *until; /* "06:00": when a timer stops it, in words; NULL when none does */
} ShareScan;

/* With the catalog open for writing. run (cleared by the caller with daicho_run_free; may be NULL) is
 * how it went, on failure too, unless it could not begin. A share that another process scans is
 * DAICHO_ERROR_RUN, and is not recorded. */
gboolean share_scan(Cli *cli, const ShareScan *how, const ChosenShare *share,
                    DaichoScanResult *result, DaichoRun **run, GError **error);

#endif

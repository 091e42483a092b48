#ifndef DAICHO_CLI_PROGRESS_H
#define DAICHO_CLI_PROGRESS_H

#include "scanner/scanner.h"

/* A line on the terminal that says how far a scan is. */
typedef struct {
    const char *share;
    gint64 started_us;
    gint64 shown_us; /* 0: nothing stands on the line */
} Progress;

void progress_begin(Progress *progress, const char *share);

/* For DaichoScanOptions.progress; data is a Progress. */
void progress_show(const DaichoScanProgress *scan, gpointer data);

/* Clears the line. */
void progress_end(Progress *progress);

#endif

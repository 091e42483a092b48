#ifndef DAICHO_CLI_PROGRESS_H
#define DAICHO_CLI_PROGRESS_H

#include "cli/cli.h"

/* A line on the terminal that says how far a scan, or a plan, is. */
typedef struct {
    const char *share; /* or plan */
    gint64 started_us;
    gint64 shown_us; /* 0: nothing stands on the line */
} Progress;

/* Standard error is a terminal, and nobody asked for silence. */
gboolean progress_is_wanted(const Cli *cli);

void progress_begin(Progress *progress, const char *share);

/* For DaichoScanOptions.progress; data is a Progress. */
void progress_show(const DaichoScanProgress *scan, gpointer data);

/* The same for the targets of a plan. */
void progress_show_targets(Progress *progress, guint done, guint all);

/* For DaichoEnforcer.progress, while files are read for a person; data is a Progress. */
void progress_show_files(guint done, guint all, gpointer data);

/* Clears the line. */
void progress_end(Progress *progress);

#endif

#ifndef DAICHO_CLI_SCAN_SUMMARY_H
#define DAICHO_CLI_SCAN_SUMMARY_H

#include "cli/cli.h"

/* What the scans of one run did, share by share. */
typedef struct {
    char *share;
    DaichoScanResult result;
    gint64 duration_us;
    guint64 high, medium, low; /* findings now in the catalog */
    guint64 dismissed;         /* not among them */
} ScannedShare;

typedef struct {
    GPtrArray *shares; /* of ScannedShare */
    gboolean stopped;
} ScanSummary;

ScanSummary *scan_summary_new(void);
void scan_summary_free(ScanSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScanSummary, scan_summary_free)

gboolean scan_summary_add(const Cli *cli, ScanSummary *summary, const char *share,
                          const DaichoScanResult *result, gint64 duration_us, GError **error);

/* In words, or as a table of shares in the format asked for; then what to look at next. */
gboolean scan_summary_print(const Cli *cli, const ScanSummary *summary, GError **error);

/* Whether something could not be read, in full or in part. */
gboolean scan_summary_has_unread(const ScanSummary *summary);

/* Whether the shares that were scanned hold findings of this confidence that are neither dismissed nor in
 * the baseline (NULL: there is none); tells how many were left out. */
typedef struct {
    guint confidence;
    const DaichoBaseline *baseline;
    const char *baseline_file;
} ScanCheck;
gboolean scan_summary_check_findings(const Cli *cli, const ScanSummary *summary,
                                     const ScanCheck *check, gboolean *found, GError **error);

#endif

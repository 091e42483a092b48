#ifndef DAICHO_CLI_BASELINE_H
#define DAICHO_CLI_BASELINE_H

#include "cli/cli.h"

/* The baseline in a file that somebody names; the catalog is open. */
DaichoBaseline *baseline_load(Cli *cli, const char *file, GError **error);

/* Tells news from what is known; counts the latter. */
typedef struct {
    const DaichoBaseline *baseline;
    guint64 known;
} BaselineFilter;

/* For a DaichoFindingQuery: TRUE for what is not in the baseline. data is a BaselineFilter. */
gboolean baseline_is_news(const DaichoItem *item, const DaichoFinding *finding, gpointer data);

/* "12 findings are in the baseline FILE" */
void baseline_tell(const Cli *cli, const BaselineFilter *filter, const char *file);

#endif

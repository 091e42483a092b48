#ifndef DAICHO_CLI_PLAN_SUMMARY_H
#define DAICHO_CLI_PLAN_SUMMARY_H

#include "cli/cli.h"

/* Tells in a few lines what a plan that was just made holds, and what comes next. */
gboolean plan_summary_tell(Cli *cli, gint64 number, GError **error);

#endif

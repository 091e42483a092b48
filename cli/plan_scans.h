#ifndef DAICHO_CLI_PLAN_SCANS_H
#define DAICHO_CLI_PLAN_SCANS_H

#include "cli/cli.h"

/* When each share was last scanned, a line each that begins with indent: what came to a share since is
 * in no plan (g_free). NULL on failure. */
char *plan_scans_new(const Cli *cli, const char *indent, GError **error);

#endif

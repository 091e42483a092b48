#ifndef DAICHO_CLI_RUN_NOTES_H
#define DAICHO_CLI_RUN_NOTES_H

#include "cli/cli.h"

/* With the catalog open, before what is made from it: tells of each share whose last scan failed or was
 * interrupted, and of when its figures are. */
gboolean run_notes_tell(Cli *cli, GError **error);

#endif

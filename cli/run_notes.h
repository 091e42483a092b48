#ifndef DAICHO_CLI_RUN_NOTES_H
#define DAICHO_CLI_RUN_NOTES_H

#include "cli/cli.h"

/* With the catalog open, before what is made from it: tells of each share whose last scan failed or was
 * interrupted, and of when its figures are; and of each of the configuration that was never scanned. */
gboolean run_notes_tell(Cli *cli, GError **error);

/* The same for a check, whose "nothing" would be more than is known: *is_whole FALSE when there is such a
 * share. */
gboolean run_notes_check(Cli *cli, gboolean *is_whole, GError **error);

/* Where a list of what was found says nothing of it: how many items could not be read. */
gboolean run_notes_tell_unread(Cli *cli, GError **error);

#endif

#ifndef DAICHO_CLI_PROPOSALS_H
#define DAICHO_CLI_PROPOSALS_H

#include "cli/cli.h"

/* Tells what else stands in the person's records (of DaichoProposal), masked; how says how one is taken:
 * "daicho request add 1 --proposal". */
void proposals_tell(const Cli *cli, const GPtrArray *proposals, const char *how);

/* The same of a request. */
void proposals_tell_of_request(const Cli *cli, const GPtrArray *proposals, gint64 request);

/* The numbers that were given (g_array_unref), of guint; NULL with DAICHO_ERROR_USAGE for one that is
 * none. words may be NULL. */
GArray *proposals_parse(char **words, GError **error);

#endif

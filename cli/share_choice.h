#ifndef DAICHO_CLI_SHARE_CHOICE_H
#define DAICHO_CLI_SHARE_CHOICE_H

#include "cli/cli.h"

/* The shares that a scan is asked for. */
typedef struct {
    char *name;
    char *root;
    const ConfigShare *configured; /* NULL for a path that is no share of the configuration */
} ChosenShare;

/* Those of words: names of shares (of the configuration or of the catalog) or folders; without
 * words all of the configuration. The catalog is open. NULL with DAICHO_ERROR_USAGE. */
GPtrArray *share_choice_new(Cli *cli, char **words, GError **error);

#endif

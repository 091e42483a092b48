#ifndef DAICHO_CLI_LANGUAGE_H
#define DAICHO_CLI_LANGUAGE_H

#include "cli/cli.h"

/* The language of --lang, else of the environment (LC_ALL, LC_MESSAGES, LANG), else English.
 * DAICHO_ERROR_USAGE for one that there is not. */
gboolean language_pick(Cli *cli, GError **error);

/* The same, but English where --lang is not given: what scripts read does not change with the
 * environment. */
DaichoLanguage language_for_format(const Cli *cli);

#endif

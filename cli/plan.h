#ifndef DAICHO_CLI_PLAN_H
#define DAICHO_CLI_PLAN_H

#include "cli/cli.h"

/* The second words of "daicho plan", in the order of a plan's life. */
extern const Command plan_list, plan_show, plan_approve, plan_apply, plan_record;

/* Reads the number that stands first and opens the enforcer; NULL on failure. */
DaichoEnforcer *plan_open(Cli *cli, char **words, gint64 *number, GError **error);

#endif

#ifndef DAICHO_CLI_PLAN_TEXT_H
#define DAICHO_CLI_PLAN_TEXT_H

#include "cli/cli.h"

/* A plan for the people who approve it: every target, what is left to a person, what a person has to
 * decide, and what could not be searched (g_free). */
char *plan_text_new(const DaichoPlan *plan, const DaichoPlanRow *row);

#endif

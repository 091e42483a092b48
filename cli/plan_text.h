#ifndef DAICHO_CLI_PLAN_TEXT_H
#define DAICHO_CLI_PLAN_TEXT_H

#include "cli/cli.h"

/* A plan for the people who approve it: every target before and after, what is left to a person, what a person has to
 * decide, and what could not be searched (g_free). NULL on failure. */
char *plan_text_new(DaichoEnforcer *enforcer, const DaichoPlan *plan, const DaichoPlanRow *row,
                    GError **error);

#endif

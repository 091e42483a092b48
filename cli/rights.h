#ifndef DAICHO_CLI_RIGHTS_H
#define DAICHO_CLI_RIGHTS_H

#include "enforcer/enforcer.h"

/* What a command ("plan approve", "scan") needs. One that is not in the table needs more than reading:
 * nothing is allowed by having been forgotten. */
DaichoRight rights_find(const char *command);

#endif

#ifndef DAICHO_CLI_EXAMPLES_H
#define DAICHO_CLI_EXAMPLES_H

#include "cli/command.h"

/* The command lines of examples.txt that show command, whose whole name is name ("request new"); an empty
 * vector when there is none (g_strfreev). */
char **examples_list(const Command *command, const char *name);

#endif

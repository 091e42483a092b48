#ifndef DAICHO_CLI_KEY_H
#define DAICHO_CLI_KEY_H

#include "cli/cli.h"

/* A word of daicho key in a file of its own. */
extern const Command key_rotate;

#endif

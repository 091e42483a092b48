#ifndef DAICHO_CLI_USER_H
#define DAICHO_CLI_USER_H

#include "cli/cli.h"

/* The second words of "daicho user". */
extern const Command user_add, user_list, user_disable;

#endif

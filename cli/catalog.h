#ifndef DAICHO_CLI_CATALOG_H
#define DAICHO_CLI_CATALOG_H

#include "cli/cli.h"

/* The words of daicho catalog. */
extern const Command catalog_backup, catalog_check, catalog_restore, catalog_upgrade;

#endif

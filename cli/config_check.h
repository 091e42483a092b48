#ifndef DAICHO_CLI_CONFIG_CHECK_H
#define DAICHO_CLI_CONFIG_CHECK_H

#include "cli/config.h"

/* Adds to problems what daicho.yaml names and is not there: shares that cannot be opened, policy, packs,
 * and folders of catalog, key and vault. file was read into config without an error of YAML. */
void config_check_places(const char *file, const Config *config, GPtrArray *problems);

#endif

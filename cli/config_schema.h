#ifndef DAICHO_CLI_CONFIG_SCHEMA_H
#define DAICHO_CLI_CONFIG_SCHEMA_H

#include <glib.h>

/* JSON Schema (draft 2020-12) of daicho.yaml, with which an editor completes and checks it (g_free). */
char *config_schema_new(void);

#endif

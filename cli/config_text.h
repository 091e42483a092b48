#ifndef DAICHO_CLI_CONFIG_TEXT_H
#define DAICHO_CLI_CONFIG_TEXT_H

#include <glib.h>

/* The daicho.yaml that init writes, which explains itself. shares is a vector of name, path, name,
 * path…, NULL-terminated (g_free). */
char *config_text_new(const char *const *shares);

#endif

#ifndef DAICHO_CLI_MANUAL_H
#define DAICHO_CLI_MANUAL_H

/* The manual page daicho(1) in mdoc: docs/man/daicho.1.in with what the table of commands says (g_free). */
char *manual_page(void);

/* daicho.yaml(5), likewise: docs/man/daicho.yaml.5.in with the table of its options (g_free). */
char *manual_config_page(void);

#endif

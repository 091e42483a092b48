#ifndef DAICHO_CLI_HELP_H
#define DAICHO_CLI_HELP_H

/* All commands, a line each (g_free). */
char *help_overview(void);

#endif

#ifndef DAICHO_SCHEDULE_CRONTAB_H
#define DAICHO_SCHEDULE_CRONTAB_H

#include "schedule/unit.h"

/*
 * A share's lines for a file in /etc/cron.d, where there is no systemd (g_free). After a start of the
 * machine what was missed is made up for; a limit of CPU time there is none.
 */
char *daicho_crontab_lines(const DaichoUnit *unit);

/* What stands before all lines of a configuration (g_free). */
char *daicho_crontab_head(const char *config_file);

#endif

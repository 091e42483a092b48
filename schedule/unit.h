#ifndef DAICHO_SCHEDULE_UNIT_H
#define DAICHO_SCHEDULE_UNIT_H

#include "schedule/plan.h"

/* What the units of one share are made from; all is borrowed. Paths are absolute. */
typedef struct {
    const char *share, *root;
    const char *program, *config_file;
    const char *catalog_folder;     /* the only one that is written to */
    const char *const *other_paths; /* key, policy, packs: read; NULL-terminated */
    const char *user;               /* account of the units; NULL: the manager's own (root) */
    gboolean is_of_user;            /* for a user's own manager, which may do less */
    const DaichoSchedule *schedule;
} DaichoUnit;

/* "daicho-scan-hr.timer", as systemd-escape has it (g_free); a name too long for a file is a digest. */
char *daicho_unit_name(const char *what, const char *share, const char *suffix);

/* The text of a unit (g_free). The notice's unit is started when the scan's has ended, however it did. */
char *daicho_unit_service(const DaichoUnit *unit);
char *daicho_unit_timer(const DaichoUnit *unit);
char *daicho_unit_notice(const DaichoUnit *unit);

/* Whether somebody is to be told. */
gboolean daicho_unit_has_notice(const DaichoUnit *unit);

/* The first line of every file that is written for a configuration: what has another one is not ours. */
char *daicho_unit_mark(const char *config_file);

#endif

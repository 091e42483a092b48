#ifndef DAICHO_CLI_SCHEDULE_H
#define DAICHO_CLI_SCHEDULE_H

#include "cli/cli.h"
#include "schedule/schedule.h"

/* The second words of "daicho schedule". */
extern const Command schedule_show, schedule_install, schedule_remove, schedule_list, schedule_run,
    schedule_notify;

/* What counts for a share of the configuration. FALSE with DAICHO_ERROR_USAGE. */
gboolean schedule_find(Cli *cli, const char *name, const ConfigShare **share,
                       DaichoSchedule *schedule, GError **error);

/* --- units --- */

/* What the units of all planned shares are made from, or of those that are named. */
typedef struct {
    DaichoUnit unit; /* its strings are of this */
    DaichoSchedule schedule;
    char *catalog_folder, *program, *config_file, *user;
    GPtrArray *other_paths;
} PlannedShare;

/* Of PlannedShare (g_ptr_array_unref); is_of_user: for a user's own manager. NULL with
 * DAICHO_ERROR_USAGE, also when none is planned. */
GPtrArray *schedule_plan(Cli *cli, char **names, gboolean is_of_user, GError **error);

/* Where units, or lines of cron, are (g_free); root may be NULL. */
char *schedule_unit_folder(const char *root, gboolean is_of_user);
char *schedule_cron_folder(const char *root);
extern const char schedule_cron_file[];

/* Runs systemctl with these words, unless systemd does not run here: *ran. Unsuccessful is FALSE. */
gboolean schedule_systemctl(gboolean is_of_user, const char *const *words, gboolean *ran,
                            GError **error);

/* --- how a scan went --- */

/* For notices and the journal; strings are of run, and of the configuration. */
gboolean schedule_get_facts(Cli *cli, const DaichoSchedule *schedule, const DaichoRun *run,
                            DaichoRunFacts *facts, GError **error);

/* Tells who is to be told. */
gboolean schedule_tell(Cli *cli, const DaichoSchedule *schedule, const DaichoRunFacts *facts,
                       GError **error);

#endif

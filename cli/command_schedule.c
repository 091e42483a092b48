#include "cli/commands.h"

#include "cli/schedule.h"

static const Command *const words_table[] = {&schedule_show,
                                             &schedule_install,
                                             &schedule_remove,
                                             &schedule_list,
                                             &schedule_run,
                                             &schedule_notify,
                                             NULL};

const Command command_schedule = {
    .name = "schedule",
    .usage = "show|install|remove|list|run|notify",
    .summary = "scans at the times of daicho.yaml, by timers of systemd or by cron",
    .words = words_table,
};

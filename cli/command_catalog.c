#include "cli/commands.h"

#include "cli/catalog.h"

static const Command *const words_table[] = {&catalog_backup, &catalog_restore, &catalog_check,
                                             &catalog_upgrade, NULL};

const Command command_catalog = {
    .name = "catalog",
    .usage = "backup|restore|check|upgrade",
    .summary = "the register's file: backups of it, and whether it is whole",
    .words = words_table,
};

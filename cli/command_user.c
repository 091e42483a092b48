#include "cli/commands.h"

#include "cli/user.h"

static const Command *const words_table[] = {&user_add, &user_list, &user_disable, NULL};

const Command command_user = {
    .name = "user",
    .usage = "add|list|disable",
    .summary = "who may do what: administrators, reviewers, handlers",
    .words = words_table,
};

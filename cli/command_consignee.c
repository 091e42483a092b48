#include "cli/commands.h"

#include "cli/consignee.h"

static const Command *const words_table[] = {&consignee_add,
                                             &consignee_change,
                                             &consignee_list,
                                             &consignee_show,
                                             &consignee_review,
                                             &consignee_end,
                                             NULL};

const Command command_consignee = {
    .name = "consignee",
    .usage = "add|change|list|show|review|end",
    .summary = "to whom work on personal data is entrusted",
    .words = words_table,
};

#include "cli/commands.h"

#include "cli/consignee.h"
#include "cli/message.h"

void consignee_tell_standing(Cli *cli, const DaichoConsignee *consignee)
{
    g_autofree char *lack = daicho_consignee_find_lack(&cli->enforcer, consignee);
    g_autofree char *categories = g_strjoinv(", ", consignee->categories);
    if (lack != NULL) {
        message_tell(cli,
                     "nothing may be provided to it yet: %s. next: daicho consignee change NAME "
                     "--agreement YYYY-MM-DD --confidentiality yes --category CATEGORY",
                     lack);
    } else if (*categories == '\0') {
        message_tell(cli,
                     "its agreement covers no category yet, so that no personal data may go to "
                     "it. next: daicho consignee change NAME --category CATEGORY");
    } else {
        message_tell(cli, "may go to it: %s. next: daicho provision check FILE --to NAME",
                     categories);
    }
}

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

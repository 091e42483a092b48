#include "cli/consignee.h"

#include "base/text.h"
#include "cli/output.h"
#include "cli/session.h"

static gboolean print(const Cli *cli, const DaichoConsignee *consignee, GError **error)
{
    DaichoEnforcer *enforcer = (DaichoEnforcer *)(guintptr)&cli->enforcer;
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, consignee->number);
    g_autofree char *categories = g_strjoinv(", ", consignee->categories);
    g_autofree char *folders = g_strjoinv(" ", consignee->folders);
    g_autofree char *lack = daicho_consignee_find_lack(enforcer, consignee);
    g_autofree char *ended = consignee->ended_s > 0 ? daicho_date_format_in(consignee->ended_s,
                                                                            cli->enforcer.time_zone)
                                                    : NULL;
    gboolean is_hidden = *consignee->contact != '\0' && !session_may(cli, DAICHO_RIGHT_UNMASK);
    const char *contact = is_hidden ? "recorded (sealed)" : consignee->contact;
    const Fact facts[] = {
        {{"number", "Consignee", TRUE}, number},
        {{"name", "Name", FALSE}, consignee->name},
        {{"task", "Task", FALSE}, consignee->task},
        {{"contact", "Contact", FALSE}, contact},
        {{"agreement", "Agreement", FALSE}, consignee->agreement},
        {{"confidentiality", "Confidentiality", FALSE}, consignee->is_confidential ? "yes" : "no"},
        {{"reconsignment", "Re-consignment", FALSE}, consignee->reconsignment},
        {{"categories", "Categories covered", FALSE}, categories},
        {{"folders", "Outgoing folders", FALSE}, folders},
        {{"reviewed", "Last review", FALSE}, consignee->reviewed},
        {{"next_review", "Review by", FALSE}, consignee->next_review},
        {{"review", "Review", FALSE}, daicho_consignee_standing(enforcer, consignee)},
        {{"ended", "Ended", FALSE}, ended},
        {{"lack", "Nothing may go to it, since", FALSE}, lack},
        {{"made_by", "Recorded by", FALSE}, consignee->made_by},
    };
    return output_facts(cli, "consignee", facts, G_N_ELEMENTS(facts), error);
}

static int run_show(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_READ, error);
    g_autoptr(DaichoConsignee)
        consignee = enforcer != NULL ? daicho_consignee_load(enforcer, words[0], error) : NULL;
    return consignee != NULL && print(cli, consignee, error) ? CLI_DONE : CLI_FAILED;
}

const Command consignee_show = {
    .name = "show",
    .usage = "NAME",
    .summary = "one consignee with its agreement",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_show,
};

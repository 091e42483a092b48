#include "cli/commands.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/consignee_options.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

/* --- add, change --- */

static int run_add(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const ConsigneeOptions *options = data;
    g_autoptr(DaichoConsignee) consignee = daicho_consignee_alloc();
    if (!consignee_options_fill(options, consignee, error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    gint64 number = enforcer != NULL ? daicho_consignee_add(enforcer, consignee, error) : 0;
    if (number == 0) {
        return CLI_FAILED;
    }
    g_autofree char *lack = daicho_consignee_find_lack(enforcer, consignee);
    if (lack != NULL) {
        message_tell(cli, "nothing may be provided to it yet: %s", lack);
    }
    return output_printf(cli, error, "%" G_GINT64_FORMAT "\n", number) ? CLI_DONE : CLI_FAILED;
}

static int run_change(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const ConsigneeOptions *options = data;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    g_autoptr(DaichoConsignee)
        consignee = enforcer != NULL ? daicho_consignee_load(enforcer, words[0], error) : NULL;
    gboolean done = consignee != NULL && consignee_options_fill(options, consignee, error) &&
                    daicho_consignee_change(enforcer, consignee, error);
    return done ? CLI_DONE : CLI_FAILED;
}

/* --- list --- */

static const DaichoColumn columns[] = {
    {"number", "No.", TRUE},       {"name", "Name", FALSE},
    {"task", "Task", FALSE},       {"agreement", "Agreement", FALSE},
    {"review", "Review", FALSE},   {"next_review", "Review until", FALSE},
    {"folders", "Folders", FALSE}, {"lack", "Lacks", FALSE},
};

typedef struct {
    Cli *cli;
    DaichoTable *table;
    guint overdue;
} Listing;

static gboolean add_row(const DaichoConsignee *consignee, gpointer data, GError **error)
{
    (void)error;
    Listing *listing = data;
    DaichoEnforcer *enforcer = &listing->cli->enforcer;
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, consignee->number);
    g_autofree char *folders = g_strjoinv(" ", consignee->folders);
    g_autofree char *lack = daicho_consignee_find_lack(enforcer, consignee);
    const char *standing = daicho_consignee_standing(enforcer, consignee);
    const char *const cells[] = {
        number,   consignee->name,        consignee->task, consignee->agreement,
        standing, consignee->next_review, folders,         lack};
    daicho_table_add(listing->table, cells);
    listing->overdue += strcmp(standing, "overdue") == 0 ? 1 : 0;
    return TRUE;
}

/* Whom the policy names and nobody recorded. */
static gboolean tell_missing(Cli *cli, GError **error)
{
    for (guint i = 0; i < daicho_policy_get_length(cli->policy); i++) {
        const DaichoPurpose *purpose = daicho_policy_get_purpose(cli->policy, i);
        for (char **name = purpose->consignees; name != NULL && *name != NULL; name++) {
            g_autoptr(GError) failed = NULL;
            g_autoptr(DaichoConsignee)
                known = daicho_catalog_find_consignee(cli->catalog, *name, &failed);
            if (failed != NULL) {
                g_propagate_error(error, g_steal_pointer(&failed));
                return FALSE;
            }
            if (known == NULL) {
                message_tell(cli,
                             "the policy names \"%s\" (purpose %s), which is not recorded: "
                             "daicho consignee add",
                             *name, purpose->id);
            }
        }
    }
    return TRUE;
}

static int run_list(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable) table = daicho_table_new("consignees", columns, G_N_ELEMENTS(columns));
    Listing listing = {cli, table, 0};
    gboolean listed = session_open_enforcer(cli, DAICHO_CATALOG_READ, error) != NULL &&
                      daicho_catalog_each_consignee(cli->catalog, add_row, &listing, error) &&
                      output_table(cli, table, error) && tell_missing(cli, error);
    if (listed && listing.overdue > 0) {
        g_autofree char *count = message_counted(listing.overdue, "review is", "reviews are");
        message_tell(cli, "%s overdue. next: daicho consignee review NAME --found TEXT --next DAY",
                     count);
    }
    return listed ? CLI_DONE : CLI_FAILED;
}

/* --- show --- */

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
    const Fact facts[] = {
        {{"number", "Consignee", TRUE}, number},
        {{"name", "Name", FALSE}, consignee->name},
        {{"task", "Task", FALSE}, consignee->task},
        {{"contact", "Contact", FALSE}, consignee->contact},
        {{"agreement", "Agreement", FALSE}, consignee->agreement},
        {{"confidentiality", "Confidentiality", FALSE}, consignee->is_confidential ? "yes" : "no"},
        {{"reconsignment", "Re-consignment", FALSE}, consignee->reconsignment},
        {{"categories", "Categories covered", FALSE}, categories},
        {{"folders", "Outgoing folders", FALSE}, folders},
        {{"reviewed", "Last review", FALSE}, consignee->reviewed},
        {{"next_review", "Review until", FALSE}, consignee->next_review},
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

/* --- review, end --- */

typedef struct {
    char *found, *next;
} ReviewOptions;

static const CommandOption review_options[] = {
    {"found", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ReviewOptions, found),
     "What the review found; stored readable, so without personal data", "TEXT"},
    {"next", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ReviewOptions, next),
     "Until when it is to be reviewed again", "YYYY-MM-DD"},
    {NULL},
};

static int run_review(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const ReviewOptions *options = data;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    gboolean done = enforcer != NULL && daicho_consignee_review(enforcer, words[0], options->next,
                                                                options->found, error);
    return done ? CLI_DONE : CLI_FAILED;
}

static int run_end(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    return enforcer != NULL && daicho_consignee_end(enforcer, words[0], error) ? CLI_DONE
                                                                               : CLI_FAILED;
}

static const Command add = {
    .name = "add",
    .usage = "--name NAME --task TEXT --re-consignment WORD [--agreement YYYY-MM-DD …]",
    .summary = "record to whom work is entrusted; prints its number",
    .options = consignee_option_table,
    .options_size = sizeof(ConsigneeOptions),
    .run = run_add,
};

static const Command change = {
    .name = "change",
    .usage = "NAME [--agreement YYYY-MM-DD …]",
    .summary = "change what is given; lists are replaced as a whole",
    .options = consignee_option_table,
    .options_size = sizeof(ConsigneeOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_change,
};

static const Command list = {
    .name = "list",
    .usage = "",
    .summary = "all consignees, and whose review is overdue",
    .takes = COMMAND_FORMAT,
    .run = run_list,
};

static const Command show = {
    .name = "show",
    .usage = "NAME",
    .summary = "one consignee with its agreement",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_show,
};

static const Command review = {
    .name = "review",
    .usage = "NAME --found TEXT [--next YYYY-MM-DD]",
    .summary = "record that it was reviewed today",
    .options = review_options,
    .options_size = sizeof(ReviewOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_review,
};

static const Command end = {
    .name = "end",
    .usage = "NAME",
    .summary = "it works for us no more",
    .least_words = 1,
    .most_words = 1,
    .run = run_end,
};

static const Command *const words_table[] = {&add, &change, &list, &show, &review, &end, NULL};

const Command command_consignee = {
    .name = "consignee",
    .usage = "add|change|list|show|review|end",
    .summary = "to whom work on personal data is entrusted",
    .words = words_table,
};

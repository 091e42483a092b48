#include "cli/consignee.h"

#include <string.h>

#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

static const DaichoColumn columns[] = {
    {"number", N_("No."), TRUE},       {"name", N_("Name"), FALSE},
    {"task", N_("Task"), FALSE},       {"agreement", N_("Agreement"), FALSE},
    {"review", N_("Review"), FALSE},   {"next_review", N_("Review by"), FALSE},
    {"folders", N_("Folders"), FALSE}, {"lack", N_("Lacks"), FALSE},
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

const Command consignee_list = {
    .name = "list",
    .usage = "",
    .summary = "all consignees, and whose review is overdue",
    .takes = COMMAND_FORMAT,
    .run = run_list,
};

#include "cli/plan.h"

#include <string.h>

#include "base/text.h"
#include "cli/output.h"
#include "cli/paper.h"
#include "cli/plan_scans.h"
#include "cli/plan_text.h"
#include "cli/session.h"

/* --- list --- */

static const DaichoColumn list_columns[] = {
    {"number", N_("No."), TRUE},         {"request", N_("Request"), TRUE},
    {"state", N_("State"), FALSE},       {"made_by", N_("Made by"), FALSE},
    {"made", N_("Made"), FALSE},         {"approved_by", N_("Approved by"), FALSE},
    {"approved", N_("Approved"), FALSE},
};

static gboolean add_plan(const DaichoPlanRow *row, gpointer data, GError **error)
{
    (void)error;
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, row->number);
    g_autofree char *request = row->request != 0
                                   ? g_strdup_printf("%" G_GINT64_FORMAT, row->request)
                                   : NULL;
    g_autofree char *made = daicho_time_format(row->made_s);
    g_autofree char *approved = row->approved_s > 0 ? daicho_time_format(row->approved_s) : NULL;
    const char *const cells[] = {number, request,          row->state, row->made_by,
                                 made,   row->approved_by, approved};
    daicho_table_add(data, cells);
    return TRUE;
}

static int run_list(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable)
        table = daicho_table_new("plans", list_columns, G_N_ELEMENTS(list_columns));
    gboolean listed = session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL &&
                      daicho_catalog_each_plan(cli->catalog, 0, add_plan, table, error) &&
                      output_table(cli, table, error);
    return listed ? CLI_DONE : CLI_FAILED;
}

const Command plan_list = {
    .name = "list",
    .usage = "",
    .summary = "all plans",
    .takes = COMMAND_FORMAT,
    .run = run_list,
};

/* --- show --- */

/* What a person did of it, by the journal. */
static char *make_by_hand(const Cli *cli, const DaichoPlan *plan, gint64 number, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < plan->targets->len; i++) {
        g_autoptr(GError) failed = NULL;
        const DaichoTarget *target = g_ptr_array_index(plan->targets, i);
        g_autoptr(DaichoJournalRow)
            row = daicho_catalog_get_journal(cli->catalog, number, target->number, &failed);
        if (failed != NULL) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return NULL;
        }
        if (target->action == DAICHO_ACTION_MANUAL && row != NULL &&
            strcmp(row->step, "by-hand") == 0) {
            g_string_append_printf(text, "Done by hand: target %" G_GINT64_FORMAT ", %s\n",
                                   target->number, row->note);
        }
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *make_text(Cli *cli, const DaichoPlan *plan, const DaichoPlanRow *row, GError **error)
{
    g_autofree char *scans = plan_scans_new(cli, "  ", error);
    g_autofree char *by_hand = scans != NULL ? make_by_hand(cli, plan, row->number, error) : NULL;
    if (by_hand == NULL) {
        return NULL;
    }
    g_autofree char *text = plan_text_new(&cli->enforcer, plan, row, error);
    if (text == NULL) {
        return NULL;
    }
    return g_strconcat(text, *by_hand != '\0' ? "\n" : "", by_hand,
                       "\nWhat came to a share after its last scan is not in a plan:\n", scans,
                       NULL);
}

static int show_sheet(Cli *cli, const DaichoPlan *plan, const DaichoPlanRow *row, GError **error)
{
    DaichoPaperFormat format = DAICHO_PAPER_HTML;
    if (!paper_pick_format(cli, &format, error)) {
        return CLI_USAGE;
    }
    g_autofree char *scans = plan_scans_new(cli, "", error);
    g_autoptr(DaichoPaper) sheet = scans != NULL ? daicho_plan_sheet(&cli->enforcer, plan, row,
                                                                     g_strchomp(scans), error)
                                                 : NULL;
    g_autoptr(GBytes) bytes = sheet != NULL ? daicho_paper_write(sheet, format, error) : NULL;
    return paper_output(cli, bytes, error) ? CLI_DONE : CLI_FAILED;
}

static int run_show(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    DaichoPlanRow *loaded = NULL;
    DaichoEnforcer *enforcer = plan_open(cli, words, &number, error);
    g_autoptr(DaichoPlan)
        plan = enforcer != NULL ? daicho_plan_load(enforcer, number, &loaded, error) : NULL;
    g_autoptr(DaichoPlanRow) row = loaded;
    if (plan == NULL) {
        return CLI_FAILED;
    }
    if (paper_is_wanted(cli)) {
        return show_sheet(cli, plan, row, error);
    }
    g_autofree char *text = cli->format == DAICHO_FORMAT_JSON ? g_strconcat(row->text, "\n", NULL)
                                                              : make_text(cli, plan, row, error);
    return text != NULL && output_write(cli, text, -1, error) ? CLI_DONE : CLI_FAILED;
}

const Command plan_show = {
    .name = "show",
    .usage = "N",
    .summary = "a plan, target by target, masked; html or pdf: to be read and signed",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT | COMMAND_OUTPUT | COMMAND_PAPER | COMMAND_NO_TABLE,
    .run = run_show,
};

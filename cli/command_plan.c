#include "cli/commands.h"

#include <string.h>

#include "base/text.h"
#include "cli/message.h"
#include "cli/number.h"
#include "cli/output.h"
#include "cli/place.h"
#include "cli/plan_scans.h"
#include "cli/plan_text.h"
#include "cli/progress.h"
#include "cli/request_notice.h"
#include "cli/session.h"
#include "cli/stop.h"

static DaichoEnforcer *open_enforcer(Cli *cli, char **words, gint64 *number, GError **error)
{
    return number_parse("plan", words[0], number, error)
               ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
               : NULL;
}

/* --- list --- */

static const DaichoColumn list_columns[] = {
    {"number", "No.", TRUE},         {"request", "Request", TRUE},
    {"state", "State", FALSE},       {"made_by", "Made by", FALSE},
    {"made", "Made", FALSE},         {"approved_by", "Approved by", FALSE},
    {"approved", "Approved", FALSE},
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

static char *make_text(const Cli *cli, const DaichoPlan *plan, const DaichoPlanRow *row,
                       GError **error)
{
    g_autofree char *scans = plan_scans_new(cli, "  ", error);
    g_autofree char *by_hand = scans != NULL ? make_by_hand(cli, plan, row->number, error) : NULL;
    if (by_hand == NULL) {
        return NULL;
    }
    g_autofree char *text = plan_text_new(plan, row);
    return g_strconcat(text, *by_hand != '\0' ? "\n" : "", by_hand,
                       "\nWhat came to a share after its last scan is not in a plan:\n", scans,
                       NULL);
}

static int run_show(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    DaichoPlanRow *loaded = NULL;
    DaichoEnforcer *enforcer = open_enforcer(cli, words, &number, error);
    g_autoptr(DaichoPlan)
        plan = enforcer != NULL ? daicho_plan_load(enforcer, number, &loaded, error) : NULL;
    g_autoptr(DaichoPlanRow) row = loaded;
    if (plan == NULL) {
        return CLI_FAILED;
    }
    g_autofree char *text = cli->format == DAICHO_FORMAT_JSON ? g_strconcat(row->text, "\n", NULL)
                                                              : make_text(cli, plan, row, error);
    return text != NULL && output_write(cli, text, -1, error) ? CLI_DONE : CLI_FAILED;
}

/* --- approve --- */

static int run_approve(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    DaichoEnforcer *enforcer = open_enforcer(cli, words, &number, error);
    if (enforcer == NULL || !daicho_plan_approve(enforcer, number, error)) {
        return CLI_FAILED;
    }
    message_tell(cli,
                 "Plan %" G_GINT64_FORMAT " is approved by %s. next: daicho plan apply "
                 "%" G_GINT64_FORMAT " (a dry run), then with --execute",
                 number, daicho_actor_name(&enforcer->actor), number);
    return CLI_DONE;
}

/* --- apply --- */

typedef struct {
    gboolean execute;
} ApplyOptions;

static const CommandOption apply_options[] = {
    {"execute", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(ApplyOptions, execute),
     "Do it; without this it is a dry run", NULL},
    {NULL},
};

static const DaichoColumn apply_columns[] = {
    {"target", "Target", TRUE}, {"outcome", "Outcome", FALSE}, {"action", "Action", FALSE},
    {"place", "Place", FALSE},  {"note", "Note", FALSE},
};

typedef struct {
    DaichoTable *table;
    Progress *progress; /* NULL when none is wanted */
    const DaichoApplyResult *result;
} Applying;

static void show_progress(const Applying *applying)
{
    const DaichoApplyResult *result = applying->result;
    guint done = result->done + result->already + result->refused + result->manual + result->dry;
    if (applying->progress != NULL) {
        progress_show_targets(applying->progress, done, done + result->left);
    }
}

static void add_outcome(const DaichoTarget *target, DaichoOutcome outcome, const char *note,
                        gpointer data)
{
    const Applying *applying = data;
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, target->number);
    g_autofree char *place = place_join(target->share, target->path, "", 0);
    const char *const cells[] = {number, daicho_outcome_name(outcome),
                                 daicho_action_name(target->action), place, note};
    daicho_table_add(applying->table, cells);
    show_progress(applying);
}

/* A plan that nobody approved yet cannot be carried out as the next thing. */
static gboolean tell_dry_run(const Cli *cli, gint64 number, const DaichoApplyResult *result,
                             GError **error)
{
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(cli->catalog, number, error);
    if (row == NULL) {
        return FALSE;
    }
    gboolean is_approved = strcmp(row->state, "planned") != 0;
    message_tell(cli,
                 "This was a dry run: nothing was changed. %u to do, %u done before, %u "
                 "refused, %u left to a person. next: daicho plan %s %" G_GINT64_FORMAT "%s",
                 result->dry, result->already, result->refused, result->manual,
                 is_approved ? "apply" : "approve", number, is_approved ? " --execute" : "");
    return TRUE;
}

static void tell_result(const Cli *cli, gint64 number, const DaichoApplyResult *result)
{
    message_tell(cli, "%u done, %u done before, %u refused, %u left to a person", result->done,
                 result->already, result->refused, result->manual);
    if (result->refused > 0) {
        message_tell(cli,
                     "What was refused is as it was. Mend what the note says, then daicho plan "
                     "apply %" G_GINT64_FORMAT " --execute again; when a file changed, make a new "
                     "plan.",
                     number);
    }
    if (result->certificate > 0) {
        message_tell(cli, "next: daicho certificate show %" G_GINT64_FORMAT, result->certificate);
    }
}

static gboolean tell_notices(const Cli *cli, gint64 number, GError **error)
{
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(cli->catalog, number, error);
    return row != NULL && (row->request == 0 || request_notice_tell(cli, row->request, error));
}

static gboolean carry_out(Cli *cli, gint64 number, gboolean execute, DaichoTable *table,
                          DaichoApplyResult *result, GError **error)
{
    g_autofree char *name = g_strdup_printf("plan %" G_GINT64_FORMAT, number);
    Progress progress;
    progress_begin(&progress, name);
    Applying applying = {table, progress_is_wanted(cli) ? &progress : NULL, result};
    cli->enforcer.stop = stop_watch();
    gboolean applied = daicho_plan_apply(&cli->enforcer, number, execute, add_outcome, &applying,
                                         result, error);
    progress_end(&progress);
    return applied;
}

static void tell_stopped(gint64 number, gboolean execute, const DaichoApplyResult *result)
{
    message_warn("stopped before the end: %u targets are left as they are. go on with: daicho plan "
                 "apply %" G_GINT64_FORMAT "%s",
                 result->left, number, execute ? " --execute" : "");
}

static int run_apply(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const ApplyOptions *options = data;
    gint64 number = 0;
    DaichoApplyResult result = {0};
    if (open_enforcer(cli, words, &number, error) == NULL) {
        return CLI_FAILED;
    }
    g_autoptr(DaichoTable)
        table = daicho_table_new("apply", apply_columns, G_N_ELEMENTS(apply_columns));
    gboolean applied = carry_out(cli, number, options->execute, table, &result, error);
    /* What was done until it failed is told, too; what failed first is the error that counts. */
    gboolean has_any = applied || daicho_table_get_length(table) > 0;
    gboolean is_told = !has_any || output_table(cli, table, applied ? error : NULL);
    if (!applied || !is_told) {
        return CLI_FAILED;
    }
    if (result.left > 0) {
        tell_stopped(number, options->execute, &result);
        return CLI_PARTLY;
    }
    if (options->execute) {
        tell_result(cli, number, &result);
        if (!tell_notices(cli, number, error)) {
            return CLI_FAILED;
        }
    } else if (!tell_dry_run(cli, number, &result, error)) {
        return CLI_FAILED;
    }
    return result.refused + result.manual > 0 ? CLI_PARTLY : CLI_DONE;
}

/* --- record --- */

static int run_record(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    gint64 number = 0;
    gint64 target = 0;
    gint64 certificate = 0;
    g_autofree char *note = NULL;
    if (!number_parse("target", words[1], &target, error)) {
        return CLI_FAILED;
    }
    DaichoEnforcer *enforcer = open_enforcer(cli, words, &number, error);
    if (enforcer == NULL ||
        !daicho_plan_task_done(enforcer, number, target, &note, &certificate, error)) {
        return CLI_FAILED;
    }
    message_tell(cli, "Target %" G_GINT64_FORMAT " is recorded as done by hand: %s.", target, note);
    if (certificate > 0) {
        message_tell(cli, "It was the last one. next: daicho certificate show %" G_GINT64_FORMAT,
                     certificate);
    }
    return CLI_DONE;
}

static const Command list = {
    .name = "list",
    .usage = "",
    .summary = "all plans",
    .takes = COMMAND_FORMAT,
    .run = run_list,
};

static const Command show = {
    .name = "show",
    .usage = "N",
    .summary = "a plan, target by target, masked",
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_show,
};

static const Command approve = {
    .name = "approve",
    .usage = "N",
    .summary = "put your name to a plan that somebody else made",
    .least_words = 1,
    .most_words = 1,
    .run = run_approve,
};

static const Command apply = {
    .name = "apply",
    .usage = "N",
    .summary = "carry out an approved plan; without --execute a dry run",
    .options = apply_options,
    .options_size = sizeof(ApplyOptions),
    .least_words = 1,
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_apply,
};

static const Command record = {
    .name = "record",
    .usage = "N TARGET",
    .summary = "record that a person did what the plan left to them",
    .least_words = 2,
    .most_words = 2,
    .run = run_record,
};

static const Command *const words_table[] = {&list, &show, &approve, &apply, &record, NULL};

const Command command_plan = {
    .name = "plan",
    .usage = "list|show|approve|apply|record",
    .summary = "what will be done to which bytes, approved before it is",
    .words = words_table,
};

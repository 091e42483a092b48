#include "cli/plan.h"

#include <string.h>

#include "cli/message.h"
#include "cli/output.h"
#include "cli/place.h"
#include "cli/progress.h"
#include "cli/request_notice.h"
#include "cli/stop.h"

typedef struct {
    gboolean execute;
} ApplyOptions;

static const CommandOption apply_options[] = {
    {"execute", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(ApplyOptions, execute),
     "Do it; without this it is a dry run", NULL},
    {NULL},
};

static const DaichoColumn apply_columns[] = {
    {"target", N_("Target"), TRUE},  {"outcome", N_("Outcome"), FALSE},
    {"action", N_("Action"), FALSE}, {"place", N_("Place"), FALSE},
    {"note", N_("Note"), FALSE},
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
    g_auto(GStrv) lines = g_strsplit(note, "\n", -1);
    g_autofree char *line = g_strjoinv("; ", lines);
    const char *const cells[] = {number, daicho_outcome_name(outcome),
                                 daicho_action_name(target->action), place, line};
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
    if (result->manual > 0) {
        message_tell(cli,
                     "What was left to a person: do what the note says, then for each: daicho plan "
                     "record %" G_GINT64_FORMAT " TARGET",
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
    if (plan_open(cli, words, &number, error) == NULL) {
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

const Command plan_apply = {
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

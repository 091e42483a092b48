#include "cli/commands.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/place.h"
#include "cli/plan_summary.h"
#include "cli/query.h"
#include "cli/run_notes.h"
#include "cli/session.h"

static DaichoEnforcer *open_enforcer(Cli *cli, GError **error)
{
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    gboolean is_ready = enforcer != NULL && run_notes_tell(cli, error) &&
                        daicho_catalog_assign_purposes(enforcer->catalog, enforcer->policy, error);
    return is_ready ? enforcer : NULL;
}

/* --- plan --- */

typedef struct {
    char *purpose;
} PlanOptions;

static const CommandOption plan_options[] = {
    {"purpose", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(PlanOptions, purpose),
     "Only data of this purpose", "ID"},
    {NULL},
};

static int run_plan(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const PlanOptions *options = data;
    DaichoEnforcer *enforcer = open_enforcer(cli, error);
    if (enforcer == NULL || !query_check_purpose(cli, options->purpose, error)) {
        return CLI_FAILED;
    }
    gint64 number = daicho_retention_plan(enforcer, options->purpose, error);
    if (number == 0 || !plan_summary_tell(cli, number, error) ||
        !output_printf(cli, error, "%" G_GINT64_FORMAT "\n", number)) {
        return CLI_FAILED;
    }
    return CLI_DONE;
}

/* --- review --- */

typedef struct {
    gboolean is_delete;
    char *until, *reason;
} ReviewOptions;

static const CommandOption review_options[] = {
    {"delete", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(ReviewOptions, is_delete),
     "It goes with the next plan", NULL},
    {"keep-until", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ReviewOptions, until),
     "It is kept until this day", "YYYY-MM-DD"},
    {"reason", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(ReviewOptions, reason),
     "Why; stored readable, so without personal data", "TEXT"},
    {NULL},
};

static const DaichoColumn columns[] = {
    {"place", N_("Place"), FALSE},
    {"purpose", N_("Purpose"), FALSE},
    {"last", N_("Last day"), FALSE},
    {"why", N_("Why"), FALSE},
};

static gboolean add_waiting(const DaichoRetention *retention, gpointer data, GError **error)
{
    (void)error;
    if (retention->state != DAICHO_RETENTION_REVIEW) {
        return TRUE;
    }
    g_autofree char *place = place_join(retention->file->share, retention->file->path, "", 0);
    const char *const cells[] = {place, retention->purpose->id,
                                 *retention->last != '\0' ? retention->last : NULL, retention->why};
    daicho_table_add(data, cells);
    return TRUE;
}

static int list_waiting(Cli *cli, DaichoEnforcer *enforcer, GError **error)
{
    g_autoptr(DaichoTable)
        table = daicho_table_new("retention-review", columns, G_N_ELEMENTS(columns));
    gboolean listed = daicho_retention_each(enforcer, NULL, add_waiting, table, error) &&
                      output_table(cli, table, error);
    if (listed && daicho_table_get_length(table) > 0) {
        message_tell(cli, "next: daicho retention review PLACE --delete (or --keep-until "
                          "YYYY-MM-DD) --reason TEXT");
    }
    return listed ? CLI_DONE : CLI_FAILED;
}

static gboolean check_review(const ReviewOptions *options, const char *place, GError **error)
{
    const char *missing = place == NULL ? "say which file: daicho retention review SHARE:PATH"
                          : options->is_delete == (options->until != NULL)
                              ? "decide one of --delete and --keep-until YYYY-MM-DD"
                          : options->reason == NULL ? "--reason is missing: why is it decided so?"
                                                    : NULL;
    if (missing != NULL) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, missing);
    }
    return missing == NULL;
}

static int decide(Cli *cli, DaichoEnforcer *enforcer, const ReviewOptions *options,
                  const char *place, GError **error)
{
    const char *colon = strchr(place, ':');
    g_autofree char *share = colon != NULL ? g_strndup(place, (gsize)(colon - place)) : NULL;
    g_autofree char *path = colon != NULL ? daicho_text_unescape(colon + 1, NULL) : NULL;
    if (path == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "\"%s\" is no place: give SHARE:PATH as daicho retention review lists it",
                    place);
        return CLI_USAGE;
    }
    gint64 number = query_check_share(cli, share, error)
                        ? daicho_retention_review(enforcer, share, path,
                                                  options->is_delete ? "delete" : "keep",
                                                  options->until, options->reason, error)
                        : 0;
    if (number == 0) {
        return CLI_FAILED;
    }
    message_tell(cli, options->is_delete ? "next: daicho retention plan"
                                         : "it is in no plan until that day has passed");
    return output_printf(cli, error, "%" G_GINT64_FORMAT "\n", number) ? CLI_DONE : CLI_FAILED;
}

static int run_review(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const ReviewOptions *options = data;
    const char *place = words[0];
    gboolean decides = place != NULL || options->is_delete || options->until != NULL ||
                       options->reason != NULL;
    if (decides && !check_review(options, place, error)) {
        return CLI_USAGE;
    }
    DaichoEnforcer *enforcer = open_enforcer(cli, error);
    if (enforcer == NULL) {
        return CLI_FAILED;
    }
    return decides ? decide(cli, enforcer, options, place, error)
                   : list_waiting(cli, enforcer, error);
}

static const Command plan = {
    .name = "plan",
    .usage = "[--purpose ID]",
    .summary = "write down what is kept too long and goes; prints the plan's number",
    .options = plan_options,
    .options_size = sizeof(PlanOptions),
    .run = run_plan,
};

static const Command review = {
    .name = "review",
    .usage = "[PLACE --delete|--keep-until YYYY-MM-DD --reason TEXT]",
    .summary = "what a person has to decide; with a place: the decision, whose number it prints",
    .options = review_options,
    .options_size = sizeof(ReviewOptions),
    .most_words = 1,
    .takes = COMMAND_FORMAT,
    .run = run_review,
};

static const Command *const words_table[] = {&plan, &review, NULL};

const Command command_retention = {
    .name = "retention",
    .usage = "plan|review",
    .summary = "data whose time is over, by the policy's periods",
    .words = words_table,
};

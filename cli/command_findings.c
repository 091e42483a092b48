#include "cli/commands.h"

#include "base/error.h"
#include "cli/baseline.h"
#include "cli/findings.h"
#include "cli/language.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/run_notes.h"
#include "cli/session.h"

typedef struct {
    char *share, *rule, *category, *purpose, *path, *minimum;
    char *baseline;
    gboolean dismissed, all, expand, by_column;
} Options;

static const CommandOption option_table[] = {
    {"share", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, share), "Only of this share",
     "NAME"},
    {"rule", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, rule), "Only of this rule", "ID"},
    {"category", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, category),
     "Only of this category of data", "CATEGORY"},
    {"purpose", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, purpose),
     "Only under this purpose of use (\"\": under none)", "ID"},
    {"path", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, path),
     "Only in files whose path in the share matches", "GLOB"},
    {"min-confidence", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, minimum),
     "Only from this confidence on: low, medium, high or 0-100", "LEVEL"},
    {"baseline", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, baseline),
     "Only what is not in this baseline (daicho findings baseline write)", "FILE"},
    {"dismissed", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, dismissed),
     "Only what was dismissed, with the number and the reason", NULL},
    {"all", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, all), "What was dismissed, too", NULL},
    {"expand", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, expand),
     "Each place of a table's column by itself", NULL},
    {"by-column", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, by_column),
     "One row for a table's column and how many places it has (so the table for people)", NULL},
    {NULL},
};

static gboolean check_options(Cli *cli, const Options *options, guint *minimum, GError **error)
{
    if (options->minimum != NULL && !daicho_confidence_parse(options->minimum, minimum)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "--min-confidence takes low, medium, high or a number from 0 to 100");
        return FALSE;
    }
    if (options->expand && options->by_column) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "--expand and --by-column are opposites: give one of them");
        return FALSE;
    }
    return query_check_category(options->category, error) &&
           query_check_share(cli, options->share, error) &&
           query_check_purpose(cli, options->purpose, error) &&
           query_check_rule(cli, options->rule, error);
}

static DaichoDismissed choose_dismissed(const Options *options)
{
    return options->all         ? DAICHO_DISMISSED_EITHER
           : options->dismissed ? DAICHO_DISMISSED_ONLY
                                : DAICHO_DISMISSED_NOT;
}

typedef struct {
    guint64 findings;
    GHashTable *dismissals; /* of their numbers */
} Dismissed;

static gboolean count_dismissed(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                                GError **error)
{
    (void)item;
    (void)error;
    Dismissed *dismissed = data;
    dismissed->findings++;
    g_hash_table_add(dismissed->dismissals, GINT_TO_POINTER((gint)finding->dismissal));
    return TRUE;
}

/* What is left out is never hidden. */
static gboolean tell_left_out(const Cli *cli, const DaichoFindingQuery *listed, GError **error)
{
    g_autoptr(GHashTable) numbers = g_hash_table_new(NULL, NULL);
    Dismissed dismissed = {.dismissals = numbers};
    DaichoFindingQuery query = *listed;
    query.dismissed = DAICHO_DISMISSED_ONLY;
    if (listed->dismissed != DAICHO_DISMISSED_NOT) {
        return TRUE;
    }
    if (!daicho_catalog_each_finding(cli->catalog, &query, count_dismissed, &dismissed, error)) {
        return FALSE;
    }
    if (dismissed.findings > 0) {
        g_autofree char *findings = message_counted(dismissed.findings, "finding", "findings");
        g_autofree char *by = message_counted(g_hash_table_size(numbers), "dismissal",
                                              "dismissals");
        message_tell(cli, "%s dismissed (%s): --dismissed shows them", findings, by);
    }
    return TRUE;
}

static gboolean ignore(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                       GError **error)
{
    (void)item;
    (void)finding;
    (void)data;
    (void)error;
    return TRUE;
}

/* Counted apart: the table form runs through the rows twice. */
static gboolean tell_known(const Cli *cli, const DaichoFindingQuery *listed,
                           const DaichoBaseline *baseline, const char *file, GError **error)
{
    BaselineFilter filter = {.baseline = baseline};
    DaichoFindingQuery query = *listed;
    query.wants_data = &filter;
    if (baseline == NULL) {
        return TRUE;
    }
    if (!daicho_catalog_each_finding(cli->catalog, &query, ignore, NULL, error)) {
        return FALSE;
    }
    baseline_tell(cli, &filter, file);
    return TRUE;
}

/* People read a column as one, programs every place, unless they ask for the other. */
static gboolean write_report(const Cli *cli, const Options *options,
                             const DaichoFindingQuery *query, GError **error)
{
    gboolean is_for_people = cli->format == DAICHO_FORMAT_TABLE &&
                             query->dismissed == DAICHO_DISMISSED_NOT;
    gboolean by_column = options->by_column || (is_for_people && !options->expand);
    return (by_column ? daicho_report_columns_to : daicho_report_findings_to)(
        cli->catalog, query, cli->format, language_for_format(cli), output_sink, NULL, error);
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const Options *options = data;
    guint minimum = 0;
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, error) == NULL ||
        !run_notes_tell(cli, error) || !check_options(cli, options, &minimum, error)) {
        return CLI_FAILED;
    }
    g_autoptr(DaichoBaseline)
        baseline = options->baseline != NULL ? baseline_load(cli, options->baseline, error) : NULL;
    if (options->baseline != NULL && baseline == NULL) {
        return CLI_FAILED;
    }
    BaselineFilter filter = {.baseline = baseline};
    const DaichoFindingQuery query = {
        .share = options->share,
        .rule = options->rule,
        .category = options->category,
        .purpose = options->purpose,
        .path_glob = options->path,
        .minimum_confidence = minimum,
        .wants = baseline != NULL ? baseline_is_news : NULL,
        .wants_data = &filter,
        .dismissed = choose_dismissed(options),
        .now_s = cli->now_s,
    };
    gboolean done = write_report(cli, options, &query, error) &&
                    tell_left_out(cli, &query, error) && run_notes_tell_unread(cli, error) &&
                    tell_known(cli, &query, baseline, options->baseline, error);
    return done ? CLI_DONE : CLI_FAILED;
}

static const Command *const words_table[] = {&findings_dismiss, &findings_undismiss,
                                             &findings_dismissals, &findings_baseline, NULL};

const Command command_findings = {
    .name = "findings",
    .usage = "",
    .summary = "every place where personal data was found, masked",
    .words = words_table,
    .options = option_table,
    .options_size = sizeof(Options),
    .takes = COMMAND_FORMAT | COMMAND_SARIF | COMMAND_LANGUAGE,
    .run = run,
};

#include "cli/findings.h"

#include "base/error.h"
#include "cli/baseline.h"
#include "base/text.h"
#include "cli/message.h"
#include "cli/number.h"
#include "cli/output.h"
#include "cli/query.h"
#include "cli/session.h"

/* --- dismiss --- */

typedef struct {
    char *share, *path, *place, *rule, *category, *value, *same_value_as, *reason, *until,
        *baseline;
    gboolean everywhere;
} DismissOptions;

static const CommandOption dismiss_options[] = {
    {"reason", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(DismissOptions, reason),
     "Why it need not be shown again; stored readable, no personal data", "TEXT"},
    {"share", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(DismissOptions, share),
     "What is found on this share", "NAME"},
    {"path", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(DismissOptions, path),
     "What is found in files whose path in the share matches", "GLOB"},
    {"place", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(DismissOptions, place),
     "What is found there now: SHARE:PATH, with #RECORD or !/PART", "PLACE"},
    {"rule", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(DismissOptions, rule), "What this rule finds",
     "ID"},
    {"category", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(DismissOptions, category),
     "What is of this category of data", "CATEGORY"},
    {"value", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(DismissOptions, value),
     "This value wherever it is found, as email=info@example.com; it is not stored", "KIND=VALUE"},
    {"same-value-as", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(DismissOptions, same_value_as),
     "The value that is found there, wherever else it is", "PLACE"},
    {"baseline", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(DismissOptions, baseline),
     "What is in this baseline (daicho findings baseline write)", "FILE"},
    {"until", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(DismissOptions, until),
     "The last day on which it counts", "YYYY-MM-DD"},
    {"everywhere", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(DismissOptions, everywhere),
     "Yes, all that a rule finds, or all paths", NULL},
    {NULL},
};

static gboolean check_words(Cli *cli, const DismissOptions *options, GError **error)
{
    return query_check_share(cli, options->share, error) &&
           query_check_rule(cli, options->rule, error) &&
           query_check_category(options->category, error);
}

static void tell(const Cli *cli, const DaichoDismissalResult *result)
{
    g_autofree char *covered = message_counted((guint64)result->covered, "finding is",
                                               "findings are");
    g_autofree char *before = message_count((guint64)result->before);
    if (result->covered == 0) {
        message_warn("dismissal %" G_GINT64_FORMAT " covers nothing that is found now: is it "
                     "written as meant?",
                     result->number);
    } else if (result->before > 0) {
        message_tell(cli, "%s dismissed by it now, of which %s were dismissed before", covered,
                     before);
    } else {
        message_tell(cli, "%s dismissed by it now", covered);
    }
    message_tell(cli,
                 "They are counted apart, and searches and plans find them as before. To take it "
                 "back: daicho findings undismiss %" G_GINT64_FORMAT " --reason TEXT",
                 result->number);
}

static int run_dismiss(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const DismissOptions *options = data;
    DaichoDismissalScope scope = {
        .share = options->share,
        .path_glob = options->path,
        .rule = options->rule,
        .category = options->category,
        .value = options->value,
        .same_value_as = options->same_value_as,
        .place = options->place,
        .reason = options->reason,
        .until = options->until,
        .is_everywhere = options->everywhere,
    };
    DaichoDismissalResult result = {0};
    DaichoEnforcer *enforcer = session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error);
    g_autoptr(DaichoBaseline) baseline = enforcer != NULL && options->baseline != NULL
                                             ? baseline_load(cli, options->baseline, error)
                                             : NULL;
    scope.baseline = baseline;
    if (enforcer == NULL || (options->baseline != NULL && baseline == NULL) ||
        !check_words(cli, options, error) ||
        !daicho_dismissal_make(enforcer, &scope, &result, error)) {
        return CLI_FAILED;
    }
    tell(cli, &result);
    return output_printf(cli, error, "%" G_GINT64_FORMAT "\n", result.number) ? CLI_DONE
                                                                              : CLI_FAILED;
}

const Command findings_dismiss = {
    .name = "dismiss",
    .usage = "[--share S] [--path GLOB] [--place PLACE] [--rule R] [--category C] "
             "[--value KIND=VALUE | --same-value-as PLACE] [--baseline FILE] --reason TEXT "
             "[--until DAY]",
    .summary = "count findings apart that were looked at: those that meet all that is given; "
               "prints the dismissal's number",
    .options = dismiss_options,
    .options_size = sizeof(DismissOptions),
    .run = run_dismiss,
};

/* --- undismiss --- */

typedef struct {
    char *reason;
} UndismissOptions;

static const CommandOption undismiss_options[] = {
    {"reason", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(UndismissOptions, reason),
     "Why it does not hold any more; stored readable", "TEXT"},
    {NULL},
};

static int run_undismiss(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const UndismissOptions *options = data;
    gint64 number = 0;
    DaichoEnforcer *enforcer = number_parse("dismissal", words[0], &number, error)
                                   ? session_open_enforcer(cli, DAICHO_CATALOG_WRITE, error)
                                   : NULL;
    if (enforcer == NULL || !daicho_dismissal_end(enforcer, number, options->reason, error)) {
        return CLI_FAILED;
    }
    message_tell(cli, "dismissal %" G_GINT64_FORMAT " is taken back, and stays on record", number);
    return CLI_DONE;
}

const Command findings_undismiss = {
    .name = "undismiss",
    .usage = "N --reason TEXT",
    .summary = "take a dismissal back; who, when and why stays on record",
    .options = undismiss_options,
    .options_size = sizeof(UndismissOptions),
    .least_words = 1,
    .most_words = 1,
    .run = run_undismiss,
};

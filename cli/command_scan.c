#include "cli/commands.h"

#include "base/error.h"
#include "cli/baseline.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/scan_summary.h"
#include "cli/session.h"
#include "cli/share_scan.h"
#include "cli/stop.h"

typedef struct {
    gboolean full, progress, no_progress;
    int jobs;
    int max_rate;
    char *fail_on, *baseline, *engine;
} Options;

static const CommandOption option_table[] = {
    {"full", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, full),
     "Read files again that did not change", NULL},
    {"jobs", 'j', G_OPTION_ARG_INT, G_STRUCT_OFFSET(Options, jobs),
     "So many workers (default: one for each processor)", "N"},
    {"max-rate", 0, G_OPTION_ARG_INT, G_STRUCT_OFFSET(Options, max_rate),
     "Read at most so many megabytes a second", "MB/s"},
    {"fail-on", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, fail_on),
     "Exit with 1 when a finding of this confidence (low, medium, high or 0-100) is there that "
     "is not dismissed",
     "LEVEL"},
    {"baseline", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, baseline),
     "With --fail-on: what is in this file is no reason to fail (daicho findings baseline write)",
     "FILE"},
    {"engine", 0, G_OPTION_ARG_STRING, G_STRUCT_OFFSET(Options, engine),
     "fast, or pcre2: rule after rule over the whole text, to check that the same is found",
     "NAME"},
    {"progress", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, progress),
     "Show the progress even where standard error is no terminal", NULL},
    {"no-progress", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, no_progress), "Show no progress",
     NULL},
    {NULL},
};

static const char *const engines[] = {"fast", "pcre2", NULL};

static gboolean check_options(const Options *options, guint *fail_on, GError **error)
{
    enum { MAX_JOBS = 1024, MAX_RATE = 1000000 };
    const char *wrong = NULL;
    if (options->jobs < 0 || options->jobs > MAX_JOBS) {
        wrong = "--jobs takes a number from 1 to 1024";
    } else if (options->max_rate < 0 || options->max_rate > MAX_RATE) {
        wrong = "--max-rate takes megabytes a second, from 1 to 1000000";
    } else if (options->fail_on != NULL && !daicho_confidence_parse(options->fail_on, fail_on)) {
        wrong = "--fail-on takes low, medium, high or a number from 0 to 100";
    } else if (options->baseline != NULL && options->fail_on == NULL) {
        wrong = "--baseline says what is no reason to fail: it goes with --fail-on LEVEL";
    } else if (options->engine != NULL && !g_strv_contains(engines, options->engine)) {
        wrong = "--engine takes fast or pcre2";
    } else if (options->progress && options->no_progress) {
        wrong = "--progress and --no-progress exclude each other";
    }
    if (wrong != NULL) {
        g_set_error_literal(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, wrong);
    }
    return wrong == NULL;
}

static gboolean has_progress(const Cli *cli, const Options *options)
{
    return options->progress || (!options->no_progress && progress_is_wanted(cli));
}

/* One share that fails must not keep the others from being read. */
static gboolean scan_all(Cli *cli, const Options *options, const GPtrArray *shares,
                         ScanSummary *summary)
{
    enum { MEGABYTE = 1000000 };
    const volatile int *stop = stop_watch();
    const ShareScan how = {
        .full = options->full,
        .show_progress = has_progress(cli, options),
        .jobs = (guint)options->jobs,
        .max_rate = (guint64)options->max_rate * MEGABYTE,
        .stop = stop,
    };
    gboolean all_done = TRUE;
    for (guint i = 0; i < shares->len && *stop == 0; i++) {
        const ChosenShare *share = g_ptr_array_index(shares, i);
        g_autoptr(GError) failed = NULL;
        DaichoScanResult result = {0};
        gint64 started_us = g_get_monotonic_time();
        if (!share_scan(cli, &how, share, &result, NULL, &failed) ||
            !scan_summary_add(cli, summary, share->name, &result,
                              g_get_monotonic_time() - started_us, &failed)) {
            message_warn("share \"%s\": %s", share->name, failed->message);
            all_done = FALSE;
        }
    }
    return all_done;
}

static int decide_status(Cli *cli, const Options *options, const ScanSummary *summary,
                         const ScanCheck *check, GError **error)
{
    gboolean found = FALSE;
    if (options->fail_on != NULL &&
        !scan_summary_check_findings(cli, summary, check, &found, error)) {
        return CLI_FAILED;
    }
    if (found) {
        return CLI_FOUND;
    }
    return scan_summary_has_unread(summary) ? CLI_PARTLY : CLI_DONE;
}

static DaichoEngine get_engine(const Options *options)
{
    return g_strcmp0(options->engine, "pcre2") == 0 ? DAICHO_ENGINE_PCRE2 : DAICHO_ENGINE_FAST;
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    ScanCheck check = {.baseline_file = options->baseline};
    if (!check_options(options, &check.confidence, error) ||
        session_load_rules(cli, error) == NULL || session_load_policy(cli, error) == NULL ||
        session_open_catalog(cli, DAICHO_CATALOG_CREATE, error) == NULL ||
        !session_tidy(cli, error)) {
        return CLI_FAILED;
    }
    g_autoptr(DaichoBaseline) baseline = NULL;
    if (options->baseline != NULL) {
        check.baseline = baseline = baseline_load(cli, options->baseline, error);
    }
    g_autoptr(GPtrArray) shares = options->baseline == NULL || baseline != NULL
                                      ? share_choice_new(cli, words, error)
                                      : NULL;
    if (shares == NULL) {
        return CLI_FAILED;
    }
    daicho_rules_set_engine(cli->rules, get_engine(options));
    g_autoptr(ScanSummary) summary = scan_summary_new();
    gboolean all_done = scan_all(cli, options, shares, summary);
    if (!daicho_catalog_assign_purposes(cli->catalog, cli->policy, error) ||
        !scan_summary_print(cli, summary, error)) {
        return CLI_FAILED;
    }
    return all_done ? decide_status(cli, options, summary, &check, error) : CLI_FAILED;
}

const Command command_scan = {
    .name = "scan",
    .usage = "[SHARE|PATH…]",
    .summary = "read shares: what is new or changed since the last scan",
    .options = option_table,
    .options_size = sizeof(Options),
    .most_words = COMMAND_ANY_WORDS,
    .takes = COMMAND_FORMAT,
    .run = run,
};

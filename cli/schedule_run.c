#include "cli/schedule.h"

#include "base/error.h"
#include "base/text.h"
#include "cli/message.h"
#include "cli/session.h"
#include "cli/share_scan.h"
#include "cli/stop.h"

typedef struct {
    gboolean if_due, notify;
} Options;

static const CommandOption option_table[] = {
    {"if-due", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, if_due),
     "Only when a planned time has passed since the last scan that came to its end", NULL},
    {"notify", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, notify),
     "Tell those who are to be told, as daicho schedule notify does", NULL},
    {NULL},
};

/* A timer also goes off when the window opens, for what is left over: systemd says that it was one. */
static gboolean is_only_if_due(const Options *options)
{
    return options->if_due || g_getenv("TRIGGER_UNIT") != NULL;
}

/* *may is FALSE when there is nothing to do now, and why is told. */
static gboolean check_time(Cli *cli, const Options *options, const char *share,
                           const DaichoSchedule *schedule, gint64 *until_s, gboolean *may,
                           GError **error)
{
    g_autoptr(DaichoRun) whole = NULL;
    if (!daicho_catalog_find_run(cli->catalog, share, G_MAXINT64, TRUE, &whole, error)) {
        return FALSE;
    }
    DaichoDue due = daicho_schedule_get_due(schedule, whole != NULL ? whole->started_s : 0,
                                            cli->now_s, NULL, until_s);
    gboolean is_open = daicho_window_is_open(&schedule->window, cli->now_s, NULL, until_s);
    *may = is_open && (due == DAICHO_DUE || !is_only_if_due(options));
    if (!is_open) {
        message_tell(cli,
                     "share \"%s\": its window is closed: it is scanned when that opens; daicho "
                     "scan %s scans it now",
                     share, share);
    } else if (!*may) {
        message_tell(cli, "share \"%s\": nothing is left over since the last scan", share);
    }
    return TRUE;
}

static char *dup_until(gint64 until_s)
{
    g_autoptr(GDateTime) until = until_s > 0 ? g_date_time_new_from_unix_local(until_s) : NULL;
    return until != NULL ? g_date_time_format(until, "%H:%M") : NULL;
}

static gboolean scan(Cli *cli, const ConfigShare *share, const DaichoSchedule *schedule,
                     gint64 until_s, DaichoRun **run, GError **error)
{
    enum { MEGABYTE = 1000000 };
    const ChosenShare chosen = {share->name, share->path, share};
    DaichoScanResult result = {0};
    g_autofree char *until = dup_until(until_s);
    const ShareScan how = {
        .is_scheduled = TRUE,
        .max_rate = (guint64)schedule->max_rate * MEGABYTE,
        .stop = stop_watch(),
        .until = until,
    };
    return (until_s == 0 || stop_at(until_s, error)) &&
           share_scan(cli, &how, &chosen, &result, run, error) &&
           daicho_catalog_assign_purposes(cli->catalog, cli->policy, error);
}

/* *run stays NULL when there is nothing to do now. */
static gboolean run_planned(Cli *cli, const Options *options, const ConfigShare *share,
                            const DaichoSchedule *schedule, DaichoRun **run, GError **error)
{
    gint64 until_s = 0;
    gboolean may = FALSE;
    if (session_load_rules(cli, error) == NULL || session_load_policy(cli, error) == NULL ||
        session_open_catalog(cli, DAICHO_CATALOG_CREATE, error) == NULL ||
        !session_tidy(cli, error) ||
        !check_time(cli, options, share->name, schedule, &until_s, &may, error)) {
        return FALSE;
    }
    return !may || scan(cli, share, schedule, until_s, run, error);
}

/* A scan that could not begin, or not be recorded, failed all the same. */
static DaichoRun *make_failed(const Cli *cli, const char *share, const GError *why)
{
    DaichoRun *run = daicho_run_new(share, cli->now_s);
    run->is_scheduled = TRUE;
    run->ended_s = g_get_real_time() / G_USEC_PER_SEC;
    run->result = DAICHO_RUN_FAILED;
    g_free(run->reason);
    run->reason = g_strdup(why->message);
    return run;
}

static int decide_status(const DaichoRun *run)
{
    static const int statuses[] = {
        [DAICHO_RUN_RUNNING] = CLI_FAILED, [DAICHO_RUN_DONE] = CLI_DONE,
        [DAICHO_RUN_PARTIAL] = CLI_PARTLY, [DAICHO_RUN_INTERRUPTED] = CLI_PARTLY,
        [DAICHO_RUN_FAILED] = CLI_FAILED,
    };
    return statuses[run->result];
}

/* In the journal, with fields; where standard error goes elsewhere, there too. */
static void log_facts(const Cli *cli, const DaichoRunFacts *facts, gboolean is_failed)
{
    g_autofree char *text = daicho_run_facts_describe(facts);
    gboolean is_logged = daicho_journal_send(facts) && g_getenv("JOURNAL_STREAM") != NULL;
    if (!is_logged && is_failed) {
        message_warn("%s", text);
    } else if (!is_logged) {
        message_tell(cli, "%s", text);
    }
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    const ConfigShare *share = NULL;
    DaichoSchedule schedule;
    DaichoRunFacts facts;
    g_autoptr(DaichoRun) run = NULL;
    g_autoptr(GError) failed = NULL;
    if (!schedule_find(cli, words[0], &share, &schedule, error)) {
        return CLI_FAILED;
    }
    gboolean done = run_planned(cli, options, share, &schedule, &run, &failed);
    if (done && run == NULL) {
        return CLI_DONE;
    }
    if (!done && (run == NULL || run->result != DAICHO_RUN_FAILED)) {
        g_clear_pointer(&run, daicho_run_free);
        run = make_failed(cli, share->name, failed);
    }
    if (!schedule_get_facts(cli, &schedule, run, &facts, error)) {
        return CLI_FAILED;
    }
    log_facts(cli, &facts, run->result == DAICHO_RUN_FAILED);
    gboolean told = !options->notify || schedule_tell(cli, &schedule, &facts, error);
    return told ? decide_status(run) : CLI_FAILED;
}

const Command schedule_run = {
    .name = "run",
    .usage = "SHARE [--if-due] [--notify]",
    .summary = "what timers and cron start: scan one share within its window and limits",
    .options = option_table,
    .options_size = sizeof(Options),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};

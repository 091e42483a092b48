#include "cli/schedule.h"

#include <string.h>

#include "base/error.h"
#include "cli/message.h"
#include "cli/session.h"

gboolean schedule_get_facts(Cli *cli, const DaichoSchedule *schedule, const DaichoRun *run,
                            DaichoRunFacts *facts, GError **error)
{
    g_autoptr(DaichoRun) before = NULL, whole = NULL;
    const gint64 number = run->number > 0 ? run->number : G_MAXINT64;
    if (cli->catalog != NULL &&
        (!daicho_catalog_find_run(cli->catalog, run->share, number, TRUE, &before, error) ||
         !daicho_catalog_find_run(cli->catalog, run->share, G_MAXINT64, TRUE, &whole, error))) {
        return FALSE;
    }
    *facts = (DaichoRunFacts){
        .share = run->share,
        .result = daicho_run_result_name(run->result),
        .reason = run->reason,
        .started_s = run->started_s,
        .ended_s = run->ended_s,
        .files = run->files,
        .unread = run->unread,
        .unread_before = before != NULL ? before->unread : -1,
        .figures_s = whole != NULL ? whole->ended_s : 0,
        .config_file = cli->config_path,
    };
    daicho_schedule_get_next(schedule, whole != NULL ? whole->started_s : 0, cli->now_s, NULL,
                             &facts->next_s);
    return TRUE;
}

gboolean schedule_tell(Cli *cli, const DaichoSchedule *schedule, const DaichoRunFacts *facts,
                       GError **error)
{
    if (!daicho_notice_is_wanted(schedule, facts)) {
        message_tell_more(cli, "share \"%s\": nobody is to be told of: %s", facts->share,
                          facts->result);
        return TRUE;
    }
    return daicho_notice_send(schedule, facts, g_get_host_name(), cli->now_s, error);
}

static void set_failed(DaichoRun *run, char *reason)
{
    run->result = DAICHO_RUN_FAILED;
    g_free(run->reason);
    run->reason = reason;
}

/*
 * What systemd says of the scan's unit goes before what the catalog says of the last scan: a scan that was
 * killed, or could not begin, did not write anything there.
 */
static void take_verdict(Cli *cli, DaichoRun *run)
{
    const char *result = g_getenv("MONITOR_SERVICE_RESULT");
    const char *status = g_getenv("MONITOR_EXIT_STATUS");
    gboolean is_failed = result != NULL && strcmp(result, "success") != 0;
    gboolean is_recorded = run->result == DAICHO_RUN_FAILED && g_strcmp0(status, "4") == 0;
    if (is_failed && !is_recorded) {
        g_autofree char *unit = daicho_unit_name("scan", run->share, "service");
        set_failed(run, g_strdup_printf("its unit ended with %s (%s): journalctl -u %s says more",
                                        result, status != NULL ? status : "?", unit));
    } else if (run->result == DAICHO_RUN_RUNNING &&
               !daicho_catalog_is_share_locked(cli->catalog, run->share)) {
        run->result = DAICHO_RUN_INTERRUPTED;
        g_free(run->reason);
        run->reason = g_strdup("it was killed");
    }
}

/* Without a catalog that can be read, the scan could not begin either. */
static gboolean load_run(Cli *cli, const char *share, DaichoRun **run, GError **error)
{
    g_autoptr(GError) failed = NULL;
    if (session_open_catalog(cli, DAICHO_CATALOG_READ, &failed) == NULL) {
        daicho_catalog_close(g_steal_pointer(&cli->catalog));
        *run = daicho_run_new(share, cli->now_s);
        set_failed(*run, g_strdup(failed->message));
        return TRUE;
    }
    return daicho_catalog_find_run(cli->catalog, share, G_MAXINT64, FALSE, run, error);
}

typedef struct {
    char **mail;
    char *sendmail;
} Options;

static const CommandOption option_table[] = {
    {"mail", 0, G_OPTION_ARG_STRING_ARRAY, G_STRUCT_OFFSET(Options, mail),
     "Whom to tell when the configuration cannot be read", "ADDRESS"},
    {"sendmail", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, sendmail),
     "What takes that mail (default: /usr/sbin/sendmail)", "FILE"},
    {NULL},
};

/* A configuration that was broken since install keeps every scan from beginning, and says no more whom to
 * tell. */
static gboolean tell_of_configuration(Cli *cli, const Options *options, const char *share,
                                      const GError *why, GError **error)
{
    static const char *const nothing[] = {NULL};
    const DaichoSchedule schedule = {
        .mail = (const char *const *)options->mail,
        .command = nothing,
        .sendmail = options->sendmail != NULL ? options->sendmail : "/usr/sbin/sendmail",
    };
    const DaichoRunFacts facts = {
        .share = share,
        .result = daicho_run_result_name(DAICHO_RUN_FAILED),
        .reason = why->message,
        .unread_before = -1,
        .config_file = cli->config_path != NULL ? cli->config_path : "daicho.yaml",
    };
    return daicho_notice_send(&schedule, &facts, g_get_host_name(), cli->now_s, error);
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    const Options *options = data;
    g_autoptr(GError) wrong = NULL;
    const ConfigShare *share = NULL;
    DaichoSchedule schedule;
    DaichoRunFacts facts;
    g_autoptr(DaichoRun) run = NULL;
    if (!schedule_find(cli, words[0], &share, &schedule, &wrong)) {
        gboolean told = options->mail != NULL &&
                        tell_of_configuration(cli, options, words[0], wrong, error);
        if (!told && *error == NULL) {
            g_propagate_error(error, g_steal_pointer(&wrong));
        }
        return told ? CLI_DONE : CLI_FAILED;
    }
    if (!load_run(cli, share->name, &run, error)) {
        return CLI_FAILED;
    }
    if (run == NULL) {
        run = daicho_run_new(share->name, cli->now_s);
        run->result = DAICHO_RUN_DONE;
    }
    take_verdict(cli, run);
    return schedule_get_facts(cli, &schedule, run, &facts, error) &&
                   schedule_tell(cli, &schedule, &facts, error)
               ? CLI_DONE
               : CLI_FAILED;
}

const Command schedule_notify = {
    .name = "notify",
    .usage = "SHARE",
    .options = option_table,
    .options_size = sizeof(Options),
    .summary = "tell those who are to be told how the last scan of a share went",
    .least_words = 1,
    .most_words = 1,
    .run = run,
};

#include "cli/schedule.h"

#include <string.h>

#include "cli/message.h"
#include "cli/output.h"
#include "cli/session.h"

static const DaichoColumn columns[] = {
    {"share", N_("Share"), FALSE},
    {"planned", N_("Planned"), FALSE},
    {"by", N_("Started by"), FALSE},
    {"last_run", N_("Last run"), FALSE},
    {"result", N_("Result"), FALSE},
    {"unread", N_("Unread"), TRUE},
    {"figures_of", N_("Figures of"), FALSE},
    {"next_run", N_("Next run"), FALSE},
    {"reason", N_("Why"), FALSE},
};

/* "2026-11-28T22:00+09:00", as people have the time there; "" for none (g_free). */
static char *dup_local(gint64 at_s)
{
    g_autoptr(GDateTime) time = at_s > 0 ? g_date_time_new_from_unix_local(at_s) : NULL;
    return time != NULL ? g_date_time_format(time, "%Y-%m-%dT%H:%M%:z") : g_strdup("");
}

static gboolean is_installed(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* What starts it. */
static const char *find_starter(const char *share)
{
    g_autofree char *timer = daicho_unit_name("scan", share, "timer");
    g_autofree char *system = schedule_unit_folder(NULL, FALSE);
    g_autofree char *user = schedule_unit_folder(NULL, TRUE);
    g_autofree char *cron = schedule_cron_folder(NULL);
    return is_installed(system, timer) || is_installed(user, timer) ? "systemd"
           : is_installed(cron, schedule_cron_file)                 ? "cron"
                                                                    : "nothing";
}

static char *dup_planned(const DaichoSchedule *schedule)
{
    g_autofree char *when = schedule->is_planned ? daicho_calendar_describe(&schedule->calendar)
                                                 : NULL;
    char from[6], until[6];
    if (when == NULL || !schedule->window.is_set) {
        return when != NULL ? g_steal_pointer(&when) : g_strdup("never");
    }
    daicho_minutes_format(schedule->window.from, from);
    daicho_minutes_format(schedule->window.until, until);
    return g_strdup_printf("%s within %s-%s", when, from, until);
}

/* A run that has not ended runs, or was killed. */
static const char *find_result(Cli *cli, const DaichoRun *run, const char **reason)
{
    *reason = run->reason;
    if (run->result == DAICHO_RUN_RUNNING &&
        !daicho_catalog_is_share_locked(cli->catalog, run->share)) {
        *reason = "it was killed";
        return "interrupted";
    }
    return daicho_run_result_name(run->result);
}

static gboolean add_row(Cli *cli, DaichoTable *table, const char *share,
                        const DaichoSchedule *schedule, GError **error)
{
    g_autoptr(DaichoRun) last = NULL, whole = NULL;
    const char *reason = "";
    gint64 next_s = 0;
    if (!daicho_catalog_find_run(cli->catalog, share, G_MAXINT64, FALSE, &last, error) ||
        !daicho_catalog_find_run(cli->catalog, share, G_MAXINT64, TRUE, &whole, error)) {
        return FALSE;
    }
    daicho_schedule_get_next(schedule, whole != NULL ? whole->started_s : 0, cli->now_s, NULL,
                             &next_s);
    const char *result = last != NULL ? find_result(cli, last, &reason) : "never";
    g_autofree char *planned = dup_planned(schedule);
    g_autofree char *started = dup_local(last != NULL ? last->started_s : 0);
    g_autofree char *figures = dup_local(whole != NULL ? whole->ended_s : 0);
    g_autofree char *unread = whole != NULL ? g_strdup_printf("%" G_GINT64_FORMAT, whole->unread)
                                            : NULL;
    g_autofree char *next = dup_local(next_s);
    const char *const cells[] = {share,   planned, schedule->is_planned ? find_starter(share) : "",
                                 started, result,  unread,
                                 figures, next,    reason};
    daicho_table_add(table, cells);
    return TRUE;
}

static gboolean add_configured(Cli *cli, DaichoTable *table, GError **error)
{
    for (guint i = 0; i < cli->config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(cli->config->shares, i);
        DaichoSchedule schedule;
        if (!schedule_find(cli, share->name, &share, &schedule, error) ||
            !add_row(cli, table, share->name, &schedule, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

typedef struct {
    Cli *cli;
    DaichoTable *table;
} Rest;

/* Shares that were scanned, and are in no configuration. */
static gboolean add_rest(const DaichoRun *run, gpointer data, GError **error)
{
    static const DaichoSchedule never = {0};
    const Rest *rest = data;
    return config_find_share(rest->cli->config, run->share) != NULL ||
           add_row(rest->cli, rest->table, run->share, &never, error);
}

static int run(Cli *cli, gconstpointer options, char **words, GError **error)
{
    (void)options;
    (void)words;
    g_autoptr(DaichoTable) table = daicho_table_new("schedule", columns, G_N_ELEMENTS(columns));
    Rest rest = {cli, table};
    gboolean listed = session_open_catalog(cli, DAICHO_CATALOG_READ, error) != NULL &&
                      add_configured(cli, table, error) &&
                      daicho_catalog_each_last_run(cli->catalog, add_rest, &rest, error) &&
                      output_table(cli, table, error);
    return listed ? CLI_DONE : CLI_FAILED;
}

const Command schedule_list = {
    .name = "list",
    .usage = "",
    .summary =
        "of each share: when it is scanned, how the last scan went, when the next one begins",
    .takes = COMMAND_FORMAT,
    .run = run,
};

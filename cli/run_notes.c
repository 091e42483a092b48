#include "cli/run_notes.h"

#include "base/text.h"
#include "cli/message.h"

static gboolean is_running(Cli *cli, const DaichoRun *run)
{
    return run->result == DAICHO_RUN_RUNNING &&
           daicho_catalog_is_share_locked(cli->catalog, run->share);
}

/* Of when the figures are that are shown. */
static char *dup_figures(const DaichoRun *whole)
{
    g_autofree char *time = whole != NULL ? daicho_time_format(whole->ended_s) : NULL;
    return time != NULL ? g_strdup_printf("the figures are of %s", time)
                        : g_strdup("no scan of it has come to its end");
}

static gboolean tell(const DaichoRun *run, gpointer data, GError **error)
{
    Cli *cli = data;
    g_autoptr(DaichoRun) whole = NULL;
    if (run->result == DAICHO_RUN_DONE || run->result == DAICHO_RUN_PARTIAL) {
        return TRUE;
    }
    if (!daicho_catalog_find_run(cli->catalog, run->share, G_MAXINT64, TRUE, &whole, error)) {
        return FALSE;
    }
    g_autofree char *figures = dup_figures(whole);
    g_autofree char *time = daicho_time_format(run->started_s);
    if (is_running(cli, run)) {
        message_tell(cli, "The share \"%s\" is being scanned since %s; %s.", run->share, time,
                     figures);
        return TRUE;
    }
    const char *reason = run->result == DAICHO_RUN_RUNNING ? "it was killed" : run->reason;
    message_warn("the last scan of the share \"%s\", of %s, %s: %s; %s (daicho schedule list)",
                 run->share, time, run->result == DAICHO_RUN_FAILED ? "failed" : "was interrupted",
                 reason, figures);
    return TRUE;
}

gboolean run_notes_tell(Cli *cli, GError **error)
{
    return daicho_catalog_each_last_run(cli->catalog, tell, cli, error);
}

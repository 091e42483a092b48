#include "cli/share_scan.h"

#include "base/error.h"
#include "base/text.h"
#include "cli/message.h"
#include "cli/progress.h"
#include "cli/stop.h"

static gboolean append_audit(Cli *cli, const ChosenShare *share, const DaichoScanResult *result,
                             GError **error)
{
    g_autofree char *object = g_strdup_printf("share %s", share->name);
    g_autofree char *detail = g_strdup_printf(
        "%s: %" G_GUINT64_FORMAT " files, %" G_GINT64_FORMAT " items unread",
        result->stopped ? "stopped" : "finished", result->files,
        result->stopped ? 0 : result->totals.unread + result->totals.partly_read);
    return daicho_catalog_append_audit(cli->catalog, &cli->enforcer.actor, "scan", object, detail,
                                       error);
}

static gboolean read_share(Cli *cli, const ShareScan *how, const ChosenShare *share,
                           DaichoScanResult *result, GError **error)
{
    const ConfigShare *configured = share->configured;
    Progress progress;
    progress_begin(&progress, share->name);
    const DaichoScanOptions scan = {
        .share = share->name,
        .root = share->root,
        .exclude = configured != NULL ? (const char *const *)configured->exclude : NULL,
        .cross_devices = configured != NULL && configured->cross_devices,
        .full = how->full,
        .jobs = how->jobs,
        .max_rate = how->max_rate,
        .reading = config_get_reading(cli->config, configured),
        .progress = how->show_progress ? progress_show : NULL,
        .progress_data = &progress,
        .stop = how->stop,
    };
    gboolean done = daicho_scan_share(cli->catalog, cli->rules, &scan, cli->now_s, result, error);
    progress_end(&progress);
    return done;
}

static void warn(const ChosenShare *share, const DaichoScanResult *result)
{
    if (result->files == 0 && result->totals.removed > 0) {
        message_warn("share \"%s\": every file that was known is gone from %s: is it mounted?",
                     share->name, share->root);
    }
    if (result->is_away) {
        message_warn(
            "share \"%s\": there is no file in %s, and another file system than when it was "
            "read: mount the share and scan again; what was known is kept",
            share->name, share->root);
    }
}

static void set_reason(DaichoRun *run, char *reason)
{
    g_free(run->reason);
    run->reason = reason;
}

static void take_totals(DaichoRun *run, const DaichoScanResult *result)
{
    const DaichoScanTotals *totals = &result->totals;
    run->unread = totals->unread + totals->partly_read + (gint64)result->unreadable_directories;
    run->high = totals->high;
    run->medium = totals->medium;
    run->low = totals->low;
    run->dismissed = totals->dismissed;
    run->result = run->unread > 0 ? DAICHO_RUN_PARTIAL : DAICHO_RUN_DONE;
}

static void judge(const ShareScan *how, const ChosenShare *share, const DaichoScanResult *result,
                  DaichoRun *run)
{
    run->files = (gint64)result->files;
    if (result->is_away) {
        run->result = DAICHO_RUN_FAILED;
        set_reason(
            run, g_strdup_printf("the share is not mounted: there is no file in %s", share->root));
    } else if (result->stopped) {
        run->result = DAICHO_RUN_INTERRUPTED;
        set_reason(run, *how->stop == STOP_TIME && how->until != NULL
                            ? g_strdup_printf("its window ended at %s", how->until)
                            : g_strdup("it was told to stop"));
    } else {
        take_totals(run, result);
    }
}

static gboolean scan_locked(Cli *cli, const ShareScan *how, const ChosenShare *share,
                            DaichoScanResult *result, DaichoRun *run, GError **error)
{
    g_autoptr(GError) failed = NULL;
    gboolean done = read_share(cli, how, share, result, &failed);
    run->ended_s = g_get_real_time() / G_USEC_PER_SEC;
    if (done) {
        warn(share, result);
        judge(how, share, result, run);
    } else {
        run->result = DAICHO_RUN_FAILED;
        set_reason(run, g_strdup(failed->message));
        g_propagate_error(error, g_steal_pointer(&failed));
    }
    /* What failed for want of a catalog is told by that error, not by this one. */
    return daicho_catalog_end_run(cli->catalog, run, done ? error : NULL) && done &&
           append_audit(cli, share, result, error);
}

/* Who scans it, and since when. */
static void refuse(const Cli *cli, const ChosenShare *share, gint64 holder, GError **error)
{
    g_autoptr(DaichoRun) run = NULL;
    gboolean found = daicho_catalog_find_run(cli->catalog, share->name, G_MAXINT64, FALSE, &run,
                                             NULL);
    g_autofree char *process = holder > 0 ? g_strdup_printf("process %" G_GINT64_FORMAT, holder)
                                          : g_strdup("another process");
    g_autofree char *since = found && run != NULL && run->result == DAICHO_RUN_RUNNING
                                 ? daicho_time_format(run->started_s)
                                 : NULL;
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                "%s is scanning it%s%s: wait until it is done, or stop it, and scan again", process,
                since != NULL ? " since " : "", since != NULL ? since : "");
}

gboolean share_scan(Cli *cli, const ShareScan *how, const ChosenShare *share,
                    DaichoScanResult *result, DaichoRun **run, GError **error)
{
    gint64 holder = 0;
    g_autoptr(DaichoShareLock)
        lock = daicho_catalog_lock_share(cli->catalog, share->name, &holder, error);
    if (lock == NULL) {
        if (holder >= 0) {
            refuse(cli, share, holder, error);
        }
        return FALSE;
    }
    g_autoptr(GError) failed = NULL;
    if (how->is_scheduled && !daicho_share_lock_wait_turn(lock, how->stop, &failed) &&
        failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return FALSE;
    }
    g_autoptr(DaichoRun) mine = daicho_run_new(share->name, g_get_real_time() / G_USEC_PER_SEC);
    mine->is_scheduled = how->is_scheduled;
    if (!daicho_catalog_begin_run(cli->catalog, mine, error)) {
        return FALSE;
    }
    gboolean done = scan_locked(cli, how, share, result, mine, error);
    if (run != NULL) {
        *run = g_steal_pointer(&mine);
    }
    return done;
}

#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/message.h"

enum { INTERVAL_US = 200000 };

gboolean progress_is_wanted(const Cli *cli)
{
    return !cli->quiet && isatty(STDERR_FILENO) == 1 && g_strcmp0(g_getenv("TERM"), "dumb") != 0;
}

void progress_begin(Progress *progress, const char *share)
{
    *progress = (Progress){.share = share, .started_us = g_get_monotonic_time()};
}

/* What remains, by files: known once a scan has been through. "" when it is not known. */
static char *describe_remaining(const DaichoScanProgress *scan, double seconds)
{
    if (scan->expected_files <= scan->files || scan->files == 0) {
        return g_strdup("");
    }
    double rest = (double)(scan->expected_files - scan->files) * seconds / (double)scan->files;
    g_autofree char *time = message_duration((gint64)rest);
    return g_strdup_printf(", about %s left", time);
}

/* Whether it is time to show something again. */
static gboolean is_due(Progress *progress, gint64 now_us)
{
    gboolean due = now_us - progress->shown_us >= INTERVAL_US;
    progress->shown_us = due ? now_us : progress->shown_us;
    return due;
}

void progress_show_targets(Progress *progress, guint done, guint all)
{
    if (is_due(progress, g_get_monotonic_time())) {
        fprintf(stderr, "\r\033[K%s: %u of %u targets", progress->share, done, all);
        fflush(stderr);
    }
}

void progress_show(const DaichoScanProgress *scan, gpointer data)
{
    Progress *progress = data;
    gint64 now_us = g_get_monotonic_time();
    if (!is_due(progress, now_us)) {
        return;
    }
    double seconds = (double)(now_us - progress->started_us) / G_USEC_PER_SEC;
    g_autofree char *files = message_counted(scan->files, "file", "files");
    g_autofree char *bytes = message_bytes(scan->bytes);
    g_autofree char *rate = message_bytes((guint64)((double)scan->bytes / MAX(seconds, 0.001)));
    g_autofree char *rest = describe_remaining(scan, seconds);
    fprintf(stderr, "\r\033[K%s: %s, %s, %s/s%s", progress->share, files, bytes, rate, rest);
    fflush(stderr);
}

void progress_end(Progress *progress)
{
    if (progress->shown_us != 0) {
        fputs("\r\033[K", stderr);
        progress->shown_us = 0;
    }
}

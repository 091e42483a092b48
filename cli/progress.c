#include "cli/progress.h"

#include <stdio.h>

#include "cli/message.h"

enum { INTERVAL_US = 200000 };

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

void progress_show(const DaichoScanProgress *scan, gpointer data)
{
    Progress *progress = data;
    gint64 now_us = g_get_monotonic_time();
    if (now_us - progress->shown_us < INTERVAL_US) {
        return;
    }
    progress->shown_us = now_us;
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

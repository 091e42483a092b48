#include "cli/progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
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

/* What remains, by files. "" while it is not known. */
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

/* Columns of the terminal; G_MAXUINT where there is none or it does not tell. */
static guint get_columns(void)
{
    struct winsize size = {0};
    gboolean is_known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? size.ws_col : G_MAXUINT;
}

/* So much of the text as fits into the columns, with "…" when some is left out. */
static char *cut(const char *text, guint columns)
{
    g_autoptr(GString) rest = g_string_new(text);
    if (daicho_text_width(text) <= columns) {
        return g_string_free(g_steal_pointer(&rest), FALSE);
    }
    while (rest->len > 0 && daicho_text_width(rest->str) + 1 > columns) {
        const char *last = g_utf8_find_prev_char(rest->str, rest->str + rest->len);
        g_string_truncate(rest, last != NULL ? (gsize)(last - rest->str) : 0);
    }
    g_string_append(rest, columns > 0 ? "…" : "");
    return g_string_free(g_steal_pointer(&rest), FALSE);
}

/* A line that is wrapped could not be cleared again: the name gives way, then the end of the rest.
 * The last column stays free, since some terminals wrap when it is written. */
static void show_line(const char *name, const char *rest)
{
    guint columns = get_columns() - 1;
    guint taken = daicho_text_width(rest);
    g_autofree char *short_name = cut(name, columns > taken ? columns - taken : 0);
    g_autofree char *short_rest = cut(rest, columns - daicho_text_width(short_name));
    fprintf(stderr, "\r\033[K%s%s", short_name, short_rest);
    fflush(stderr);
}

void progress_show_targets(Progress *progress, guint done, guint all)
{
    if (is_due(progress, g_get_monotonic_time())) {
        g_autofree char *text = g_strdup_printf(": %u of %u targets", done, all);
        show_line(progress->share, text);
    }
}

void progress_show_files(guint done, guint all, gpointer data)
{
    Progress *progress = data;
    if (is_due(progress, g_get_monotonic_time())) {
        g_autofree char *text = g_strdup_printf(": %u of %u files", done, all);
        show_line(progress->share, text);
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
    g_autofree char *text = g_strdup_printf(": %s, %s, %s/s%s", files, bytes, rate, rest);
    show_line(progress->share, text);
}

void progress_end(Progress *progress)
{
    if (progress->shown_us != 0) {
        fputs("\r\033[K", stderr);
        progress->shown_us = 0;
    }
}

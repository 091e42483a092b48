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

typedef struct {
    Cli *cli;
    guint broken; /* shares whose last scan did not come to its end */
} Notes;

static gboolean tell(const DaichoRun *run, gpointer data, GError **error)
{
    Notes *notes = data;
    Cli *cli = notes->cli;
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
    notes->broken++;
    const char *reason = run->result == DAICHO_RUN_RUNNING ? "it was killed" : run->reason;
    message_warn("the last scan of the share \"%s\", of %s, %s: %s; %s (daicho schedule list)",
                 run->share, time, run->result == DAICHO_RUN_FAILED ? "failed" : "was interrupted",
                 reason, figures);
    return TRUE;
}

/* --- shares of which there is no run --- */

static gboolean add_run(const DaichoRun *run, gpointer data, GError **error)
{
    (void)error;
    g_hash_table_add(data, g_strdup(run->share));
    return TRUE;
}

/* A catalog from before runs were kept has shares without one. */
static gboolean add_share(const DaichoShareRow *share, gpointer data, GError **error)
{
    (void)error;
    if (share->last_scan_s > 0) {
        g_hash_table_add(data, g_strdup(share->name));
    }
    return TRUE;
}

static guint warn_never(const Config *config, GHashTable *known)
{
    guint count = 0;
    for (guint i = 0; i < config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(config->shares, i);
        if (!g_hash_table_contains(known, share->name)) {
            g_autofree char *quoted = g_shell_quote(share->name);
            message_warn("the share \"%s\" was never scanned: what lies there is not known (daicho "
                         "scan %s)",
                         share->name, quoted);
            count++;
        }
    }
    return count;
}

static gboolean count_never(Cli *cli, guint *count, GError **error)
{
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!daicho_catalog_each_last_run(cli->catalog, add_run, known, error) ||
        !daicho_catalog_each_share_uncounted(cli->catalog, add_share, known, error)) {
        return FALSE;
    }
    *count = warn_never(cli->config, known);
    return TRUE;
}

gboolean run_notes_check(Cli *cli, gboolean *is_whole, GError **error)
{
    guint never = 0;
    Notes notes = {.cli = cli};
    gboolean told = daicho_catalog_each_last_run(cli->catalog, tell, &notes, error) &&
                    count_never(cli, &never, error);
    *is_whole = never == 0 && notes.broken == 0;
    return told;
}

gboolean run_notes_tell(Cli *cli, GError **error)
{
    gboolean is_whole = FALSE;
    return run_notes_check(cli, &is_whole, error);
}

/* --- what was not read --- */

static gboolean add_unread(const DaichoRun *run, gpointer data, GError **error)
{
    (void)error;
    *(gint64 *)data += run->result == DAICHO_RUN_PARTIAL ? run->unread : 0;
    return TRUE;
}

gboolean run_notes_tell_unread(Cli *cli, GError **error)
{
    gint64 unread = 0;
    if (!daicho_catalog_each_last_run(cli->catalog, add_unread, &unread, error)) {
        return FALSE;
    }
    if (unread > 0) {
        g_autofree char *items = message_counted((guint64)unread, "item", "items");
        message_tell(cli, "not read, or not in full: %s (daicho report unread)", items);
    }
    return TRUE;
}

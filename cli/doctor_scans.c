#include "cli/doctor.h"

#include "base/text.h"
#include "cli/schedule.h"
#include "cli/session.h"

/* A scan that is older leaves out too much for a register to be trusted. A planned one begins up to some
 * minutes after its time, and may wait for that of another share. */
enum { OLD_DAYS = 31, SECONDS_OF_DAY = 24 * 60 * 60, GRACE_S = 2 * 60 * 60 };

/* What the catalog has of a share. */
typedef struct {
    gint64 finished_s; /* when its last whole scan ended, 0: none did */
    gint64 unread;     /* items not read, or not in full */
} Figures;

/* What is known of one share's scans. */
typedef struct {
    const char *share;
    char *what, *rescan; /* "scan of office"; the command that scans it */
    DaichoRun *last;     /* NULL: none */
    Figures figures;
    gint64 due_s; /* the planned time at which none began; 0: none is overdue */
} Scan;

static void scan_clear(Scan *scan)
{
    g_free(scan->what);
    g_free(scan->rescan);
    daicho_run_free(scan->last);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Scan, scan_clear)

/* When the last one began, as far as is known; 0: never. */
static gint64 scan_get_begun(const Scan *scan)
{
    return scan->last != NULL ? scan->last->started_s : scan->figures.finished_s;
}

static gboolean is_planned_at(Cli *cli, const char *share, gint64 *planned_s)
{
    const ConfigShare *configured = NULL;
    DaichoSchedule schedule;
    return config_find_share(cli->config, share) != NULL &&
           schedule_find(cli, share, &configured, &schedule, NULL) && schedule.is_planned &&
           daicho_calendar_previous(&schedule.calendar, cli->now_s - GRACE_S, NULL, planned_s);
}

static gboolean scan_load(Scan *scan, Cli *cli, const char *share, const Figures *figures,
                          GError **error)
{
    gint64 planned_s = 0;
    g_autofree char *quoted = g_shell_quote(share);
    scan->share = share;
    scan->what = g_strdup_printf("scan of %s", share);
    scan->rescan = g_strdup_printf("daicho scan %s", quoted);
    scan->figures = *figures;
    if (!daicho_catalog_find_run(cli->catalog, share, G_MAXINT64, FALSE, &scan->last, error)) {
        return FALSE;
    }
    gint64 begun_s = scan_get_begun(scan);
    scan->due_s = begun_s > 0 && is_planned_at(cli, share, &planned_s) && begun_s < planned_s
                      ? planned_s
                      : 0;
    return TRUE;
}

/* "2026-11-28T13:00:00Z, 3 days ago" (g_free). */
static char *dup_age(gint64 at_s, gint64 now_s)
{
    g_autofree char *time = daicho_time_format(at_s);
    return g_strdup_printf("%s, %" G_GINT64_FORMAT " days ago", time,
                           (now_s - at_s) / SECONDS_OF_DAY);
}

/* Of when what reports show is. */
static char *dup_figures(const Scan *scan)
{
    g_autofree char *time = scan->figures.finished_s > 0
                                ? daicho_time_format(scan->figures.finished_s)
                                : NULL;
    return time != NULL ? g_strdup_printf("the figures are of %s", time)
                        : g_strdup("there are no figures");
}

static void note_broken(Doctor *doctor, const Scan *scan)
{
    const DaichoRun *run = scan->last;
    gboolean is_killed = run->result == DAICHO_RUN_RUNNING;
    gboolean is_told_to_stop = run->result == DAICHO_RUN_INTERRUPTED;
    g_autofree char *time = daicho_time_format(run->started_s);
    g_autofree char *figures = dup_figures(scan);
    g_autofree char *found = g_strdup_printf("that of %s %s: %s; %s", time,
                                             run->result == DAICHO_RUN_FAILED ? "failed"
                                                                              : "was interrupted",
                                             is_killed ? "it was killed" : run->reason, figures);
    g_autofree char *remedy = g_strdup_printf(
        is_told_to_stop ? "%s goes on from there" : "mend what it says, then %s", scan->rescan);
    doctor_note(doctor, scan->what, is_told_to_stop ? DOCTOR_WARNING : DOCTOR_WRONG, found, remedy);
}

static void note_overdue(Doctor *doctor, const Scan *scan)
{
    g_autofree char *due = daicho_time_format(scan->due_s);
    g_autofree char *begun = daicho_time_format(scan_get_begun(scan));
    g_autofree char *found = g_strdup_printf("overdue since %s: the last one began at %s", due,
                                             begun);
    g_autofree char *remedy = g_strdup_printf(
        "look at daicho schedule list (\"nothing\" starts it: daicho schedule install), then %s",
        scan->rescan);
    doctor_note(doctor, scan->what, DOCTOR_WRONG, found, remedy);
}

static void note_whole(Doctor *doctor, const Scan *scan, gint64 now_s)
{
    gint64 unread = scan->figures.unread;
    gboolean is_old = (now_s - scan->figures.finished_s) / SECONDS_OF_DAY > OLD_DAYS;
    g_autofree char *age = dup_age(scan->figures.finished_s, now_s);
    g_autofree char *found = unread > 0 ? g_strdup_printf("%s; %" G_GINT64_FORMAT
                                                          " items not read, or not in full",
                                                          age, unread)
                                        : g_strdup(age);
    const char *remedy = is_old ? scan->rescan : unread > 0 ? "daicho report unread" : "";
    doctor_note(doctor, scan->what, is_old || unread > 0 ? DOCTOR_WARNING : DOCTOR_OK, found,
                remedy);
}

static void note_running(Doctor *doctor, const Scan *scan)
{
    g_autofree char *time = daicho_time_format(scan->last->started_s);
    g_autofree char *figures = dup_figures(scan);
    g_autofree char *found = g_strdup_printf("runs since %s; %s", time, figures);
    doctor_note(doctor, scan->what, DOCTOR_OK, found, "");
}

static void note_scan(Doctor *doctor, const Cli *cli, const Scan *scan)
{
    DaichoRunResult result = scan->last != NULL ? scan->last->result : DAICHO_RUN_DONE;
    gboolean is_whole = result == DAICHO_RUN_DONE || result == DAICHO_RUN_PARTIAL;
    if (result == DAICHO_RUN_RUNNING && daicho_catalog_is_share_locked(cli->catalog, scan->share)) {
        note_running(doctor, scan);
    } else if (!is_whole) {
        note_broken(doctor, scan);
    } else if (scan->figures.finished_s == 0) {
        doctor_note(doctor, scan->what, DOCTOR_WARNING, "never finished", scan->rescan);
    } else if (scan->due_s > 0) {
        note_overdue(doctor, scan);
    } else {
        note_whole(doctor, scan, cli->now_s);
    }
}

/* --- which shares --- */

typedef struct {
    GPtrArray *names;    /* each once */
    GHashTable *figures; /* name, of the array: Figures */
} Shares;

static void add_share(Shares *shares, const char *name, Figures figures)
{
    if (!g_hash_table_contains(shares->figures, name)) {
        char *copy = g_strdup(name);
        g_ptr_array_add(shares->names, copy);
        g_hash_table_insert(shares->figures, copy, g_memdup2(&figures, sizeof figures));
    }
}

static gboolean add_row(const DaichoShareRow *share, gpointer data, GError **error)
{
    (void)error;
    add_share(data, share->name, (Figures){share->last_scan_s, share->unread});
    return TRUE;
}

/* A scan that failed at once leaves no share behind. */
static gboolean add_run(const DaichoRun *run, gpointer data, GError **error)
{
    (void)error;
    add_share(data, run->share, (Figures){0});
    return TRUE;
}

static gboolean list_shares(Shares *shares, const Cli *cli, GError **error)
{
    if (!daicho_catalog_each_share(cli->catalog, add_row, shares, error) ||
        !daicho_catalog_each_last_run(cli->catalog, add_run, shares, error)) {
        return FALSE;
    }
    for (guint i = 0; i < cli->config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(cli->config->shares, i);
        add_share(shares, share->name, (Figures){0});
    }
    return TRUE;
}

void doctor_check_scans(Doctor *doctor, Cli *cli)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) figures = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    Shares shares = {names, figures};
    gboolean known = list_shares(&shares, cli, &error);
    for (guint i = 0; known && i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_auto(Scan) scan = {0};
        known = scan_load(&scan, cli, name, g_hash_table_lookup(figures, name), &error);
        if (known) {
            note_scan(doctor, cli, &scan);
        }
    }
    if (!known) {
        doctor_note_error(doctor, "scans", error);
    }
}

#include "cli/schedule.h"

#include <string.h>

#include "base/error.h"
#include "cli/message.h"
#include "cli/session.h"

typedef struct {
    gboolean cron, user;
    char *root;
} Options;

static const CommandOption option_table[] = {
    {"cron", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, cron),
     "Lines in /etc/cron.d instead of timers, where there is no systemd", NULL},
    {"user", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, user),
     "For the manager of your own account, without root", NULL},
    {"root", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, root),
     "Into a system that lies in this folder, such as an image", "DIR"},
    {NULL},
};

/* Where it goes, and what was written. */
typedef struct {
    Cli *cli;
    const Options *options;
    char *folder, *mark;
    GPtrArray *names, *timers;
} Installation;

static gboolean write_unit(Installation *to, const DaichoUnit *unit, const char *what,
                           const char *suffix, char *text, GError **error)
{
    g_autofree char *owned = text;
    char *name = daicho_unit_name(what, unit->share, suffix);
    g_ptr_array_add(to->names, name);
    return daicho_install_write(to->folder, name, to->mark, owned, error);
}

static gboolean write_units(Installation *to, const DaichoUnit *unit, GError **error)
{
    char *timer = daicho_unit_name("scan", unit->share, "timer");
    g_ptr_array_add(to->timers, timer);
    return (!daicho_unit_has_notice(unit) ||
            write_unit(to, unit, "notice", "service", daicho_unit_notice(unit), error)) &&
           write_unit(to, unit, "scan", "service", daicho_unit_service(unit), error) &&
           write_unit(to, unit, "scan", "timer", daicho_unit_timer(unit), error) &&
           daicho_install_enable(to->folder, timer, error);
}

/* Units of shares that are planned no more. */
static gboolean remove_old(Installation *to, GError **error)
{
    g_autoptr(GPtrArray) all = daicho_install_list(to->folder, to->mark, error);
    for (guint i = 0; all != NULL && i < all->len; i++) {
        const char *name = g_ptr_array_index(all, i);
        if (!g_ptr_array_find_with_equal_func(to->names, name, g_str_equal, NULL) &&
            !daicho_install_remove(to->folder, name, error)) {
            return FALSE;
        }
    }
    return all != NULL;
}

static gboolean start_timers(Installation *to, GError **error)
{
    static const char *const reload[] = {"daemon-reload", NULL};
    gboolean ran = FALSE;
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_ptr_array_add(words, (gpointer)(guintptr) "restart");
    g_ptr_array_extend(words, to->timers, NULL, NULL);
    g_ptr_array_add(words, NULL);
    if (to->options->root != NULL) {
        message_tell(to->cli, "The timers start with that system.");
        return TRUE;
    }
    if (!schedule_systemctl(to->options->user, reload, &ran, error) ||
        !schedule_systemctl(to->options->user, (const char *const *)words->pdata, &ran, error)) {
        return FALSE;
    }
    message_tell(to->cli, ran ? "The timers run. next: daicho schedule list"
                              : "systemd does not run here: the timers start with the machine once "
                                "it does; without it, daicho schedule remove, and install --cron");
    return TRUE;
}

static gboolean install_units(Installation *to, const GPtrArray *planned, GError **error)
{
    for (guint i = 0; i < planned->len; i++) {
        const PlannedShare *share = g_ptr_array_index(planned, i);
        if (!write_units(to, &share->unit, error)) {
            return FALSE;
        }
    }
    if (!remove_old(to, error)) {
        return FALSE;
    }
    message_tell(to->cli, "%u units are in %s", to->names->len, to->folder);
    return start_timers(to, error);
}

static gboolean install_cron(Installation *to, const GPtrArray *planned, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < planned->len; i++) {
        const PlannedShare *share = g_ptr_array_index(planned, i);
        g_autofree char *head = daicho_crontab_head(share->config_file);
        g_autofree char *lines = daicho_crontab_lines(&share->unit);
        g_string_append_printf(text, "%s%s", i == 0 ? head : "", lines);
        if (share->schedule.cpu > 0) {
            message_warn(
                "share \"%s\": cron knows no limit of CPU time: \"cpu\" has no effect; use "
                "\"nice\" or \"max-rate\"",
                share->unit.share);
        }
    }
    if (!daicho_install_write(to->folder, schedule_cron_file, to->mark, text->str, error)) {
        return FALSE;
    }
    message_tell(to->cli, "The lines are in %s/%s", to->folder, schedule_cron_file);
    return TRUE;
}

/* Timers and cron together would scan twice. */
static gboolean check_other_kind(const Options *options, const char *mark, GError **error)
{
    g_autofree char *folder = options->cron ? schedule_unit_folder(options->root, options->user)
                                            : schedule_cron_folder(options->root);
    g_autoptr(GPtrArray) others = daicho_install_list(folder, mark, error);
    if (others != NULL && others->len > 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "scans are planned in %s already: take that away with daicho schedule remove",
                    folder);
        return FALSE;
    }
    return others != NULL;
}

static gboolean check_options(const Options *options, GError **error)
{
    if (options->user && options->cron) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "--user and --cron exclude each other");
        return FALSE;
    }
    return TRUE;
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const Options *options = data;
    g_autoptr(GPtrArray) planned = NULL;
    if (check_options(options, error) && session_check_right(cli, error)) {
        planned = schedule_plan(cli, NULL, options->user, error);
    }
    if (planned == NULL) {
        return CLI_FAILED;
    }
    const PlannedShare *first = g_ptr_array_index(planned, 0);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) timers = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *mark = daicho_unit_mark(first->config_file);
    g_autofree char *folder = options->cron ? schedule_cron_folder(options->root)
                                            : schedule_unit_folder(options->root, options->user);
    Installation to = {cli, options, folder, mark, names, timers};
    return check_other_kind(options, mark, error) &&
                   (options->cron ? install_cron(&to, planned, error)
                                  : install_units(&to, planned, error))
               ? CLI_DONE
               : CLI_FAILED;
}

const Command schedule_install = {
    .name = "install",
    .usage = "[--cron]",
    .summary = "write units of systemd, or lines of cron, for all planned scans, and start them",
    .options = option_table,
    .options_size = sizeof(Options),
    .run = run,
};

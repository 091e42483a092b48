#include "cli/schedule.h"

#include <string.h>

#include "base/error.h"
#include "cli/message.h"
#include "cli/session.h"

typedef struct {
    gboolean user;
    char *root;
} Options;

static const CommandOption option_table[] = {
    {"user", 0, G_OPTION_ARG_NONE, G_STRUCT_OFFSET(Options, user),
     "Of the manager of your own account", NULL},
    {"root", 0, G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET(Options, root),
     "From a system that lies in this folder", "DIR"},
    {NULL},
};

/* Before their files are gone. A scan that runs comes to its end. */
static gboolean stop_timers(const Options *options, const GPtrArray *names, GError **error)
{
    gboolean ran = FALSE;
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_ptr_array_add(words, (gpointer)(guintptr) "stop");
    for (guint i = 0; i < names->len; i++) {
        if (g_str_has_suffix(g_ptr_array_index(names, i), ".timer")) {
            g_ptr_array_add(words, g_ptr_array_index(names, i));
        }
    }
    g_ptr_array_add(words, NULL);
    return options->root != NULL || words->len == 2 ||
           schedule_systemctl(options->user, (const char *const *)words->pdata, &ran, error);
}

static gboolean remove_all(const char *folder, const GPtrArray *names, GError **error)
{
    for (guint i = 0; i < names->len; i++) {
        if (!daicho_install_remove(folder, g_ptr_array_index(names, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean remove_units(const Options *options, const char *mark, guint *removed,
                             GError **error)
{
    static const char *const reload[] = {"daemon-reload", NULL};
    gboolean ran = FALSE;
    g_autofree char *folder = schedule_unit_folder(options->root, options->user);
    g_autoptr(GPtrArray) names = daicho_install_list(folder, mark, error);
    *removed += names != NULL ? names->len : 0;
    return names != NULL && stop_timers(options, names, error) &&
           remove_all(folder, names, error) &&
           (options->root != NULL || names->len == 0 ||
            schedule_systemctl(options->user, reload, &ran, error));
}

static gboolean remove_cron(const Options *options, const char *mark, guint *removed,
                            GError **error)
{
    g_autofree char *folder = schedule_cron_folder(options->root);
    g_autoptr(GPtrArray) names = options->user ? g_ptr_array_new()
                                               : daicho_install_list(folder, mark, error);
    *removed += names != NULL ? names->len : 0;
    return names != NULL && remove_all(folder, names, error);
}

static int run(Cli *cli, gconstpointer data, char **words, GError **error)
{
    (void)words;
    const Options *options = data;
    guint removed = 0;
    if (!session_check_right(cli, error)) {
        return CLI_FAILED;
    }
    if (cli->config_path == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "name the configuration for which scans are planned with --config FILE");
        return CLI_FAILED;
    }
    g_autofree char *config_file = g_canonicalize_filename(cli->config_path, NULL);
    g_autofree char *mark = daicho_unit_mark(config_file);
    if (!remove_units(options, mark, &removed, error) ||
        !remove_cron(options, mark, &removed, error)) {
        return CLI_FAILED;
    }
    message_tell(cli, removed > 0 ? "%u files are removed" : "%u files: nothing was planned",
                 removed);
    return CLI_DONE;
}

const Command schedule_remove = {
    .name = "remove",
    .usage = "",
    .summary = "take away what install wrote for this configuration, and nothing else",
    .options = option_table,
    .options_size = sizeof(Options),
    .run = run,
};

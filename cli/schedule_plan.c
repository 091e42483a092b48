#include "cli/schedule.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/session.h"

const char schedule_cron_file[] = "daicho-schedule";

gboolean schedule_find(Cli *cli, const char *name, const ConfigShare **share,
                       DaichoSchedule *schedule, GError **error)
{
    const Config *config = session_load_config(cli, error);
    if (config == NULL) {
        return FALSE;
    }
    *share = config_find_share(config, name);
    if (*share == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "there is no share \"%s\" in %s: what is planned stands there", name,
                    cli->config_path != NULL ? cli->config_path : "daicho.yaml");
        return FALSE;
    }
    return daicho_schedule_resolve((*share)->name, &config->schedule, &(*share)->schedule, schedule,
                                   error);
}

static void planned_share_free(gpointer data)
{
    PlannedShare *planned = data;
    g_free(planned->catalog_folder);
    g_free(planned->program);
    g_free(planned->config_file);
    g_free(planned->user);
    g_ptr_array_unref(planned->other_paths);
    g_free(planned);
}

/* The program that runs now, wherever it was installed. */
static char *dup_program(GError **error)
{
    char *path = g_file_read_link("/proc/self/exe", NULL);
    if (path == NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN,
                    "cannot tell where this program is: mount /proc");
    }
    return path;
}

/* Whose key and catalog they are; NULL for root. */
static char *dup_user(const char *catalog, const char *folder)
{
    struct stat status;
    if (stat(catalog, &status) < 0 && stat(folder, &status) < 0) {
        return NULL;
    }
    const struct passwd *account = status.st_uid != 0 ? getpwuid(status.st_uid) : NULL;
    return account != NULL      ? g_strdup(account->pw_name)
           : status.st_uid != 0 ? g_strdup_printf("%u", status.st_uid)
                                : NULL;
}

static void add_path(GPtrArray *paths, char *path)
{
    if (path != NULL) {
        g_ptr_array_add(paths, path);
    }
}

static GPtrArray *list_paths(Cli *cli)
{
    const Config *config = cli->config;
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    add_path(paths, session_dup_key_path(cli, NULL));
    add_path(paths, g_strdup(config->policy));
    for (char **folder = config->folders; *folder != NULL; folder++) {
        add_path(paths, g_strdup(*folder));
    }
    g_ptr_array_add(paths, NULL);
    return paths;
}

static PlannedShare *plan_share(Cli *cli, const ConfigShare *share, const DaichoSchedule *schedule,
                                gboolean is_of_user, GError **error)
{
    g_autofree char *given = session_dup_catalog_path(cli, error);
    g_autofree char *catalog = given != NULL ? g_canonicalize_filename(given, NULL) : NULL;
    g_autofree char *program = catalog != NULL ? dup_program(error) : NULL;
    if (program == NULL) {
        return NULL;
    }
    PlannedShare *planned = g_new0(PlannedShare, 1);
    planned->schedule = *schedule;
    planned->catalog_folder = g_path_get_dirname(catalog);
    planned->program = g_steal_pointer(&program);
    planned->config_file = g_canonicalize_filename(cli->config_path, NULL);
    planned->user = dup_user(catalog, planned->catalog_folder);
    planned->other_paths = list_paths(cli);
    planned->unit = (DaichoUnit){
        .share = share->name,
        .root = share->path,
        .program = planned->program,
        .config_file = planned->config_file,
        .catalog_folder = planned->catalog_folder,
        .other_paths = (const char *const *)planned->other_paths->pdata,
        .user = planned->user,
        .is_of_user = is_of_user,
        .schedule = &planned->schedule,
    };
    return planned;
}

/* must_be_planned: the share was named. */
static gboolean add_share(Cli *cli, GPtrArray *all, const char *name, gboolean must_be_planned,
                          gboolean is_of_user, GError **error)
{
    const ConfigShare *share = NULL;
    DaichoSchedule schedule;
    if (!schedule_find(cli, name, &share, &schedule, error)) {
        return FALSE;
    }
    if (!schedule.is_planned) {
        if (must_be_planned) {
            g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                        "the share \"%s\" has no \"times\" under \"schedule\" in %s", name,
                        cli->config_path);
        }
        return !must_be_planned;
    }
    PlannedShare *planned = plan_share(cli, share, &schedule, is_of_user, error);
    if (planned != NULL) {
        g_ptr_array_add(all, planned);
    }
    return planned != NULL;
}

GPtrArray *schedule_plan(Cli *cli, char **names, gboolean is_of_user, GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(planned_share_free);
    const Config *config = session_load_config(cli, error);
    if (cli->catalog_file != NULL) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "planned scans use the catalog of the configuration: leave out --catalog");
        return NULL;
    }
    gboolean added = config != NULL, is_all = names == NULL || *names == NULL;
    for (; added && names != NULL && *names != NULL; names++) {
        added = add_share(cli, all, *names, TRUE, is_of_user, error);
    }
    for (guint i = 0; added && is_all && i < config->shares->len; i++) {
        const ConfigShare *share = g_ptr_array_index(config->shares, i);
        added = add_share(cli, all, share->name, FALSE, is_of_user, error);
    }
    if (added && all->len == 0) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "no scan is planned: write \"times\" under \"schedule\" in %s",
                    cli->config_path != NULL ? cli->config_path : "daicho.yaml (daicho init)");
        return NULL;
    }
    return added ? g_steal_pointer(&all) : NULL;
}

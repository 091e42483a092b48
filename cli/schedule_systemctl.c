#include "cli/schedule.h"

#include <string.h>

#include "base/error.h"

char *schedule_unit_folder(const char *root, gboolean is_of_user)
{
    const char *folder = is_of_user ? "user" : "system";
    return is_of_user && root == NULL
               ? g_build_filename(g_get_user_config_dir(), "systemd", folder, NULL)
               : g_build_filename(root != NULL ? root : "/", "etc", "systemd", folder, NULL);
}

char *schedule_cron_folder(const char *root)
{
    return g_build_filename(root != NULL ? root : "/", "etc", "cron.d", NULL);
}

/* As sd_booted(3) has it. */
static gboolean has_systemd(void)
{
    return g_file_test("/run/systemd/system", G_FILE_TEST_IS_DIR);
}

gboolean schedule_systemctl(gboolean is_of_user, const char *const *words, gboolean *ran,
                            GError **error)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autoptr(GError) failed = NULL;
    g_autofree char *said = NULL;
    int status = 0;
    *ran = has_systemd();
    if (!*ran) {
        return TRUE;
    }
    g_ptr_array_add(argv, (gpointer)(guintptr) "systemctl");
    if (is_of_user) {
        g_ptr_array_add(argv, (gpointer)(guintptr) "--user");
    }
    for (; *words != NULL; words++) {
        g_ptr_array_add(argv, (gpointer)(guintptr)*words);
    }
    g_ptr_array_add(argv, NULL);
    if (g_spawn_sync(NULL, (char **)argv->pdata, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &said,
                     &status, &failed) &&
        g_spawn_check_wait_status(status, &failed)) {
        return TRUE;
    }
    g_autofree char *line = g_strjoinv(" ", (char **)argv->pdata);
    g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_RUN, "%s: %s: run it by hand", line,
                said != NULL && *said != '\0' ? g_strchomp(said) : failed->message);
    return FALSE;
}

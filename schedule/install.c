#include "schedule/install.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

static const char wants[] = "timers.target.wants";

static gboolean fail(const char *path, const char *what, GError **error)
{
    return daicho_error_set_errno(error, DAICHO_ERROR_USAGE, errno, "%s %s", what, path);
}

/* *is_there: there is a file, whosever it is. */
static gboolean is_ours(const char *path, const char *mark, gboolean *is_there)
{
    g_autofree char *text = NULL;
    *is_there = g_file_test(path, G_FILE_TEST_IS_SYMLINK) || g_file_test(path, G_FILE_TEST_EXISTS);
    return !g_file_test(path, G_FILE_TEST_IS_SYMLINK) &&
           g_file_get_contents(path, &text, NULL, NULL) && g_str_has_prefix(text, mark);
}

gboolean daicho_install_write(const char *folder, const char *name, const char *mark,
                              const char *text, GError **error)
{
    g_autoptr(GError) failed = NULL;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    gboolean is_there = FALSE;
    if (!is_ours(path, mark, &is_there) && is_there) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE,
                    "%s was not written by this command for this configuration, and is left as it "
                    "is: move it away, or give the share another name",
                    path);
        return FALSE;
    }
    if (g_mkdir_with_parents(folder, 0755) < 0) {
        return fail(folder, "cannot make the folder", error);
    }
    if (!g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &failed)) {
        g_set_error(error, DAICHO_ERROR, DAICHO_ERROR_USAGE, "%s", failed->message);
        return FALSE;
    }
    return chmod(path, 0644) == 0 || fail(path, "cannot change the mode of", error);
}

static gint compare(gconstpointer one, gconstpointer other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

GPtrArray *daicho_install_list(const char *folder, const char *mark, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = NULL;
    gboolean is_there = FALSE;
    if (g_access(folder, F_OK) < 0 && errno == ENOENT) {
        return g_steal_pointer(&names);
    }
    dir = g_dir_open(folder, 0, error);
    for (const char *name = NULL; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_str_has_prefix(name, "daicho-") && is_ours(path, mark, &is_there)) {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
    g_ptr_array_sort(names, compare);
    return dir != NULL ? g_steal_pointer(&names) : NULL;
}

gboolean daicho_install_remove(const char *folder, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *link = g_build_filename(folder, wants, name, NULL);
    if (unlink(link) < 0 && errno != ENOENT && errno != ENOTDIR) {
        return fail(link, "cannot remove", error);
    }
    return unlink(path) == 0 || fail(path, "cannot remove", error);
}

gboolean daicho_install_enable(const char *folder, const char *timer, GError **error)
{
    g_autofree char *parent = g_build_filename(folder, wants, NULL);
    g_autofree char *link = g_build_filename(parent, timer, NULL);
    g_autofree char *target = g_build_filename("..", timer, NULL);
    if (g_mkdir_with_parents(parent, 0755) < 0) {
        return fail(parent, "cannot make the folder", error);
    }
    return symlink(target, link) == 0 || errno == EEXIST || fail(link, "cannot make", error);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "schedule/schedule.h"

static const char mark[] = "# ours\n";

static int set_up(void **state)
{
    *state = g_dir_make_tmp("daicho-install-XXXXXX", NULL);
    return *state == NULL;
}

static int tear_down(void **state)
{
    g_autofree char *folder = *state;
    g_autofree char *command = g_strdup_printf("rm -r '%s'", folder);
    return system(command);
}

static char *in(const char *folder, const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void our_files_are_written_listed_enabled_and_removed(void **state)
{
    g_autofree char *folder = in(*state, "etc/systemd/system");
    g_autofree char *path = in(folder, "daicho-a.timer");
    g_autofree char *link = in(folder, "timers.target.wants/daicho-a.timer");
    g_autofree char *bytes = NULL;
    struct stat status;
    assert_true(daicho_install_write(folder, "daicho-b.service", mark, "# ours\n1\n", NULL));
    assert_true(daicho_install_write(folder, "daicho-a.timer", mark, "# ours\n1\n", NULL));
    assert_true(daicho_install_write(folder, "daicho-a.timer", mark, "# ours\n2\n", NULL));
    assert_true(daicho_install_enable(folder, "daicho-a.timer", NULL));
    assert_true(daicho_install_enable(folder, "daicho-a.timer", NULL));
    assert_true(g_file_get_contents(link, &bytes, NULL, NULL));
    assert_string_equal(bytes, "# ours\n2\n");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0644);
    g_autoptr(GPtrArray) names = daicho_install_list(folder, mark, NULL);
    assert_int_equal(names->len, 2);
    assert_string_equal(g_ptr_array_index(names, 0), "daicho-a.timer");
    assert_true(daicho_install_remove(folder, "daicho-a.timer", NULL));
    assert_int_equal(lstat(link, &status), -1);
    assert_int_equal(lstat(path, &status), -1);
    g_autoptr(GPtrArray) rest = daicho_install_list(folder, mark, NULL);
    assert_int_equal(rest->len, 1);
}

/* H3 */
static void what_is_not_ours_is_neither_written_over_nor_listed(void **state)
{
    const char *folder = *state;
    g_autofree char *theirs = in(folder, "daicho-a.timer");
    g_autofree char *link = in(folder, "daicho-b.timer");
    g_autofree char *bytes = NULL;
    assert_true(g_file_set_contents(theirs, "# theirs\n", -1, NULL));
    assert_int_equal(symlink("/dev/null", link), 0);
    for (const char *const *name = (const char *const[]){"daicho-a.timer", "daicho-b.timer", NULL};
         *name != NULL; name++) {
        g_autoptr(GError) error = NULL;
        assert_false(daicho_install_write(folder, *name, mark, "# ours\n", &error));
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
        assert_non_null(strstr(error->message, *name));
    }
    assert_true(g_file_get_contents(theirs, &bytes, NULL, NULL));
    assert_string_equal(bytes, "# theirs\n");
    g_autoptr(GPtrArray) names = daicho_install_list(folder, mark, NULL);
    assert_int_equal(names->len, 0);
}

static void where_there_is_no_folder_nothing_is_installed(void **state)
{
    g_autofree char *folder = in(*state, "none");
    g_autoptr(GPtrArray) names = daicho_install_list(folder, mark, NULL);
    assert_non_null(names);
    assert_int_equal(names->len, 0);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(our_files_are_written_listed_enabled_and_removed),
        IN_FOLDER(what_is_not_ours_is_neither_written_over_nor_listed),
        IN_FOLDER(where_there_is_no_folder_nothing_is_installed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/fs.h"

typedef struct {
    char *folder;
    int root_fd;
} Fixture;

static int set_up(void **state)
{
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->folder = g_dir_make_tmp("daicho-fs-XXXXXX", NULL);
    fixture->root_fd = daicho_fs_open_root(fixture->folder, NULL);
    *state = fixture;
    return fixture->root_fd < 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    g_autofree char *command = g_strdup_printf("rm -r %s", fixture->folder);
    int status = system(command);
    daicho_fd_clear(&fixture->root_fd);
    g_free(fixture->folder);
    g_free(fixture);
    return status;
}

static void make(const Fixture *fixture, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    assert_true(g_file_set_contents(path, text, -1, NULL));
}

static char *contents(const Fixture *fixture, const char *name)
{
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    char *text = NULL;
    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}

static void a_symbolic_link_never_leads_out(void **state)
{
    const Fixture *fixture = *state;
    make(fixture, "share/a.txt", "a");
    make(fixture, "outside/a.txt", "o");
    g_autofree char *link = g_build_filename(fixture->folder, "share/link", NULL);
    assert_int_equal(symlink("../outside", link), 0);
    g_autofree char *share = g_build_filename(fixture->folder, "share", NULL);
    DAICHO_AUTO_FD int root_fd = daicho_fs_open_root(share, NULL);
    static const char *const paths[] = {"link/a.txt", "../outside/a.txt", "/etc/passwd", "link"};
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GError) error = NULL;
        assert_int_equal(daicho_fs_open(daicho_fs_system(), root_fd, paths[i], O_RDONLY, &error),
                         -1);
        assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
    }
    const char *name = NULL;
    DAICHO_AUTO_FD int parent = daicho_fs_open_parent(daicho_fs_system(), root_fd, "link/a.txt", 0,
                                                      &name, NULL);
    assert_int_equal(parent, -1);
}

static void a_range_is_copied_to_the_byte(void **state)
{
    const Fixture *fixture = *state;
    DaichoFs *fs = daicho_fs_system();
    make(fixture, "from", "0123456789");
    DAICHO_AUTO_FD int from = daicho_fs_open(fs, fixture->root_fd, "from", O_RDONLY, NULL);
    DAICHO_AUTO_FD int to = daicho_fs_create(fs, fixture->root_fd, "to", NULL);
    assert_true(daicho_fs_copy_range(fs, from, 2, 3, to, NULL));
    assert_true(daicho_fs_copy_range(fs, from, 8, -1, to, NULL));
    g_autoptr(GError) error = NULL;
    assert_false(daicho_fs_copy_range(fs, from, 8, 5, to, &error));
    assert_string_equal(error->message, "the file became shorter");
    assert_true(daicho_fs_close(fs, &to, NULL));
    g_autofree char *text = contents(fixture, "to");
    assert_string_equal(text, "2348989");
}

static void a_file_is_never_made_over_another(void **state)
{
    const Fixture *fixture = *state;
    DaichoFs *fs = daicho_fs_system();
    make(fixture, "a", "a");
    make(fixture, "b", "b");
    assert_int_equal(daicho_fs_create(fs, fixture->root_fd, "a", NULL), -1);
    assert_false(daicho_fs_rename(fs, fixture->root_fd, "a", "b", NULL));
    assert_true(daicho_fs_exchange(fs, fixture->root_fd, "a", "b", NULL));
    g_autofree char *a = contents(fixture, "a");
    assert_string_equal(a, "b");
    assert_true(daicho_fs_unlink(fs, fixture->root_fd, "b", NULL));
    assert_null(contents(fixture, "b"));
}

static void attributes_come_along(void **state)
{
    const Fixture *fixture = *state;
    DaichoFs *fs = daicho_fs_system();
    make(fixture, "from", "x");
    DAICHO_AUTO_FD int from = daicho_fs_open(fs, fixture->root_fd, "from", O_RDWR, NULL);
    DAICHO_AUTO_FD int to = daicho_fs_create(fs, fixture->root_fd, "to", NULL);
    const struct timespec times[] = {{1000, 5}, {2000, 7}};
    assert_int_equal(fchmod(from, 0640), 0);
    assert_int_equal(futimens(from, times), 0);
    gboolean has_xattr = fsetxattr(from, "user.owner", "hr", 2, 0) == 0;
    assert_true(daicho_fs_copy_attributes(fs, from, to, NULL));
    struct stat status;
    assert_true(daicho_fs_stat(fs, to, &status, NULL));
    assert_int_equal(status.st_mode & 07777, 0640);
    assert_int_equal(status.st_mtim.tv_sec, 2000);
    assert_int_equal(status.st_mtim.tv_nsec, 7);
    char value[4];
    assert_int_equal(fgetxattr(to, "user.owner", value, sizeof value), has_xattr ? 2 : -1);
}

/* A POSIX ACL as the kernel keeps it: version 2, then tag, permissions and id of each entry. */
static const guint8 acl_with_another_user[] = {
    2, 0,    0,    0,    0x01, 0,    7,    0, 0xff, 0xff, 0xff, 0xff, 0x02, 0,    7,
    0, 0xfe, 0xff, 0,    0,    0x04, 0,    5, 0,    0xff, 0xff, 0xff, 0xff, 0x10, 0,
    7, 0,    0xff, 0xff, 0xff, 0xff, 0x20, 0, 0,    0,    0xff, 0xff, 0xff, 0xff};

static void a_folders_default_acl_does_not_open_a_copy(void **state)
{
    const Fixture *fixture = *state;
    DaichoFs *fs = daicho_fs_system();
    make(fixture, "from", "x");
    if (fsetxattr(fixture->root_fd, "system.posix_acl_default", acl_with_another_user,
                  sizeof acl_with_another_user, 0) < 0) {
        assert_int_equal(errno, ENOTSUP);
        skip(); /* a temporary folder on a file system without ACLs, where none can open a copy */
    }
    DAICHO_AUTO_FD int from = daicho_fs_open(fs, fixture->root_fd, "from", O_RDONLY, NULL);
    DAICHO_AUTO_FD int to = daicho_fs_create(fs, fixture->root_fd, "to", NULL);
    assert_true(fgetxattr(to, "system.posix_acl_access", NULL, 0) > 0);
    assert_true(daicho_fs_copy_attributes(fs, from, to, NULL));
    assert_int_equal(fgetxattr(to, "system.posix_acl_access", NULL, 0), -1);
}

static void attributes_are_kept_as_a_value(void **state)
{
    const Fixture *fixture = *state;
    DaichoFs *fs = daicho_fs_system();
    make(fixture, "from", "x");
    make(fixture, "to", "x");
    DAICHO_AUTO_FD int from = daicho_fs_open(fs, fixture->root_fd, "from", O_RDWR, NULL);
    DAICHO_AUTO_FD int to = daicho_fs_open(fs, fixture->root_fd, "to", O_RDWR, NULL);
    const struct timespec times[] = {{1000, 5}, {2000, 7}};
    assert_int_equal(fchmod(from, 04751), 0);
    assert_int_equal(futimens(from, times), 0);
    fsetxattr(from, "user.owner", "hr", 2, 0);
    fsetxattr(from, "system.posix_acl_access", acl_with_another_user, sizeof acl_with_another_user,
              0);
    g_autoptr(GVariant) kept = daicho_fs_read_attributes(from, NULL);
    assert_non_null(kept);
    assert_true(daicho_fs_set_attributes(fs, to, kept, NULL));
    g_autoptr(GVariant) again = daicho_fs_read_attributes(to, NULL);
    assert_true(g_variant_equal(kept, again));
}

static void the_last_name_and_its_folder_are_opened(void **state)
{
    const Fixture *fixture = *state;
    make(fixture, "d/e/f.txt", "x");
    const char *name = NULL;
    DAICHO_AUTO_FD int parent = daicho_fs_open_parent(daicho_fs_system(), fixture->root_fd,
                                                      "d/e/f.txt", 0, &name, NULL);
    assert_true(parent >= 0);
    assert_string_equal(name, "f.txt");
    assert_int_equal(faccessat(parent, name, R_OK, 0), 0);
}

/* T2 */
static void the_file_system_and_its_medium_are_told(void **state)
{
    const Fixture *fixture = *state;
    struct stat status;
    g_autofree char *type = daicho_fs_type(fixture->root_fd);
    g_autofree char *described = daicho_fs_describe(fixture->root_fd);
    g_autofree char *text = NULL;
    assert_int_equal(fstat(fixture->root_fd, &status), 0);
    g_autofree char *path = g_strdup_printf("/sys/dev/block/%u:%u/queue/rotational",
                                            major(status.st_dev), minor(status.st_dev));
    gboolean is_flash = g_file_get_contents(path, &text, NULL, NULL) && *text == '0';
    g_autofree char *expected = g_strconcat(type, is_flash ? " on flash" : "", NULL);
    if (text != NULL) {
        assert_string_equal(described, expected);
    }
    assert_true(g_str_has_prefix(described, type));
    DAICHO_AUTO_FD int memory = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    g_autofree char *unknown = daicho_fs_describe(memory);
    assert_true(g_str_has_prefix(unknown, "0x"));
}

static void a_missing_root_is_a_clear_error(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_int_equal(daicho_fs_open_root("/nonexistent/share", &error), -1);
    assert_string_equal(error->message,
                        "cannot open the folder /nonexistent/share: No such file or directory");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_symbolic_link_never_leads_out),
        IN_FOLDER(a_range_is_copied_to_the_byte),
        IN_FOLDER(a_file_is_never_made_over_another),
        IN_FOLDER(attributes_come_along),
        IN_FOLDER(a_folders_default_acl_does_not_open_a_copy),
        IN_FOLDER(attributes_are_kept_as_a_value),
        IN_FOLDER(the_last_name_and_its_folder_are_opened),
        IN_FOLDER(the_file_system_and_its_medium_are_told),
        cmocka_unit_test(a_missing_root_is_a_clear_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

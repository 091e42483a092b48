#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/fs.h"
#include "scanner/walk.h"

typedef struct {
    char *folder;
    int root_fd;
} Fixture;

static int set_up(void **state)
{
    Fixture *fixture = g_new0(Fixture, 1);
    fixture->folder = g_dir_make_tmp("daicho-walk-XXXXXX", NULL);
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

static void make(const Fixture *fixture, const char *name)
{
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
    DAICHO_AUTO_FD int fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0);
}

/* "kind:path" of every entry, joined by spaces. */
static char *walk_all(const Fixture *fixture, const char *const *exclude)
{
    static const char *const kinds[] = {"end", "file", "special", "failed"};
    g_autoptr(Walk) walk = walk_open(fixture->root_fd, exclude, FALSE);
    GString *all = g_string_new(NULL);
    for (;;) {
        WalkEntry entry = {0};
        walk_next(walk, &entry);
        if (entry.kind == WALK_END) {
            return g_string_free(all, FALSE);
        }
        g_string_append_printf(all, "%s%s:%s", all->len > 0 ? " " : "", kinds[entry.kind],
                               entry.path);
    }
}

static void files_come_in_the_order_of_their_paths(void **state)
{
    const Fixture *fixture = *state;
    make(fixture, "b/2.txt");
    make(fixture, "b/1.txt");
    make(fixture, "a/x/deep.txt");
    make(fixture, "a/x.txt");
    make(fixture, "a/xyz");
    make(fixture, "a.txt");
    make(fixture, "a0");
    make(fixture, "\xff");
    g_autofree char *all = walk_all(fixture, NULL);
    assert_string_equal(all, "file:a.txt file:a/x.txt file:a/x/deep.txt file:a/xyz file:a0 "
                             "file:b/1.txt file:b/2.txt file:\xff");
}

/* Deeper than folders stay open, and with something to come behind each. */
static void files_behind_a_deep_folder_come_too(void **state)
{
    const Fixture *fixture = *state;
    enum { DEPTH = 70 };
    g_autoptr(GString) path = g_string_new(NULL);
    for (int depth = 0; depth < DEPTH; depth++) {
        g_autofree char *behind = g_strconcat(path->str, "z.txt", NULL);
        make(fixture, behind);
        g_string_append(path, "d/");
    }
    g_autoptr(Walk) walk = walk_open(fixture->root_fd, NULL, FALSE);
    WalkEntry entry = {0};
    for (int depth = DEPTH - 1; depth >= 0; depth--) {
        walk_next(walk, &entry);
        assert_int_equal(entry.kind, WALK_FILE);
        assert_int_equal(strlen(entry.path), 2 * (gsize)depth + strlen("z.txt"));
        assert_true(walk_look_up(walk, &entry));
        assert_true(S_ISREG(entry.status.st_mode));
    }
    walk_next(walk, &entry);
    assert_int_equal(entry.kind, WALK_END);
    assert_int_equal(walk_count_folders(walk), DEPTH);
}

/* It would come out of the order that others rely on: the next walk finds it. */
static void a_file_that_became_a_folder_is_left_out(void **state)
{
    const Fixture *fixture = *state;
    make(fixture, "a.txt");
    make(fixture, "b");
    make(fixture, "c.txt");
    g_autoptr(Walk) walk = walk_open(fixture->root_fd, NULL, FALSE);
    WalkEntry entry = {0};
    walk_next(walk, &entry);
    assert_string_equal(entry.path, "a.txt");
    assert_int_equal(unlinkat(fixture->root_fd, "b", 0), 0);
    make(fixture, "b/inside.txt");
    assert_false(walk_has_missed(walk));
    walk_next(walk, &entry);
    assert_string_equal(entry.path, "b");
    assert_false(walk_look_up(walk, &entry));
    assert_true(walk_has_missed(walk));
    walk_next(walk, &entry);
    assert_string_equal(entry.path, "c.txt");
    walk_next(walk, &entry);
    assert_int_equal(entry.kind, WALK_END);
}

static void links_are_not_followed_and_special_files_are_told(void **state)
{
    const Fixture *fixture = *state;
    make(fixture, "a.txt");
    assert_int_equal(symlinkat("/etc", fixture->root_fd, "etc"), 0);
    assert_int_equal(symlinkat(".", fixture->root_fd, "loop"), 0);
    assert_int_equal(mkfifoat(fixture->root_fd, "pipe", 0600), 0);
    g_autofree char *all = walk_all(fixture, NULL);
    assert_string_equal(all, "file:a.txt special:pipe");
}

static void names_that_are_not_utf8_come_as_bytes(void **state)
{
    const Fixture *fixture = *state;
    make(fixture, "\x96\xbc\x95\xeb.csv");
    g_autofree char *all = walk_all(fixture, NULL);
    assert_string_equal(all, "file:\x96\xbc\x95\xeb.csv");
}

static void excluded_paths_are_left_out(void **state)
{
    const Fixture *fixture = *state;
    static const char *const exclude[] = {"**/node_modules", "*.tmp", NULL};
    make(fixture, "a/node_modules/x.js");
    make(fixture, "a/b.tmp");
    make(fixture, "a/c.txt");
    g_autofree char *all = walk_all(fixture, exclude);
    assert_string_equal(all, "file:a/c.txt");
}

static void a_folder_swapped_for_a_link_is_not_entered(void **state)
{
    const Fixture *fixture = *state;
    make(fixture, "a.txt");
    make(fixture, "b/inside.txt");
    g_autofree char *folder = g_build_filename(fixture->folder, "b", NULL);
    g_autoptr(Walk) walk = walk_open(fixture->root_fd, NULL, FALSE);
    WalkEntry entry = {0};
    walk_next(walk, &entry);
    assert_string_equal(entry.path, "a.txt");
    g_autofree char *command = g_strdup_printf("rm -r %s; ln -s /etc %s", folder, folder);
    assert_int_equal(system(command), 0);
    walk_next(walk, &entry);
    assert_int_equal(entry.kind, WALK_FAILED);
    assert_true(entry.is_folder);
    assert_int_equal(entry.errnum, ELOOP);
    walk_next(walk, &entry);
    assert_int_equal(entry.kind, WALK_END);
}

/* In a namespace of its own; skipped where nothing may be mounted. */
static void enter_namespace(Fixture *fixture)
{
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) {
        skip(); /* nothing may be mounted here */
    }
    daicho_fd_clear(&fixture->root_fd); /* it is the other namespace's */
    fixture->root_fd = daicho_fs_open_root(fixture->folder, NULL);
}

static void mount_in(const Fixture *fixture, const char *source, const char *name)
{
    g_autofree char *target = g_build_filename(fixture->folder, name, NULL);
    g_autofree char *from = source != NULL ? g_build_filename(fixture->folder, source, NULL) : NULL;
    assert_int_equal(
        mount(from != NULL ? from : "none", target, "tmpfs", from != NULL ? MS_BIND : 0, NULL), 0);
}

static void unmount_in(const Fixture *fixture, const char *name)
{
    g_autofree char *target = g_build_filename(fixture->folder, name, NULL);
    assert_int_equal(umount2(target, MNT_DETACH), 0);
}

/* S2: neither another device nor the same one under another name is entered, and both are told. */
static void mount_points_are_told_and_not_entered(void **state)
{
    Fixture *fixture = *state;
    enter_namespace(fixture);
    make(fixture, "a/covered.txt");
    make(fixture, "b/covered.txt");
    make(fixture, "c/elsewhere.txt");
    mount_in(fixture, NULL, "a");
    mount_in(fixture, "c", "b");
    make(fixture, "a/mounted.txt");
    g_autofree char *all = walk_all(fixture, NULL);
    assert_string_equal(all, "failed:a failed:b file:c/elsewhere.txt");
    g_autoptr(Walk) walk = walk_open(fixture->root_fd, NULL, TRUE);
    WalkEntry entry = {0};
    walk_next(walk, &entry);
    assert_string_equal(entry.path, "a/mounted.txt");
    walk_next(walk, &entry);
    assert_string_equal(entry.path, "b/elsewhere.txt");
    unmount_in(fixture, "b");
    unmount_in(fixture, "a");
}

static void an_empty_share_has_no_entries(void **state)
{
    const Fixture *fixture = *state;
    g_autofree char *all = walk_all(fixture, NULL);
    assert_string_equal(all, "");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(files_come_in_the_order_of_their_paths),
        IN_FOLDER(files_behind_a_deep_folder_come_too),
        IN_FOLDER(a_file_that_became_a_folder_is_left_out),
        IN_FOLDER(links_are_not_followed_and_special_files_are_told),
        IN_FOLDER(names_that_are_not_utf8_come_as_bytes),
        IN_FOLDER(excluded_paths_are_left_out),
        IN_FOLDER(a_folder_swapped_for_a_link_is_not_entered),
        IN_FOLDER(mount_points_are_told_and_not_entered),
        IN_FOLDER(an_empty_share_has_no_entries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

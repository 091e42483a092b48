#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/fd.h"
#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_sample.h"

/* A POSIX ACL as the kernel keeps it: version 2, then tag, permissions and id of each entry: user
 * 65534 may read what the group may not. */
static const guint8 acl[] = {
    2, 0,    0,    0,    1,    0,    6,    0, 0xff, 0xff, 0xff, 0xff, 2,    0,    4,
    0, 0xfe, 0xff, 0,    0,    4,    0,    0, 0,    0xff, 0xff, 0xff, 0xff, 0x10, 0,
    4, 0,    0xff, 0xff, 0xff, 0xff, 0x20, 0, 0,    0,    0xff, 0xff, 0xff, 0xff,
};

/* What this machine lets be set; owner and mode, times and extended attributes are another's. */
static void dress(int fd)
{
    gboolean is_root = geteuid() == 0;
    assert_int_equal(fchmod(fd, 0640), 0);
    if (is_root) {
        assert_int_equal(fchown(fd, 65534, 65533), 0);
    }
    fsetxattr(fd, "user.owner", "hr", 2, 0);
    fsetxattr(fd, "system.posix_acl_access", acl, sizeof acl, 0);
    const struct timespec times[] = {{1000, 5}, {.tv_nsec = UTIME_OMIT}};
    assert_int_equal(futimens(fd, times), 0);
}

static int open_sample(const Fixture *fixture, const Sample *sample)
{
    g_autofree char *path = g_build_filename(fixture->root, sample->path, NULL);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOATIME);
    assert_true(fd >= 0);
    return fd;
}

static GVariant *read_attributes(const Fixture *fixture, const Sample *sample)
{
    DAICHO_AUTO_FD int fd = open_sample(fixture, sample);
    GVariant *attributes = daicho_fs_read_attributes(fd, NULL);
    assert_non_null(attributes);
    return attributes;
}

static void assert_same(GVariant *one, GVariant *other, const Sample *sample)
{
    if (!g_variant_equal(one, other)) {
        g_autofree char *before = g_variant_print(one, FALSE);
        g_autofree char *after = g_variant_print(other, FALSE);
        fail_msg("%s: %s became %s", sample->path, before, after);
    }
}

/* K1 */
static void what_belongs_to_a_file_survives_its_rewriting_in_every_format(void **state)
{
    Fixture *fixture = *state;
    g_autoptr(GPtrArray) samples = fixture_samples_new(fixture);
    for (guint i = 0; i < samples->len; i++) {
        const Sample *sample = g_ptr_array_index(samples, i);
        gint64 plan = fixture_sample_plan(fixture, sample);
        DAICHO_AUTO_FD int fd = open_sample(fixture, sample);
        dress(fd);
        daicho_fd_clear(&fd);
        g_autoptr(GVariant) before = read_attributes(fixture, sample);
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_int_equal(fixture->result.done, 1);
        g_autoptr(GVariant) after = read_attributes(fixture, sample);
        assert_same(before, after, sample);
    }
}

/* K1, V1 */
static void what_belongs_to_a_file_comes_back_from_the_vault(void **state)
{
    Fixture *fixture = *state;
    static const DaichoAction actions[] = {DAICHO_ACTION_SUSPEND_FILE, DAICHO_ACTION_SUSPEND_PARTS};
    const Sample sample = {.path = "s.csv"};
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        fixture_enforcer_put(fixture, sample.path, FIXTURE_BEFORE);
        gint64 plan = fixture_enforcer_plan_one(fixture, actions[i], sample.path);
        DAICHO_AUTO_FD int fd = open_sample(fixture, &sample);
        dress(fd);
        daicho_fd_clear(&fd);
        g_autoptr(GVariant) before = read_attributes(fixture, &sample);
        fixture_enforcer_apply(fixture, plan, TRUE);
        assert_int_equal(fixture->result.done, 1);
        assert_true(
            daicho_vault_restore(&fixture->enforcer, fixture_enforcer_find_stored(fixture), NULL));
        g_autoptr(GVariant) after = read_attributes(fixture, &sample);
        assert_same(before, after, &sample);
    }
}

int main(void)
{
    /* On a disk, since not every file system in memory has extended attributes. */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            what_belongs_to_a_file_survives_its_rewriting_in_every_format, fixture_enforcer_set_up,
            fixture_enforcer_tear_down),
        cmocka_unit_test_setup_teardown(what_belongs_to_a_file_comes_back_from_the_vault,
                                        fixture_enforcer_set_up, fixture_enforcer_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

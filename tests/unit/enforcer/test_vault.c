#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "enforcer/holds/hold.h"
#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_enforcer.h"

static gint64 suspend(Fixture *fixture, DaichoAction action)
{
    gint64 plan = fixture_enforcer_plan_one(fixture, action, "a.csv");
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 1);
    gint64 entry = fixture_enforcer_find_stored(fixture);
    assert_int_not_equal(entry, 0);
    return entry;
}

static void restore(Fixture *fixture, gint64 entry)
{
    g_autoptr(GError) error = NULL;
    if (!daicho_vault_restore(&fixture->enforcer, entry, &error)) {
        fail_msg("%s", error->message);
    }
}

static void assert_not_restored(Fixture *fixture, gint64 entry, const char *why)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *before = fixture_enforcer_dump(fixture);
    assert_false(daicho_vault_restore(&fixture->enforcer, entry, &error));
    g_autofree char *after = fixture_enforcer_dump(fixture);
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_FILE));
    assert_non_null(strstr(error->message, why));
    assert_string_equal(before, after);
    assert_int_equal(fixture_enforcer_find_stored(fixture), entry);
}

static void run_in(const char *folder, const char *command)
{
    g_autofree char *whole = g_strdup_printf("cd %s && %s", folder, command);
    assert_int_equal(system(whole), 0);
}

/* All but the time of the last reading, which the tests themselves move. */
static char *describe_attributes(const Fixture *fixture)
{
    g_autofree char *path = g_build_filename(fixture->root, "a.csv", NULL);
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY);
    g_autoptr(GVariant) attributes = daicho_fs_read_attributes(fd, NULL);
    GString *text = g_string_new(NULL);
    for (gsize i = 0; i < g_variant_n_children(attributes); i++) {
        g_autoptr(GVariant) child = g_variant_get_child_value(attributes, i);
        if (i != 3 && i != 4) {
            g_variant_print_string(child, text, FALSE);
            g_string_append_c(text, ' ');
        }
    }
    return g_string_free(text, FALSE);
}

static void dress_up(const Fixture *fixture)
{
    g_autofree char *path = g_build_filename(fixture->root, "a.csv", NULL);
    const struct timespec times[] = {{1000, 5}, {2000, 7}};
    setxattr(path, "user.owner", "hr", 2, 0);
    assert_int_equal(chmod(path, 0640), 0);
    if (geteuid() == 0) {
        assert_int_equal(chown(path, 1234, 5678), 0);
        assert_int_equal(chmod(path, 02750), 0);
    }
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* V1 */
static void a_file_comes_back_with_all_that_it_had(void **state)
{
    Fixture *fixture = *state;
    static const DaichoAction actions[] = {DAICHO_ACTION_SUSPEND_FILE, DAICHO_ACTION_SUSPEND_PARTS};
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
        dress_up(fixture);
        g_autofree char *before = describe_attributes(fixture);
        restore(fixture, suspend(fixture, actions[i]));
        g_autofree char *after = describe_attributes(fixture);
        g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
        assert_string_equal(text, FIXTURE_BEFORE);
        assert_string_equal(before, after);
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
        fixture_enforcer_assert_audit_holds(fixture);
    }
}

static void a_large_file_comes_back(void **state)
{
    Fixture *fixture = *state;
    g_autoptr(GString) large = g_string_new(FIXTURE_BEFORE);
    for (guint i = 0; large->len < 5 * 65536; i++) {
        g_string_append_printf(large, "line %u\n", i);
    }
    /* A length that is a whole number of chunks is a limit case too. */
    for (gsize length = large->len; length > 0; length = length > 65536 ? 65536 : 0) {
        g_string_truncate(large, length);
        fixture_enforcer_put(fixture, "a.csv", large->str);
        restore(fixture, suspend(fixture, DAICHO_ACTION_SUSPEND_FILE));
        g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
        assert_string_equal(text, large->str);
    }
}

static void an_empty_file_comes_back(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", "");
    restore(fixture, suspend(fixture, DAICHO_ACTION_SUSPEND_FILE));
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    assert_string_equal(text, "");
}

static void several_records_come_back_each_to_its_place(void **state)
{
    Fixture *fixture = *state;
    static const char text[] = "head\n1 hanako@example.com\n2 x\n3 hanako@example.com\n4 y\n"
                               "5 hanako@example.com\n";
    static const DaichoRange ranges[] = {{0, 5, 1}, {5, 26, 2}, {30, 51, 4}, {55, 76, 6}};
    fixture_enforcer_put(fixture, "a.csv", text);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_DELETE_FILE, "a.csv");
    target->action = DAICHO_ACTION_SUSPEND_PARTS;
    DaichoEdit *edit = daicho_edit_new("", target->digest, FALSE);
    g_array_append_vals(edit->ranges, ranges, G_N_ELEMENTS(ranges));
    g_ptr_array_add(target->edits, edit);
    gint64 number = fixture_enforcer_store(fixture, plan, TRUE);
    fixture_enforcer_apply(fixture, number, TRUE);
    g_autofree char *cut = fixture_enforcer_read(fixture, "a.csv");
    assert_string_equal(cut, "2 x\n4 y\n");
    restore(fixture, fixture_enforcer_find_stored(fixture));
    g_autofree char *whole = fixture_enforcer_read(fixture, "a.csv");
    assert_string_equal(whole, text);
}

/* V4 */
static void only_ciphertext_lies_in_the_vault(void **state)
{
    Fixture *fixture = *state;
    struct stat status;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 entry = suspend(fixture, DAICHO_ACTION_SUSPEND_FILE);
    g_autoptr(DaichoVaultRow) row = daicho_catalog_get_vault(fixture->catalog, entry, NULL);
    g_autofree char *blob = g_build_filename(fixture->vault, row->blob, NULL);
    g_autofree char *bytes = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(blob, &bytes, &length, NULL));
    assert_null(memmem(bytes, length, "hanako", strlen("hanako")));
    assert_int_equal(stat(blob, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(stat(fixture->vault, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0700);
}

static void a_file_that_stands_there_is_not_overwritten(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 entry = suspend(fixture, DAICHO_ACTION_SUSPEND_FILE);
    fixture_enforcer_put(fixture, "a.csv", "another\n");
    assert_not_restored(fixture, entry, "move that away");
    run_in(fixture->root, "rm a.csv && ln -s /etc/passwd a.csv");
    assert_not_restored(fixture, entry, "move that away");
    run_in(fixture->root, "rm a.csv");
    restore(fixture, entry);
}

static void records_do_not_go_into_a_file_that_changed(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 entry = suspend(fixture, DAICHO_ACTION_SUSPEND_PARTS);
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_AFTER "another,,\n");
    assert_not_restored(fixture, entry, "no longer as the suspension left it");
    run_in(fixture->root, "rm a.csv");
    assert_not_restored(fixture, entry, "its file is gone");
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_AFTER);
    restore(fixture, entry);
}

/* V4 */
static void a_blob_that_was_tampered_with_is_refused(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 entry = suspend(fixture, DAICHO_ACTION_SUSPEND_FILE);
    g_autoptr(DaichoVaultRow) row = daicho_catalog_get_vault(fixture->catalog, entry, NULL);
    g_autofree char *blob = g_build_filename(fixture->vault, row->blob, NULL);
    g_autofree char *bytes = NULL;
    gsize length = 0;
    assert_true(g_file_get_contents(blob, &bytes, &length, NULL));
    for (gsize i = 0; i < length; i += 13) {
        bytes[i] ^= 0x10;
        assert_true(g_file_set_contents(blob, bytes, (gssize)length, NULL));
        assert_not_restored(fixture, entry, "damaged");
        bytes[i] ^= 0x10;
    }
    for (gsize cut = 1; cut < length; cut += 13) {
        assert_true(g_file_set_contents(blob, bytes, (gssize)(length - cut), NULL));
        assert_not_restored(fixture, entry, "damaged");
    }
    g_autofree char *longer = g_malloc(length + 1);
    memcpy(longer, bytes, length);
    longer[length] = 'x';
    assert_true(g_file_set_contents(blob, longer, (gssize)length + 1, NULL));
    assert_not_restored(fixture, entry, "damaged");
    assert_true(g_file_set_contents(blob, bytes, (gssize)length, NULL));
    restore(fixture, entry);
}

static void what_is_purged_cannot_come_back(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 entry = suspend(fixture, DAICHO_ACTION_SUSPEND_FILE);
    g_autoptr(GError) error = NULL;
    assert_true(daicho_vault_purge(&fixture->enforcer, entry, NULL));
    g_autoptr(DaichoVaultRow) row = daicho_catalog_get_vault(fixture->catalog, entry, NULL);
    g_autofree char *blob = g_build_filename(fixture->vault, row->blob, NULL);
    assert_null(row->key);
    assert_string_equal(row->state, "purged");
    assert_true(g_str_has_prefix(row->path, "erased:"));
    assert_false(g_file_test(blob, G_FILE_TEST_EXISTS));
    assert_false(daicho_vault_restore(&fixture->enforcer, entry, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    fixture_enforcer_assert_audit_holds(fixture);
}

/* An old entry of the same target and its new one have blobs of their own. */
static void purging_an_ended_entry_leaves_the_next_alone(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    DaichoPlan *plan = fixture_enforcer_plan(fixture);
    DaichoTarget *target = fixture_enforcer_add(fixture, plan, DAICHO_ACTION_SUSPEND_FILE, "a.csv");
    g_autofree char *path = g_build_filename(fixture->root, "a.csv", NULL);
    DAICHO_AUTO_FD int fd = open(path, O_RDONLY);
    gint64 first = daicho_vault_store(&fixture->enforcer, 1, target, fd, NULL);
    gint64 second = daicho_vault_store(&fixture->enforcer, 1, target, fd, NULL);
    assert_true(first != 0 && second != 0 && first != second);
    assert_true(daicho_vault_purge(&fixture->enforcer, first, NULL));
    assert_int_equal(fixture_enforcer_find_stored(fixture), second);
    assert_int_equal(unlink(path), 0);
    restore(fixture, second);
    daicho_plan_free(plan);
}

static void a_hold_keeps_what_is_in_the_vault(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    gint64 entry = suspend(fixture, DAICHO_ACTION_SUSPEND_FILE);
    g_autoptr(DaichoSubject) subject = daicho_subject_new();
    daicho_subject_add(subject, "email", "hanako@example.com");
    gint64 hold = daicho_hold_add(&fixture->enforcer, NULL, NULL, subject, "law suit", NULL);
    assert_int_not_equal(hold, 0);
    g_autoptr(GError) error = NULL;
    assert_false(daicho_vault_purge(&fixture->enforcer, entry, &error));
    assert_non_null(strstr(error->message, "release the hold"));
    assert_int_equal(fixture_enforcer_find_stored(fixture), entry);
    assert_true(daicho_hold_release(&fixture->enforcer, hold, "it is over", NULL));
    assert_true(daicho_vault_purge(&fixture->enforcer, entry, NULL));
}

static void an_open_vault_folder_is_refused(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    assert_int_equal(g_mkdir_with_parents(fixture->vault, 0755), 0);
    assert_int_equal(chmod(fixture->vault, 0755), 0);
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_SUSPEND_FILE, "a.csv");
    g_autoptr(GError) error = NULL;
    DaichoApplyResult result;
    assert_false(daicho_plan_apply(&fixture->enforcer, plan, TRUE, NULL, NULL, &result, &error));
    assert_non_null(strstr(error->message, "chmod 700"));
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    assert_string_equal(text, FIXTURE_BEFORE);
    assert_int_equal(chmod(fixture->vault, 0700), 0);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 1);
}

#define IN_SHARE(test)                                                                             \
    cmocka_unit_test_setup_teardown(test, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SHARE(a_file_comes_back_with_all_that_it_had),
        IN_SHARE(a_large_file_comes_back),
        IN_SHARE(an_empty_file_comes_back),
        IN_SHARE(several_records_come_back_each_to_its_place),
        IN_SHARE(only_ciphertext_lies_in_the_vault),
        IN_SHARE(a_file_that_stands_there_is_not_overwritten),
        IN_SHARE(records_do_not_go_into_a_file_that_changed),
        IN_SHARE(a_blob_that_was_tampered_with_is_refused),
        IN_SHARE(what_is_purged_cannot_come_back),
        IN_SHARE(purging_an_ended_entry_leaves_the_next_alone),
        IN_SHARE(a_hold_keeps_what_is_in_the_vault),
        IN_SHARE(an_open_vault_folder_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

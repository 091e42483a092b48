#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"

static const DaichoActor keeper = {.user = "keeper", .now_s = 1800000000};

static char *back_up(const Fixture *fixture)
{
    char *path = g_build_filename(fixture->folder, "backup.db", NULL);
    gint64 rows = 0;
    g_autoptr(GError) error = NULL;
    if (!daicho_catalog_backup(fixture->catalog, path, &rows, &error)) {
        fail_msg("%s", error->message);
    }
    return path;
}

static gboolean restore(const Fixture *fixture, DaichoFs *fs, const char *backup, char **kept)
{
    g_auto(DaichoRestore) told = {0};
    gboolean done = daicho_catalog_restore(fs, backup, fixture->catalog_path, fixture->key, &keeper,
                                           TRUE, &told, NULL);
    if (kept != NULL) {
        *kept = g_steal_pointer(&told.kept);
    }
    return done;
}

/* "old", "new", or what is wrong with the catalog of that path: the old one has a share "since". */
static const char *look(const Fixture *fixture, const char *path)
{
    g_autoptr(DaichoCatalog)
        catalog = daicho_catalog_open(path, DAICHO_CATALOG_EXAMINE, fixture->key, NULL);
    if (catalog == NULL || !daicho_catalog_check_whole(catalog, NULL)) {
        return "damaged";
    }
    g_autofree char *root = daicho_catalog_dup_share_root(catalog, "since", NULL);
    g_autofree char *restored = daicho_catalog_dup_restored(catalog, NULL);
    return root != NULL ? "old" : *restored != '\0' ? "new" : "a copy";
}

static gboolean is_companion(const char *name)
{
    return g_str_has_suffix(name, "-lock") || g_str_has_suffix(name, "-shm") ||
           g_str_has_suffix(name, "-wal") || g_str_has_suffix(name, "-journal");
}

/* Whether the old catalog is anywhere in the folder, whole. */
static gboolean has_old(const Fixture *fixture)
{
    g_autofree char *name = g_path_get_basename(fixture->catalog_path);
    g_autoptr(GDir) folder = g_dir_open(fixture->folder, 0, NULL);
    gboolean found = FALSE;
    for (const char *file; (file = g_dir_read_name(folder)) != NULL;) {
        g_autofree char *path = g_build_filename(fixture->folder, file, NULL);
        found = found || (g_str_has_prefix(file, name) && !is_companion(file) &&
                          strcmp(look(fixture, path), "old") == 0);
    }
    return found;
}

/* A restore with a fault at the nth call; TRUE when there were as many calls. */
static gboolean try_fault(Fixture *fixture, const char *backup, FaultKind kind, guint nth,
                          int errnum)
{
    int status = 0;
    g_autoptr(FaultFs) fault = fault_fs_new(kind, nth, errnum);
    if (kind != FAULT_KILL) {
        gboolean done = restore(fixture, &fault->fs, backup, NULL);
        gboolean fired = fault_fs_fired(fault);
        assert_true(done || fired);
        return fired;
    }
    pid_t pid = fork();
    if (pid == 0) {
        _exit(restore(fixture, &fault->fs, backup, NULL) ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status);
}

static void expect_nothing_lost(Fixture *fixture, FaultKind kind, guint nth)
{
    const char *found = look(fixture, fixture->catalog_path);
    if ((strcmp(found, "old") != 0 && strcmp(found, "new") != 0) || !has_old(fixture)) {
        fail_msg("fault %d at call %u: the catalog is %s", (int)kind, nth, found);
    }
}

/* The catalog of a test run that is to be tried again and again. */
typedef struct {
    char *bytes;
    gsize length;
} Snapshot;

static void reset(const Fixture *fixture, const Snapshot *old)
{
    g_autofree char *name = g_path_get_basename(fixture->catalog_path);
    g_autoptr(GDir) folder = g_dir_open(fixture->folder, 0, NULL);
    for (const char *file; (file = g_dir_read_name(folder)) != NULL;) {
        g_autofree char *path = g_build_filename(fixture->folder, file, NULL);
        if (g_str_has_prefix(file, name) && !g_str_has_suffix(file, ".key")) {
            assert_int_equal(unlink(path), 0);
        }
    }
    assert_true(g_file_set_contents(fixture->catalog_path, old->bytes, (gssize)old->length, NULL));
}

static void whatever_fails_one_of_the_two_stands_and_the_other_is_kept(void **state)
{
    Fixture *fixture = *state;
    static const struct {
        FaultKind kind;
        int errnum;
    } faults[] = {{FAULT_ERROR, EIO}, {FAULT_LATE, EIO}, {FAULT_SHORT, 0}, {FAULT_KILL, 0}};
    Snapshot old = {0};
    g_autofree char *backup = back_up(fixture);
    assert_true(daicho_catalog_put_share(fixture->catalog, "since", "/since", NULL));
    fixture_enforcer_close_catalog(fixture);
    assert_true(g_file_get_contents(fixture->catalog_path, &old.bytes, &old.length, NULL));
    g_autofree char *bytes = old.bytes;
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        guint points = 0;
        gboolean fired = TRUE;
        for (guint nth = 1; fired; nth += FAULT_STRIDE) {
            reset(fixture, &old);
            fired = try_fault(fixture, backup, faults[i].kind, nth, faults[i].errnum);
            expect_nothing_lost(fixture, faults[i].kind, nth);
            points += fired ? 1 : 0;
        }
        assert_true(points > 0);
        fault_tell("restore", faults[i].kind, faults[i].errnum, points);
    }
    reset(fixture, &old);
    fixture_enforcer_open_catalog(fixture);
}

/* A bit that is turned in the copy is found before the copy takes the catalog's place. */
static void a_copy_that_differs_is_not_taken(void **state)
{
    Fixture *fixture = *state;
    g_autofree char *backup = back_up(fixture);
    g_autofree char *bytes = NULL;
    gsize length = 0;
    assert_true(daicho_catalog_put_share(fixture->catalog, "since", "/since", NULL));
    fixture_enforcer_close_catalog(fixture);
    assert_true(g_file_get_contents(backup, &bytes, &length, NULL));
    g_autoptr(FaultFs) fault = fault_fs_new(FAULT_FLIP, 1, 0);
    assert_false(restore(fixture, &fault->fs, backup, NULL));
    assert_string_equal(look(fixture, fixture->catalog_path), "old");
    fixture_enforcer_open_catalog(fixture);
}

/* Of two catalogs each has a plan 1 that suspended a file: neither knows the other's blob, and neither
 * destroys it (V1). */
static void what_the_replaced_catalog_has_in_the_vault_is_kept(void **state)
{
    Fixture *fixture = *state;
    g_autofree char *kept = NULL;
    g_autofree char *backup = back_up(fixture);
    fixture_enforcer_put(fixture, "a.txt", "hanako@example.com\n");
    fixture_enforcer_scan(fixture);
    fixture_enforcer_apply(
        fixture, fixture_enforcer_plan_one(fixture, DAICHO_ACTION_SUSPEND_FILE, "a.txt"), TRUE);
    gint64 first = fixture_enforcer_find_stored(fixture);
    assert_true(first > 0);
    fixture_enforcer_close_catalog(fixture);
    assert_true(restore(fixture, daicho_fs_system(), backup, &kept));
    fixture_enforcer_open_catalog(fixture);
    fixture_enforcer_put(fixture, "b.txt", "taro@example.com\n");
    fixture_enforcer_scan(fixture);
    fixture_enforcer_apply(
        fixture, fixture_enforcer_plan_one(fixture, DAICHO_ACTION_SUSPEND_FILE, "b.txt"), TRUE);
    assert_true(fixture_enforcer_find_stored(fixture) > 0);
    fixture_enforcer_close_catalog(fixture);
    const DaichoActor later = {.user = "keeper", .now_s = keeper.now_s + 1};
    g_auto(DaichoRestore) told = {0};
    assert_true(daicho_catalog_restore(daicho_fs_system(), kept, fixture->catalog_path,
                                       fixture->key, &later, TRUE, &told, NULL));
    fixture_enforcer_open_catalog(fixture);
    assert_true(daicho_vault_restore(&fixture->enforcer, first, NULL));
    g_autofree char *text = fixture_enforcer_read(fixture, "a.txt");
    assert_string_equal(text, "hanako@example.com\n");
}

/* P3: a plan that was carried out after the backup finds its files changed, and does nothing again. */
static void a_plan_of_before_is_not_carried_out_twice(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    fixture_enforcer_scan(fixture);
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_PARTS, "a.csv");
    g_autofree char *backup = back_up(fixture);
    fixture_enforcer_apply(fixture, plan, TRUE);
    g_autofree char *once = fixture_enforcer_dump(fixture);
    fixture_enforcer_close_catalog(fixture);
    assert_true(restore(fixture, daicho_fs_system(), backup, NULL));
    fixture_enforcer_open_catalog(fixture);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 0);
    g_autofree char *twice = fixture_enforcer_dump(fixture);
    assert_string_equal(once, twice);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(whatever_fails_one_of_the_two_stands_and_the_other_is_kept),
        TEST(a_copy_that_differs_is_not_taken),
        TEST(what_the_replaced_catalog_has_in_the_vault_is_kept),
        TEST(a_plan_of_before_is_not_carried_out_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

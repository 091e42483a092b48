#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "enforcer/vault/vault.h"
#include "tests/unit/enforcer/fixture_enforcer.h"
#include "tests/unit/enforcer/fixture_fault.h"
#include "tests/unit/enforcer/fixture_sql_fault.h"

/* A new key, with a fault at any point (C8): the key file opens the catalog, and nothing is lost. */

static const DaichoActor keeper = {.user = "keeper", .now_s = 1800000000};

static char *dup_key_path(const Fixture *fixture)
{
    return g_build_filename(fixture->folder, "key", NULL);
}

static gboolean rotate(const Fixture *fixture, DaichoFs *fs)
{
    DaichoRotation told;
    g_autofree char *key_path = dup_key_path(fixture);
    return daicho_catalog_rotate(fs, fixture->catalog_path, key_path, &keeper, NULL, NULL, &told,
                                 NULL);
}

/* With the key that the file holds now. */
static void reopen(Fixture *fixture)
{
    g_autofree char *key_path = dup_key_path(fixture);
    g_autoptr(GError) error = NULL;
    fixture_enforcer_close_catalog(fixture);
    daicho_key_free(fixture->key);
    fixture->key = daicho_key_load(key_path, &error);
    if (fixture->key == NULL) {
        fail_msg("%s", error->message);
    }
    fixture_enforcer_open_catalog(fixture);
}

/* --- the state that is tried again and again --- */

typedef struct {
    char *catalog, *key;
    gsize catalog_length, key_length;
    gint64 vault;
} Snapshot;

static void snapshot_clear(Snapshot *snapshot)
{
    g_free(snapshot->catalog);
    g_free(snapshot->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Snapshot, snapshot_clear)

/* A finding, a tombstone and what the vault took. Closes the catalog. */
static void take(Fixture *fixture, Snapshot *snapshot)
{
    guint8 print[DAICHO_FINGERPRINT_BYTES];
    g_autofree char *key_path = dup_key_path(fixture);
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    fixture_enforcer_put(fixture, "b.csv", FIXTURE_BEFORE);
    fixture_enforcer_scan(fixture);
    fixture_enforcer_apply(
        fixture, fixture_enforcer_plan_one(fixture, DAICHO_ACTION_SUSPEND_FILE, "b.csv"), TRUE);
    snapshot->vault = fixture_enforcer_find_stored(fixture);
    assert_true(snapshot->vault > 0);
    daicho_key_fingerprint(fixture->key, "email", "gone@example.com", print);
    assert_true(daicho_catalog_put_tombstone(fixture->catalog, 1, "email", print, 1, NULL));
    assert_true(daicho_catalog_flush(fixture->catalog, NULL));
    fixture_enforcer_close_catalog(fixture);
    assert_true(g_file_get_contents(fixture->catalog_path, &snapshot->catalog,
                                    &snapshot->catalog_length, NULL));
    assert_true(g_file_get_contents(key_path, &snapshot->key, &snapshot->key_length, NULL));
}

static void put_back(const Fixture *fixture, const Snapshot *snapshot)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal"};
    g_autofree char *key_path = dup_key_path(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *path = g_strconcat(fixture->catalog_path, endings[i], NULL);
        g_unlink(path);
    }
    assert_true(g_file_set_contents_full(fixture->catalog_path, snapshot->catalog,
                                         (gssize)snapshot->catalog_length,
                                         G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
    g_unlink(key_path);
    assert_true(g_file_set_contents_full(key_path, snapshot->key, (gssize)snapshot->key_length,
                                         G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

typedef struct {
    guint8 print[DAICHO_FINGERPRINT_BYTES];
    guint times;
} Tombstone;

static gboolean meet_tombstone(gint64 request, const char *kind, const guint8 *fingerprint,
                               gpointer data, GError **error)
{
    (void)request;
    (void)kind;
    (void)error;
    Tombstone *tombstone = data;
    tombstone->times += memcmp(fingerprint, tombstone->print, sizeof tombstone->print) == 0;
    return TRUE;
}

static gboolean count_finding(const DaichoItem *item, const DaichoFinding *finding, gpointer data,
                              GError **error)
{
    (void)item;
    (void)finding;
    (void)error;
    ++*(guint *)data;
    return TRUE;
}

static void expect_nothing_lost(Fixture *fixture, const Snapshot *snapshot)
{
    guint8 print[DAICHO_FINGERPRINT_BYTES];
    guint findings = 0;
    daicho_key_fingerprint(daicho_catalog_get_key(fixture->catalog), "email", "taro@example.com",
                           print);
    const DaichoFindingQuery query = {.fingerprint = print};
    assert_true(
        daicho_catalog_each_finding(fixture->catalog, &query, count_finding, &findings, NULL));
    assert_int_equal(findings, 1);
    Tombstone tombstone = {.times = 0};
    daicho_key_fingerprint(daicho_catalog_get_key(fixture->catalog), "email", "gone@example.com",
                           tombstone.print);
    assert_true(daicho_catalog_each_tombstone(fixture->catalog, meet_tombstone, &tombstone, NULL));
    assert_int_equal(tombstone.times, 1);
    g_autoptr(DaichoVaultRow)
        row = daicho_catalog_get_vault(fixture->catalog, snapshot->vault, NULL);
    assert_non_null(row);
    assert_non_null(row->key);
    assert_true(daicho_catalog_check_whole(fixture->catalog, NULL));
}

/* Whatever it is after the fault; and the next run ends under a key that follows the first. */
static void expect_good(Fixture *fixture, const Snapshot *snapshot)
{
    reopen(fixture);
    expect_nothing_lost(fixture, snapshot);
    fixture_enforcer_close_catalog(fixture);
    assert_true(rotate(fixture, daicho_fs_system()));
    reopen(fixture);
    assert_ptr_equal(daicho_catalog_get_key(fixture->catalog), fixture->key);
    assert_non_null(daicho_key_get_before(fixture->key));
    expect_nothing_lost(fixture, snapshot);
    fixture_enforcer_close_catalog(fixture);
}

/* --- faults --- */

static gboolean run_killed(const Fixture *fixture, DaichoFs *fs)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        _exit(rotate(fixture, fs) ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status);
}

static void whichever_call_for_the_key_file_fails_the_catalog_opens(void **state)
{
    Fixture *fixture = *state;
    static const struct {
        FaultKind kind;
        int errnum;
    } faults[] = {{FAULT_ERROR, ENOSPC},
                  {FAULT_LATE, EIO},
                  {FAULT_SHORT, 0},
                  {FAULT_FLIP, 0},
                  {FAULT_KILL, 0}};
    g_auto(Snapshot) old = {0};
    take(fixture, &old);
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        guint points = 0;
        gboolean fired = TRUE;
        for (guint nth = 1; fired; nth++) {
            g_autoptr(FaultFs) fault = fault_fs_new(faults[i].kind, nth, faults[i].errnum);
            put_back(fixture, &old);
            if (faults[i].kind == FAULT_KILL) {
                fired = run_killed(fixture, &fault->fs);
            } else {
                gboolean done = rotate(fixture, &fault->fs);
                fired = fault_fs_fired(fault);
                assert_true(done || fired);
            }
            expect_good(fixture, &old);
            points += fired ? 1 : 0;
        }
        assert_true(points > 0);
        fault_tell("key rotate", faults[i].kind, faults[i].errnum, points);
    }
    fixture_enforcer_open_catalog(fixture);
}

/* One run with the fault; TRUE when there were as many writes and syncs. */
static gboolean try_sql_fault(Fixture *fixture, SqlFault *fault, guint nth)
{
    fault->calls = 0;
    fault->nth = nth;
    sql_fault_begin(fault);
    gboolean fired = TRUE;
    if (fault->kills) {
        fired = run_killed(fixture, daicho_fs_system());
    } else {
        rotate(fixture, daicho_fs_system());
        fired = fault->calls >= nth;
    }
    sql_fault_end();
    return fired;
}

static void sweep(Fixture *fixture, SqlFault *fault, const char *words)
{
    g_auto(Snapshot) old = {0};
    guint points = 0;
    gboolean fired = TRUE;
    take(fixture, &old);
    for (guint nth = 1; fired; nth += FAULT_STRIDE) {
        put_back(fixture, &old);
        fired = try_sql_fault(fixture, fault, nth);
        expect_good(fixture, &old);
        points += fired ? 1 : 0;
    }
    assert_true(points > 10);
    print_message("points: key rotate       the catalog: %-22s %u\n", words, points);
    fixture_enforcer_open_catalog(fixture);
}

static void whichever_write_to_the_catalog_finds_the_disk_full_nothing_is_lost(void **state)
{
    SqlFault fault = {.code = SQLITE_FULL};
    sweep(*state, &fault, "disk full");
}

static void whichever_write_to_the_catalog_fails_once_nothing_is_lost(void **state)
{
    SqlFault fault = {.code = SQLITE_IOERR_WRITE, .once = TRUE};
    sweep(*state, &fault, "write or sync failed");
}

static void killed_at_whichever_write_to_the_catalog_nothing_is_lost(void **state)
{
    SqlFault fault = {.code = SQLITE_IOERR_WRITE, .kills = TRUE};
    sweep(*state, &fault, "killed");
}

/* --- what was under way --- */

static void a_plan_that_was_approved_before_is_carried_out_after(void **state)
{
    Fixture *fixture = *state;
    fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
    fixture_enforcer_scan(fixture);
    gint64 plan = fixture_enforcer_plan_one(fixture, DAICHO_ACTION_DELETE_PARTS, "a.csv");
    fixture_enforcer_close_catalog(fixture);
    assert_true(rotate(fixture, daicho_fs_system()));
    reopen(fixture);
    fixture_enforcer_apply(fixture, plan, TRUE);
    assert_int_equal(fixture->result.done, 1);
    g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
    assert_string_equal(text, FIXTURE_AFTER);
}

/* Kills it at the nth call; FALSE when it came to its end before. */
static gboolean kill_restore(Fixture *fixture, gint64 number, guint nth)
{
    int status = 0;
    fixture_enforcer_close_catalog(fixture);
    pid_t pid = fork();
    if (pid == 0) {
        g_autoptr(FaultFs) fault = fault_fs_new(FAULT_KILL, nth, 0);
        fixture_enforcer_open_catalog(fixture);
        fixture->enforcer.fs = &fault->fs;
        _exit(daicho_vault_restore(&fixture->enforcer, number, NULL) ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status);
}

/* V1: what it left in the share under a hidden name is found again. */
static void what_was_being_restored_when_killed_is_restored_under_the_new_key(void **state)
{
    Fixture *fixture = *state;
    gboolean killed = TRUE;
    for (guint nth = 1; killed; nth += FAULT_STRIDE) {
        fixture_enforcer_put(fixture, "a.csv", FIXTURE_BEFORE);
        fixture_enforcer_scan(fixture);
        fixture_enforcer_apply(
            fixture, fixture_enforcer_plan_one(fixture, DAICHO_ACTION_SUSPEND_FILE, "a.csv"), TRUE);
        gint64 number = fixture_enforcer_find_stored(fixture);
        killed = kill_restore(fixture, number, nth);
        /* No more keys than a file has room for. */
        if (nth <= 60) {
            assert_true(rotate(fixture, daicho_fs_system()));
        }
        reopen(fixture);
        if (killed && fixture_enforcer_find_stored(fixture) == number) {
            assert_true(daicho_vault_restore(&fixture->enforcer, number, NULL));
        }
        g_autofree char *text = fixture_enforcer_read(fixture, "a.csv");
        assert_non_null(text);
        assert_string_equal(text, FIXTURE_BEFORE);
        assert_int_equal(fixture_enforcer_count_hidden(fixture), 0);
    }
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_enforcer_set_up_in_memory,                       \
                                    fixture_enforcer_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(whichever_call_for_the_key_file_fails_the_catalog_opens),
        TEST(whichever_write_to_the_catalog_finds_the_disk_full_nothing_is_lost),
        TEST(whichever_write_to_the_catalog_fails_once_nothing_is_lost),
        TEST(killed_at_whichever_write_to_the_catalog_nothing_is_lost),
        TEST(a_plan_that_was_approved_before_is_carried_out_after),
        TEST(what_was_being_restored_when_killed_is_restored_under_the_new_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

static const DaichoActor actor = {.user = "keeper", .now_s = 1800000000};

static char *name(const FixtureCatalog *fixture, const char *file)
{
    return g_build_filename(fixture->folder, file, NULL);
}

static void append(const FixtureCatalog *fixture, const char *act)
{
    assert_true(daicho_catalog_append_audit(fixture->catalog, &actor, act, "x 1", "", NULL));
}

/* Makes the backup "b". */
static char *back_up(const FixtureCatalog *fixture)
{
    char *path = name(fixture, "b");
    gint64 rows = 0;
    g_autoptr(GError) error = NULL;
    if (!daicho_catalog_backup(fixture->catalog, path, &rows, &error)) {
        fail_msg("%s", error->message);
    }
    return path;
}

/* The shares of the catalog, which tell one from another. */
static gint64 count_shares(DaichoCatalog *catalog)
{
    gint64 count = -1;
    assert_true(sql_get_single(catalog, 0, &count, NULL, "SELECT COUNT(*) FROM shares", ""));
    return count;
}

static gint64 count_in(const FixtureCatalog *fixture, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DaichoCatalog)
        catalog = daicho_catalog_open(path, DAICHO_CATALOG_EXAMINE, fixture->key, &error);
    if (catalog == NULL || !daicho_catalog_check_whole(catalog, &error)) {
        fail_msg("%s", error->message);
    }
    return count_shares(catalog);
}

static gboolean restore(FixtureCatalog *fixture, const char *backup, gboolean forget,
                        DaichoRestore *told, GError **error)
{
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
    return daicho_catalog_restore(daicho_fs_system(), backup, fixture->path, fixture->key, &actor,
                                  forget, told, error);
}

static void expect_restored(FixtureCatalog *fixture, const char *backup, gboolean forget,
                            DaichoRestore *told)
{
    g_autoptr(GError) error = NULL;
    if (!restore(fixture, backup, forget, told, &error)) {
        fail_msg("%s", error->message);
    }
}

static int compare_names(gconstpointer one, gconstpointer other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

/* Every file of the folder but locks and logs, which readers leave. */
static char *list_files(const FixtureCatalog *fixture)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) folder = g_dir_open(fixture->folder, 0, NULL);
    for (const char *file; (file = g_dir_read_name(folder)) != NULL;) {
        if (!g_str_has_suffix(file, "-lock") && !g_str_has_suffix(file, "-shm") &&
            !g_str_has_suffix(file, "-wal")) {
            g_ptr_array_add(names, g_strdup(file));
        }
    }
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return g_strjoinv(" ", (char **)names->pdata);
}

/* Refused with these words, and the catalog and all beside it as before. */
static void expect_refused(FixtureCatalog *fixture, const char *backup, DaichoErrorCode code,
                           const char *words)
{
    g_autoptr(GError) error = NULL;
    g_auto(DaichoRestore) told = {0};
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
    g_autofree char *before = list_files(fixture);
    assert_false(restore(fixture, backup, FALSE, &told, &error));
    if (!g_error_matches(error, DAICHO_ERROR, (int)code) || strstr(error->message, words) == NULL) {
        fail_msg("%d %s", error->code, error->message);
    }
    g_autofree char *after = list_files(fixture);
    assert_string_equal(before, after);
}

static void a_backup_is_one_private_file_that_holds(void **state)
{
    const FixtureCatalog *fixture = *state;
    struct stat status;
    append(fixture, "scan");
    g_autofree char *path = back_up(fixture);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    g_autofree char *files = list_files(fixture);
    assert_string_equal(files, "b catalog.db key");
    assert_int_equal(count_in(fixture, path), 1);
}

static void a_backup_is_made_while_another_writes(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoCatalog)
        other = daicho_catalog_open(fixture->path, DAICHO_CATALOG_WRITE, fixture->key, NULL);
    assert_true(daicho_catalog_put_share(other, "u", "/u", NULL));
    g_autoptr(DaichoTransaction) half = daicho_transaction_begin(other, NULL);
    assert_true(daicho_catalog_put_share(other, "v", "/v", NULL));
    g_autofree char *path = back_up(fixture);
    assert_int_equal(count_in(fixture, path), 2);
    assert_true(daicho_transaction_commit(half, NULL));
}

static void a_backup_overwrites_nothing(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = name(fixture, "b");
    g_autofree char *text = NULL;
    gint64 rows = 0;
    assert_true(g_file_set_contents(path, "mine", -1, NULL));
    assert_false(daicho_catalog_backup(fixture->catalog, path, &rows, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, "mine");
}

static void a_changed_chain_gives_no_backup(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = name(fixture, "b");
    gint64 rows = 0;
    append(fixture, "scan");
    append(fixture, "scan");
    assert_true(
        sql_execute(fixture->catalog, "UPDATE audit SET user = 'x' WHERE sequence = 1", NULL));
    assert_false(daicho_catalog_backup(fixture->catalog, path, &rows, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_DAMAGED));
    assert_non_null(strstr(error->message, "row 1 was changed"));
    g_autofree char *files = list_files(fixture);
    assert_string_equal(files, "catalog.db key");
}

static void a_restore_keeps_what_it_replaced_and_is_recorded(void **state)
{
    FixtureCatalog *fixture = *state;
    g_auto(DaichoRestore) told = {0};
    append(fixture, "init");
    g_autofree char *path = back_up(fixture);
    append(fixture, "scan");
    assert_true(daicho_catalog_put_share(fixture->catalog, "u", "/u", NULL));
    expect_restored(fixture, path, FALSE, &told);
    assert_int_equal(count_in(fixture, fixture->path), 1);
    assert_int_equal(count_in(fixture, told.kept), 2);
    assert_int_equal(told.rows, 1);
    assert_int_equal(told.rows_before, 2);
    assert_string_equal(told.forgotten, "");
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_READ);
    gint64 recorded = 0;
    assert_true(sql_get_single(fixture->catalog, 0, &recorded, NULL,
                               "SELECT COUNT(*) FROM audit WHERE sequence = 2"
                               " AND act = 'catalog-restore' AND user = 'keeper'",
                               ""));
    assert_int_equal(recorded, 1);
    g_autofree char *when = daicho_catalog_dup_restored(fixture->catalog, NULL);
    assert_true(g_str_has_suffix(told.kept, when));
}

static void acts_are_not_forgotten_unasked(void **state)
{
    FixtureCatalog *fixture = *state;
    g_auto(DaichoRestore) told = {0};
    append(fixture, "init");
    g_autofree char *path = back_up(fixture);
    append(fixture, "hold-add");
    append(fixture, "scan");
    append(fixture, "hold-add");
    expect_refused(fixture, path, DAICHO_ERROR_USAGE, "hold-add 2. if that is to be");
    expect_restored(fixture, path, TRUE, &told);
    assert_string_equal(told.forgotten, "hold-add 2");
}

/* Only the catalog knows under which hidden name an original stands. */
static void what_was_begun_is_finished_first(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoPlanRow) plan = daicho_plan_row_new();
    g_autoptr(DaichoJournalRow) row = daicho_journal_row_new();
    g_autofree char *path = back_up(fixture);
    assert_true(daicho_catalog_put_plan(fixture->catalog, plan, NULL));
    row->plan = plan->number;
    row->target = 1;
    g_free(row->step);
    row->step = g_strdup("staged");
    assert_true(daicho_catalog_put_journal(fixture->catalog, row, NULL));
    expect_refused(fixture, path, DAICHO_ERROR_USAGE, "1 targets of plans that were begun");
}

/* Both chains have rows of their own after the backup: each can take the other's place. */
static void what_was_replaced_can_be_brought_back(void **state)
{
    FixtureCatalog *fixture = *state;
    g_auto(DaichoRestore) first = {0};
    g_auto(DaichoRestore) second = {0};
    append(fixture, "init");
    g_autofree char *path = back_up(fixture);
    append(fixture, "plan-approve");
    expect_restored(fixture, path, TRUE, &first);
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
    append(fixture, "hold-add");
    expect_refused(fixture, first.kept, DAICHO_ERROR_USAGE, "hold-add 1");
    /* Within the same second, too. */
    expect_restored(fixture, first.kept, TRUE, &second);
    assert_string_not_equal(first.kept, second.kept);
    assert_int_equal(second.rows, 2);
    assert_int_equal(count_in(fixture, fixture->path), 1);
    assert_int_equal(count_in(fixture, second.kept), 1);
}

static void a_backup_of_another_key_is_refused(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autofree char *key_path = name(fixture, "other-key");
    g_autofree char *path = name(fixture, "other.db");
    g_autoptr(DaichoKey) key = daicho_key_create(key_path, NULL);
    g_autoptr(DaichoCatalog) other = daicho_catalog_open(path, DAICHO_CATALOG_CREATE, key, NULL);
    assert_true(sql_execute(other, "PRAGMA journal_mode = DELETE", NULL));
    g_clear_pointer(&other, daicho_catalog_close);
    expect_refused(fixture, path, DAICHO_ERROR_USAGE, "was made with another key");
}

static void who_has_the_catalog_open_keeps_it(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autofree char *path = back_up(fixture);
    static const DaichoCatalogMode modes[] = {DAICHO_CATALOG_READ, DAICHO_CATALOG_WRITE};
    for (gsize i = 0; i < G_N_ELEMENTS(modes); i++) {
        g_autoptr(DaichoCatalog)
            user = daicho_catalog_open(fixture->path, modes[i], fixture->key, NULL);
        expect_refused(fixture, path, DAICHO_ERROR_RUN, "another daicho has the catalog");
    }
    /* And who opened it with another program. */
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN; SELECT * FROM shares", NULL, NULL, NULL), SQLITE_OK);
    expect_refused(fixture, path, DAICHO_ERROR_RUN, "end the program that has it open");
    sqlite3_close(db);
}

/* Flips bytes of a file, or cuts it short when none is given. */
static void spoil(const char *path, goffset offset, gsize length)
{
    g_autofree char *bytes = g_malloc(length + 1);
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    if (length == 0) {
        assert_int_equal(ftruncate(fd, offset), 0);
    } else {
        memset(bytes, 0xa5, length);
        assert_int_equal(pwrite(fd, bytes, length, offset), (ssize_t)length);
    }
    close(fd);
}

static void a_damaged_backup_changes_nothing(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autofree char *path = back_up(fixture);
    spoil(path, 3 * 4096, 4096);
    expect_refused(fixture, path, DAICHO_ERROR_DAMAGED, "cannot be used, and nothing was changed");
    spoil(path, 5 * 4096, 0);
    expect_refused(fixture, path, DAICHO_ERROR_DAMAGED, "is damaged");
    spoil(path, 0, 0);
    expect_refused(fixture, path, DAICHO_ERROR_DAMAGED, "there is nothing in it");
}

static void what_is_no_backup_is_refused(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autofree char *copy = name(fixture, "copy.db");
    g_autofree char *log = name(fixture, "copy.db-wal");
    g_autofree char *bytes = NULL;
    gsize length = 0;
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
    assert_true(g_file_get_contents(fixture->path, &bytes, &length, NULL));
    assert_true(g_file_set_contents(copy, bytes, (gssize)length, NULL));
    assert_true(g_file_set_contents(log, "x", 1, NULL));
    expect_refused(fixture, copy, DAICHO_ERROR_USAGE, "it is a catalog in use");
    expect_refused(fixture, fixture->path, DAICHO_ERROR_USAGE, "this is the catalog itself");
    expect_refused(fixture, fixture->folder, DAICHO_ERROR_USAGE, "a backup is a file");
    g_autofree char *nowhere = name(fixture, "nowhere");
    expect_refused(fixture, nowhere, DAICHO_ERROR_USAGE, "cannot open the backup");
}

/* Its log would spoil the catalog that comes: it goes along with what it belongs to. */
static void a_damaged_catalog_is_replaced_with_its_log(void **state)
{
    FixtureCatalog *fixture = *state;
    g_auto(DaichoRestore) told = {0};
    g_autofree char *path = back_up(fixture);
    g_autofree char *log = name(fixture, "catalog.db-wal");
    append(fixture, "hold-add");
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
    spoil(fixture->path, 0, 4096);
    assert_true(g_file_set_contents(log, "a log of before", -1, NULL));
    expect_restored(fixture, path, FALSE, &told);
    assert_true(told.is_unknown);
    assert_false(g_file_test(log, G_FILE_TEST_EXISTS));
    g_autofree char *kept = g_strconcat(told.kept, "-wal", NULL);
    assert_true(g_file_test(kept, G_FILE_TEST_EXISTS));
    assert_int_equal(count_in(fixture, fixture->path), 1);
}

static void a_catalog_that_is_gone_is_made(void **state)
{
    FixtureCatalog *fixture = *state;
    g_auto(DaichoRestore) told = {0};
    g_autofree char *path = back_up(fixture);
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
    assert_int_equal(unlink(fixture->path), 0);
    expect_restored(fixture, path, FALSE, &told);
    assert_null(told.kept);
    assert_int_equal(count_in(fixture, fixture->path), 1);
}

static void an_older_backup_is_brought_up_to_date(void **state)
{
    FixtureCatalog *fixture = *state;
    g_auto(DaichoRestore) told = {0};
    append(fixture, "init");
    fixture_catalog_go_back(fixture, 9);
    g_autofree char *path = back_up(fixture);
    expect_restored(fixture, path, FALSE, &told);
    assert_int_equal(told.version, 9);
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_READ);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_backup_is_one_private_file_that_holds),
        TEST(a_backup_is_made_while_another_writes),
        TEST(a_backup_overwrites_nothing),
        TEST(a_changed_chain_gives_no_backup),
        TEST(a_restore_keeps_what_it_replaced_and_is_recorded),
        TEST(acts_are_not_forgotten_unasked),
        TEST(what_was_begun_is_finished_first),
        TEST(what_was_replaced_can_be_brought_back),
        TEST(a_backup_of_another_key_is_refused),
        TEST(who_has_the_catalog_open_keeps_it),
        TEST(a_damaged_backup_changes_nothing),
        TEST(what_is_no_backup_is_refused),
        TEST(a_damaged_catalog_is_replaced_with_its_log),
        TEST(a_catalog_that_is_gone_is_made),
        TEST(an_older_backup_is_brought_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

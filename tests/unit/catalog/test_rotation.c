#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_carried.h"

static const DaichoActor keeper = {.user = "keeper", .now_s = 1800000000};

static char *dup_key_path(const FixtureCatalog *fixture)
{
    return g_build_filename(fixture->folder, "key", NULL);
}

static void close_catalog(FixtureCatalog *fixture)
{
    g_clear_pointer(&fixture->catalog, daicho_catalog_close);
}

static gboolean try_rotate(FixtureCatalog *fixture, DaichoRotation *told, GError **error)
{
    g_autofree char *key_path = dup_key_path(fixture);
    close_catalog(fixture);
    return daicho_catalog_rotate(daicho_fs_system(), fixture->path, key_path, &keeper, NULL, NULL,
                                 told, error);
}

/* Rotates, and opens the catalog with the key of then. */
static DaichoRotation rotate(FixtureCatalog *fixture)
{
    DaichoRotation told;
    g_autoptr(GError) error = NULL;
    g_autofree char *key_path = dup_key_path(fixture);
    if (!try_rotate(fixture, &told, &error)) {
        fail_msg("%s", error->message);
    }
    daicho_key_free(fixture->key);
    fixture->key = daicho_key_load(key_path, NULL);
    assert_non_null(fixture->key);
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
    return told;
}

/* C8 */
static void everything_is_known_under_the_new_key_and_nothing_stays_of_the_one_before(void **state)
{
    FixtureCatalog *fixture = *state;
    fixture_carried_fill(fixture);
    fixture_carried_expect_all(fixture);
    for (guint i = 0; i < 2; i++) {
        DaichoRotation told = rotate(fixture);
        assert_true(told.has_new && told.is_replaced && !told.is_tidied);
        fixture_carried_expect_all(fixture);
        assert_true(daicho_catalog_flush(fixture->catalog, NULL));
        for (const DaichoKey *before = daicho_key_get_before(fixture->key); before != NULL;
             before = daicho_key_get_before(before)) {
            fixture_carried_expect_none_of(fixture, before);
        }
    }
}

/* --- pages that were split --- */

enum { MANY = 30000 };

/* Bytes that no key made, the same in each run. */
static void make_bytes(guint number, guint8 bytes[DAICHO_DIGEST_BYTES])
{
    daicho_digest(&number, sizeof number, bytes);
}

static void put_many(const FixtureCatalog *fixture, GHashTable *prints)
{
    g_autoptr(DaichoTransaction) transaction = daicho_transaction_begin(fixture->catalog, NULL);
    for (guint i = 0; i < MANY; i++) {
        guint8 bytes[DAICHO_DIGEST_BYTES];
        g_autofree char *rule = g_strnfill(i % 37, 'x');
        make_bytes(i, bytes);
        assert_true(sql_run(
            fixture->catalog, NULL, "INSERT INTO dismissed_findings VALUES (?, ?, ?, '', 0, 1)",
            "bbt", bytes, (gsize)DAICHO_FINGERPRINT_BYTES, bytes + DAICHO_FINGERPRINT_BYTES,
            (gsize)DAICHO_FINGERPRINT_BYTES, rule));
        g_hash_table_add(prints, g_memdup2(bytes, DAICHO_FINGERPRINT_BYTES));
        make_bytes(i / 2, bytes);
        if (i % 5 == 4) {
            assert_true(sql_run(fixture->catalog, NULL,
                                "DELETE FROM dismissed_findings WHERE place = ?", "b", bytes,
                                (gsize)DAICHO_FINGERPRINT_BYTES));
        }
    }
    assert_true(daicho_transaction_commit(transaction, NULL));
}

static guint hash_print(gconstpointer print)
{
    guint hash = 0;
    memcpy(&hash, print, sizeof hash);
    return hash;
}

static gboolean equal_prints(gconstpointer one, gconstpointer other)
{
    return memcmp(one, other, DAICHO_FINGERPRINT_BYTES) == 0;
}

static guint count_left(const FixtureCatalog *fixture, GHashTable *prints)
{
    g_autofree char *data = NULL;
    gsize length = 0;
    guint left = 0;
    assert_true(daicho_catalog_flush(fixture->catalog, NULL));
    assert_true(g_file_get_contents(fixture->path, &data, &length, NULL));
    for (gsize i = 0; i + DAICHO_FINGERPRINT_BYTES <= length; i++) {
        left += g_hash_table_contains(prints, data + i) ? 1 : 0;
    }
    return left;
}

static void what_was_moved_when_pages_were_split_goes_too(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(GHashTable) prints = g_hash_table_new_full(hash_print, equal_prints, g_free, NULL);
    assert_true(sql_execute(fixture->catalog, "PRAGMA foreign_keys = OFF", NULL));
    put_many(fixture, prints);
    assert_true(count_left(fixture, prints) > MANY / 2);
    rotate(fixture);
    assert_int_equal(count_left(fixture, prints), 0);
}

/* Columns of bytes, or of words that may hold a fingerprint, that stay as they are. */
static const struct {
    const char *table, *column, *why;
} staying[] = {
    {"shares", "root", "a path"},
    {"items", "path", "a path"},
    {"plans", "signature", "signed again"},
    {"audit_head", "signature", "signed by the row of the rotation"},
    {"certificates", "signature", "verified with the key of then"},
};

static gboolean is_staying(const char *table, const char *column)
{
    gboolean found = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(staying); i++) {
        found = found ||
                (strcmp(staying[i].table, table) == 0 && strcmp(staying[i].column, column) == 0);
    }
    return found;
}

/* A column that the schema gets is one or the other: who adds it decides. */
static void of_every_column_of_bytes_it_is_said_whether_it_hangs_on_the_key(void **state)
{
    const FixtureCatalog *fixture = *state;
    guint columns = 0;
    g_autoptr(SqlQuery) query = sql_query(
        fixture->catalog, NULL,
        "SELECT s.name, c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c"
        " WHERE s.type = 'table' AND c.type = 'BLOB'",
        "");
    for (; sql_query_next(query, NULL); columns++) {
        const char *table = sql_get_text(query, 0);
        const char *column = sql_get_text(query, 1);
        if ((fixture_carried_find(table, column) != NULL) == is_staying(table, column)) {
            fail_msg("%s.%s: does it hang on the key? (catalog/carried.c)", table, column);
        }
    }
    assert_true(columns > 20);
}

static void the_index_of_fingerprints_is_as_it_was(void **state)
{
    FixtureCatalog *fixture = *state;
    gint64 before = 0;
    gint64 after = 0;
    const char *sql = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'index'";
    assert_true(sql_get_single(fixture->catalog, 0, &before, NULL, sql, ""));
    rotate(fixture);
    assert_true(sql_get_single(fixture->catalog, 0, &after, NULL, sql, ""));
    assert_int_equal(before, after);
    assert_true(daicho_catalog_check_whole(fixture->catalog, NULL));
}

/* --- the chain and what is signed --- */

static void the_chain_holds_over_a_rotation_and_names_both_keys(void **state)
{
    FixtureCatalog *fixture = *state;
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    gint64 rows = 0;
    gint64 named = 0;
    g_autofree char *broken = NULL;
    assert_true(daicho_catalog_append_audit(fixture->catalog, &keeper, "test", "test", "", NULL));
    g_autofree char *head = daicho_catalog_dup_audit_head(fixture->catalog, NULL);
    daicho_key_get_public(fixture->key, public_key);
    g_autofree char *before = daicho_hex_encode(public_key, sizeof public_key);
    rotate(fixture);
    daicho_key_get_public(fixture->key, public_key);
    g_autofree char *after = daicho_hex_encode(public_key, sizeof public_key);
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &rows, &broken, NULL));
    assert_null(broken);
    assert_int_equal(rows, 2);
    assert_true(sql_get_single(fixture->catalog, 0, &named, NULL,
                               "SELECT COUNT(*) FROM audit WHERE act = 'key-rotate'"
                               " AND instr(detail, ?) AND instr(detail, ?)",
                               "tt", before, after));
    assert_int_equal(named, 1);
    assert_true(
        daicho_catalog_check_audit_head(fixture->catalog, head, strlen(head), &broken, NULL));
    assert_null(broken);
}

/* Who has the key before and may write to the catalog does not end the chain by it. */
static void a_head_signed_with_the_key_before_does_not_hold(void **state)
{
    FixtureCatalog *fixture = *state;
    gint64 rows = 0;
    g_autofree char *broken = NULL;
    assert_true(daicho_catalog_append_audit(fixture->catalog, &keeper, "test", "test", "", NULL));
    rotate(fixture);
    fixture->catalog->key = daicho_key_get_before(fixture->key);
    assert_true(daicho_catalog_append_audit(fixture->catalog, &keeper, "test", "test", "", NULL));
    fixture->catalog->key = fixture->key;
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &rows, &broken, NULL));
    assert_non_null(broken);
}

static gint64 put_approved(const FixtureCatalog *fixture, gboolean is_signed)
{
    g_autoptr(DaichoPlanRow) row = daicho_plan_row_new();
    sql_take_text(&row->text, g_strdup("{}"));
    sql_take_text(&row->state, g_strdup("approved"));
    sql_take_text(&row->approved_by, g_strdup("officer"));
    assert_true(daicho_catalog_put_plan(fixture->catalog, row, NULL));
    g_autofree char *statement = daicho_plan_row_dup_statement(row);
    if (is_signed) {
        daicho_key_sign(fixture->key, statement, strlen(statement), row->signature);
    }
    assert_true(daicho_catalog_put_plan(fixture->catalog, row, NULL));
    return row->number;
}

static gboolean is_approved(const FixtureCatalog *fixture, gint64 number)
{
    guint8 public_key[DAICHO_PUBLIC_KEY_BYTES];
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(fixture->catalog, number, NULL);
    assert_non_null(row);
    assert_string_equal(row->text, "{}");
    g_autofree char *statement = daicho_plan_row_dup_statement(row);
    daicho_key_get_public(fixture->key, public_key);
    return daicho_key_verify(public_key, statement, strlen(statement), row->signature);
}

static void an_approval_holds_under_the_new_key_where_it_held_before(void **state)
{
    FixtureCatalog *fixture = *state;
    gint64 approved = put_approved(fixture, TRUE);
    gint64 forged = put_approved(fixture, FALSE);
    rotate(fixture);
    assert_true(is_approved(fixture, approved));
    assert_false(is_approved(fixture, forged));
}

/* --- which key --- */

static gint64 count_with(const FixtureCatalog *fixture, const char *value)
{
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    gint64 findings = -1;
    daicho_key_fingerprint(daicho_catalog_get_key(fixture->catalog), "email", value, fingerprint);
    assert_true(sql_get_single(fixture->catalog, 0, &findings, NULL,
                               "SELECT COUNT(*) FROM findings WHERE fingerprint = ?", "b",
                               fingerprint, sizeof fingerprint));
    return findings;
}

static void a_catalog_of_before_opens_with_the_new_file_as_it_was(void **state)
{
    FixtureCatalog *fixture = *state;
    gint64 rows = 0;
    g_autoptr(GError) error = NULL;
    g_autofree char *backup = g_build_filename(fixture->folder, "backup.db", NULL);
    DaichoScanRow scan = fixture_catalog_begin(fixture, "rules", FALSE);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a", "", "a@x.y"),
                        NULL);
    assert_true(daicho_catalog_backup(fixture->catalog, backup, &rows, NULL));
    rotate(fixture);
    assert_int_equal(count_with(fixture, "a@x.y"), 1);
    daicho_catalog_close(fixture->catalog);
    fixture->catalog = daicho_catalog_open(backup, DAICHO_CATALOG_WRITE, fixture->key, &error);
    assert_non_null(fixture->catalog);
    assert_ptr_equal(daicho_catalog_get_key(fixture->catalog), daicho_key_get_before(fixture->key));
    assert_int_equal(count_with(fixture, "a@x.y"), 1);
}

static void the_key_before_alone_does_not_open_the_catalog(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(GError) error = NULL;
    g_autofree char *key_path = dup_key_path(fixture);
    g_autofree char *copy = g_build_filename(fixture->folder, "copy", NULL);
    assert_true(daicho_key_copy(key_path, copy, NULL));
    rotate(fixture);
    g_autoptr(DaichoKey) old = daicho_key_load(copy, NULL);
    g_autoptr(DaichoCatalog)
        catalog = daicho_catalog_open(fixture->path, DAICHO_CATALOG_READ, old, &error);
    assert_null(catalog);
    assert_non_null(strstr(error->message, "another key"));
}

/* A run that was cut off after the key was written. */
static void a_key_that_was_made_and_not_used_is_used_by_the_next_run(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autofree char *key_path = dup_key_path(fixture);
    guint8 made[DAICHO_PUBLIC_KEY_BYTES];
    guint8 used[DAICHO_PUBLIC_KEY_BYTES];
    fixture_carried_fill(fixture);
    g_autoptr(DaichoKey) key = daicho_key_rotate(daicho_fs_system(), key_path, NULL);
    assert_non_null(key);
    daicho_key_get_public(key, made);
    DaichoRotation told = rotate(fixture);
    assert_true(!told.has_new && told.is_replaced);
    daicho_key_get_public(fixture->key, used);
    assert_memory_equal(made, used, sizeof made);
    fixture_carried_expect_all(fixture);
}

/* Two rotations are made up for in one: a backup from before both. */
static void a_catalog_is_carried_over_several_keys_at_once(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autofree char *key_path = dup_key_path(fixture);
    fixture_carried_fill(fixture);
    g_autoptr(DaichoKey) second = daicho_key_rotate(daicho_fs_system(), key_path, NULL);
    g_autoptr(DaichoKey) third = daicho_key_rotate(daicho_fs_system(), key_path, NULL);
    assert_non_null(third);
    rotate(fixture);
    fixture_carried_expect_all(fixture);
    fixture_carried_expect_none_of(fixture, daicho_key_get_first(fixture->key));
}

static gboolean is_something_left(const FixtureCatalog *fixture)
{
    gboolean is_left = FALSE;
    assert_true(daicho_catalog_is_rotation_left(fixture->catalog, fixture->key, &is_left, NULL));
    return is_left;
}

/* A run that was cut off before the file was written anew. */
static void what_was_left_in_free_space_is_tidied_without_another_key(void **state)
{
    FixtureCatalog *fixture = *state;
    rotate(fixture);
    assert_false(is_something_left(fixture));
    assert_true(sql_execute(fixture->catalog, "INSERT INTO meta VALUES ('rotating', 1)", NULL));
    assert_true(is_something_left(fixture));
    DaichoRotation told = rotate(fixture);
    assert_true(told.is_tidied && !told.has_new && !told.is_replaced);
    assert_null(daicho_key_get_before(daicho_key_get_before(fixture->key)));
    assert_false(is_something_left(fixture));
}

/* --- refused --- */

static void expect_refused(FixtureCatalog *fixture, int code, const char *words)
{
    DaichoRotation told;
    g_autoptr(GError) error = NULL;
    g_autofree char *key_path = dup_key_path(fixture);
    assert_false(try_rotate(fixture, &told, &error));
    if (!g_error_matches(error, DAICHO_ERROR, code) || strstr(error->message, words) == NULL) {
        fail_msg("%s", error->message);
    }
    assert_false(told.is_replaced);
    g_autoptr(DaichoKey) key = daicho_key_load(key_path, NULL);
    assert_null(daicho_key_get_before(key));
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
}

static void a_plan_that_was_begun_is_to_be_finished_first(void **state)
{
    FixtureCatalog *fixture = *state;
    gint64 plan = put_approved(fixture, TRUE);
    g_autoptr(DaichoJournalRow) row = daicho_journal_row_new();
    row->plan = plan;
    row->target = 1;
    sql_take_text(&row->step, g_strdup("staged"));
    assert_true(daicho_catalog_put_journal(fixture->catalog, row, NULL));
    expect_refused(fixture, DAICHO_ERROR_USAGE, "daicho plan apply 1 --execute");
    sql_take_text(&row->step, g_strdup("done"));
    assert_true(daicho_catalog_put_journal(fixture->catalog, row, NULL));
    assert_true(sql_execute(fixture->catalog, "UPDATE plans SET state = 'applying'", NULL));
    expect_refused(fixture, DAICHO_ERROR_USAGE, "daicho plan apply 1 --execute");
    assert_true(sql_execute(fixture->catalog, "UPDATE plans SET state = 'applied'", NULL));
    rotate(fixture);
}

static void a_catalog_that_somebody_has_open_is_left_alone(void **state)
{
    FixtureCatalog *fixture = *state;
    g_autoptr(DaichoCatalog)
        other = daicho_catalog_open(fixture->path, DAICHO_CATALOG_READ, fixture->key, NULL);
    assert_non_null(other);
    expect_refused(fixture, DAICHO_ERROR_RUN, "has the catalog");
}

/* The key is made by then, and the catalog stays under the one before. */
static void what_cannot_be_opened_leaves_all_as_it_was(void **state)
{
    FixtureCatalog *fixture = *state;
    DaichoRotation told;
    g_autoptr(GError) error = NULL;
    fixture_carried_fill(fixture);
    assert_true(
        sql_execute(fixture->catalog, "UPDATE vault SET key = x'00' WHERE number = 1", NULL));
    assert_false(try_rotate(fixture, &told, &error));
    assert_non_null(strstr(error->message, "vault cannot be carried to the new key"));
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
    assert_true(fixture_carried_has(fixture, fixture_carried_find("tombstones", "fingerprint"), 1));
}

/* --- how files were read --- */

static GPtrArray *list_digests(const DaichoKey *key, gpointer data)
{
    GPtrArray *digests = g_ptr_array_new_with_free_func(g_free);
    guint8 fingerprint[DAICHO_FINGERPRINT_BYTES];
    daicho_key_fingerprint(key, "password", data, fingerprint);
    g_ptr_array_add(digests, daicho_hex_encode(fingerprint, sizeof fingerprint));
    return digests;
}

static void what_was_read_with_a_password_is_not_read_again(void **state)
{
    FixtureCatalog *fixture = *state;
    DaichoRotation told;
    gint64 items = 0;
    char password[] = "open sesame";
    g_autofree char *key_path = dup_key_path(fixture);
    g_autoptr(GPtrArray) before = list_digests(fixture->key, password);
    DaichoScanRow scan = fixture_catalog_begin(fixture, g_ptr_array_index(before, 0), FALSE);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a", "", "a@x.y"),
                        NULL);
    close_catalog(fixture);
    assert_true(daicho_catalog_rotate(daicho_fs_system(), fixture->path, key_path, &keeper,
                                      list_digests, password, &told, NULL));
    daicho_key_free(fixture->key);
    fixture->key = daicho_key_load(key_path, NULL);
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_WRITE);
    g_autoptr(GPtrArray) after = list_digests(fixture->key, password);
    assert_true(sql_get_single(fixture->catalog, 0, &items, NULL,
                               "SELECT COUNT(*) FROM items, scans WHERE items.rules_digest = ?1"
                               " AND scans.rules_digest = ?1",
                               "t", g_ptr_array_index(after, 0)));
    assert_int_equal(items, 1);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_is_known_under_the_new_key_and_nothing_stays_of_the_one_before),
        TEST(what_was_moved_when_pages_were_split_goes_too),
        TEST(of_every_column_of_bytes_it_is_said_whether_it_hangs_on_the_key),
        TEST(the_index_of_fingerprints_is_as_it_was),
        TEST(the_chain_holds_over_a_rotation_and_names_both_keys),
        TEST(a_head_signed_with_the_key_before_does_not_hold),
        TEST(an_approval_holds_under_the_new_key_where_it_held_before),
        TEST(a_catalog_of_before_opens_with_the_new_file_as_it_was),
        TEST(the_key_before_alone_does_not_open_the_catalog),
        TEST(a_key_that_was_made_and_not_used_is_used_by_the_next_run),
        TEST(a_catalog_is_carried_over_several_keys_at_once),
        TEST(what_was_left_in_free_space_is_tidied_without_another_key),
        TEST(a_plan_that_was_begun_is_to_be_finished_first),
        TEST(a_catalog_that_somebody_has_open_is_left_alone),
        TEST(what_cannot_be_opened_leaves_all_as_it_was),
        TEST(what_was_read_with_a_password_is_not_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

static void set(char **target, const char *text)
{
    g_free(*target);
    *target = g_strdup(text);
}

static const char text[] = "{\"path\":\"履歴書/架空花子.docx\"}";

static DaichoPlanRow *make_plan(gint64 request)
{
    DaichoPlanRow *row = daicho_plan_row_new();
    row->request = request;
    set(&row->text, text);
    set(&row->hash, "00ff");
    set(&row->made_by, "handler");
    row->made_s = 1000;
    memset(row->signature, 7, sizeof row->signature);
    return row;
}

static gint64 put_plan(const FixtureCatalog *fixture, gint64 request)
{
    g_autoptr(DaichoPlanRow) row = make_plan(request);
    g_autoptr(GError) error = NULL;
    if (!daicho_catalog_put_plan(fixture->catalog, row, &error)) {
        fail_msg("%s", error->message);
    }
    return row->number;
}

static gboolean note_plan(const DaichoPlanRow *row, gpointer data, GError **error)
{
    (void)error;
    assert_string_equal(row->text, "");
    assert_string_equal(row->hash, "00ff");
    assert_string_equal(row->state, "planned");
    assert_int_equal(row->signature[63], 7);
    g_string_append_printf(data, "%d ", (int)row->number);
    return TRUE;
}

static void a_plan_comes_back_as_it_was_put(void **state)
{
    const FixtureCatalog *fixture = *state;
    assert_int_equal(put_plan(fixture, 5), 1);
    assert_int_equal(put_plan(fixture, 0), 2);
    assert_int_equal(put_plan(fixture, 5), 3);
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(fixture->catalog, 1, NULL);
    assert_string_equal(row->text, text);
    assert_string_equal(row->hash, "00ff");
    assert_string_equal(row->state, "planned");
    assert_string_equal(row->approved_by, "");
    assert_int_equal(row->signature[63], 7);
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_true(daicho_catalog_each_plan(fixture->catalog, 0, note_plan, seen, NULL));
    g_string_append_c(seen, '|');
    assert_true(daicho_catalog_each_plan(fixture->catalog, 5, note_plan, seen, NULL));
    assert_string_equal(seen->str, "1 2 3 |1 3 ");
    g_autoptr(GError) error = NULL;
    assert_null(daicho_catalog_get_plan(fixture->catalog, 9, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
}

typedef struct {
    DaichoCatalog *catalog;
    GString *seen;
} Nested;

static gboolean note_all_again(const DaichoPlanRow *row, gpointer data, GError **error)
{
    const Nested *nested = data;
    g_string_append_printf(nested->seen, "%d: ", (int)row->number);
    return daicho_catalog_each_plan(nested->catalog, row->number == 2 ? 5 : 0, note_plan,
                                    nested->seen, error);
}

/* Statements are kept for the next query: an open one is not shared, nor what was asked before. */
static void the_same_may_be_asked_while_it_is_answered(void **state)
{
    const FixtureCatalog *fixture = *state;
    put_plan(fixture, 5);
    put_plan(fixture, 0);
    g_autoptr(GString) seen = g_string_new(NULL);
    Nested nested = {fixture->catalog, seen};
    for (guint i = 0; i < 2; i++) {
        assert_true(daicho_catalog_each_plan(fixture->catalog, 0, note_all_again, &nested, NULL));
    }
    assert_string_equal(seen->str, "1: 1 2 2: 1 1: 1 2 2: 1 ");
}

/* What was approved is what was made: only its state moves. */
static void an_update_moves_the_state_and_never_the_text(void **state)
{
    const FixtureCatalog *fixture = *state;
    put_plan(fixture, 0);
    g_autoptr(DaichoPlanRow) row = daicho_catalog_get_plan(fixture->catalog, 1, NULL);
    set(&row->state, "approved");
    set(&row->approved_by, "admin");
    set(&row->text, "{}");
    set(&row->hash, "11");
    row->approved_s = 2000;
    assert_true(daicho_catalog_put_plan(fixture->catalog, row, NULL));
    g_autoptr(DaichoPlanRow) read = daicho_catalog_get_plan(fixture->catalog, 1, NULL);
    assert_string_equal(read->state, "approved");
    assert_string_equal(read->approved_by, "admin");
    assert_int_equal(read->approved_s, 2000);
    assert_string_equal(read->text, text);
    assert_string_equal(read->hash, "00ff");
}

static void two_connections_never_make_the_same_number(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoCatalog)
        other = daicho_catalog_open(fixture->path, DAICHO_CATALOG_WRITE, fixture->key, NULL);
    for (gint64 i = 0; i < 3; i++) {
        g_autoptr(DaichoPlanRow) row = make_plan(0);
        assert_int_equal(put_plan(fixture, 0), 2 * i + 1);
        assert_true(daicho_catalog_put_plan(other, row, NULL));
        assert_int_equal(row->number, 2 * i + 2);
    }
    /* While one writes, the other cannot even ask for a number. */
    g_autoptr(DaichoTransaction) writing = daicho_transaction_begin(fixture->catalog, NULL);
    assert_non_null(writing);
    sqlite3_busy_timeout(other->db, 0);
    g_autoptr(DaichoPlanRow) late = make_plan(0);
    assert_false(daicho_catalog_put_plan(other, late, NULL));
    assert_int_equal(late->number, 0);
}

/* C1 */
static void the_text_of_a_plan_is_sealed(void **state)
{
    FixtureCatalog *fixture = *state;
    put_plan(fixture, 0);
    fixture_catalog_expect_absent(fixture, "架空花子");
    fixture_catalog_expect_absent(fixture, "履歴書");
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_READ);
    fixture_catalog_expect_absent(fixture, "架空花子");
    assert_true(fixture_catalog_has_bytes(fixture, "handler", 7));
}

static void put_step(const FixtureCatalog *fixture, gint64 target, const char *step)
{
    g_autoptr(DaichoJournalRow) row = daicho_journal_row_new();
    row->plan = 1;
    row->target = target;
    row->at_s = 1000;
    set(&row->step, step);
    assert_true(daicho_catalog_put_journal(fixture->catalog, row, NULL));
}

static void the_journal_moves_each_target_from_step_to_step(void **state)
{
    const FixtureCatalog *fixture = *state;
    put_plan(fixture, 0);
    g_autoptr(GError) error = NULL;
    assert_null(daicho_catalog_get_journal(fixture->catalog, 1, 1, &error));
    assert_null(error);
    put_step(fixture, 1, "intent");
    put_step(fixture, 2, "intent");
    put_step(fixture, 1, "staged");
    g_autoptr(DaichoJournalRow) one = daicho_catalog_get_journal(fixture->catalog, 1, 1, NULL);
    g_autoptr(DaichoJournalRow) two = daicho_catalog_get_journal(fixture->catalog, 1, 2, NULL);
    assert_string_equal(one->step, "staged");
    assert_string_equal(two->step, "intent");
    assert_int_equal(two->plan, 1);
    assert_int_equal(two->target, 2);
}

/* C3: another connection sees it at once, so it is committed. */
static void a_step_is_committed_when_the_function_returns(void **state)
{
    const FixtureCatalog *fixture = *state;
    put_plan(fixture, 0);
    g_autoptr(DaichoCatalog)
        other = daicho_catalog_open(fixture->path, DAICHO_CATALOG_READ, fixture->key, NULL);
    put_step(fixture, 1, "intent");
    g_autoptr(DaichoJournalRow) seen = daicho_catalog_get_journal(other, 1, 1, NULL);
    assert_string_equal(seen->step, "intent");
}

static void a_journal_needs_its_plan(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoJournalRow) row = daicho_journal_row_new();
    row->plan = 99;
    row->target = 1;
    assert_false(daicho_catalog_put_journal(fixture->catalog, row, NULL));
}

static const char vault_key[] = "0123456789abcdef0123456789ABCDEF";

static DaichoVaultRow *make_vault(void)
{
    DaichoVaultRow *row = daicho_vault_row_new();
    row->plan = 1;
    row->target = 2;
    set(&row->share, "t");
    set(&row->path, "a/\xff.txt");
    set(&row->what, "file");
    set(&row->blob, "0001.blob");
    set(&row->detail, "{}");
    set(&row->state, "stored");
    row->key = g_bytes_new(vault_key, 32);
    return row;
}

static gboolean note_vault(const DaichoVaultRow *row, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%d %s %d ", (int)row->number, row->state, row->key != NULL);
    return TRUE;
}

static void a_vault_key_is_sealed_and_its_destruction_final(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoVaultRow) row = make_vault();
    assert_true(daicho_catalog_put_vault(fixture->catalog, row, NULL));
    fixture_catalog_expect_absent(fixture, vault_key);
    g_autoptr(DaichoVaultRow) read = daicho_catalog_get_vault(fixture->catalog, 1, NULL);
    assert_string_equal(read->path, "a/\xff.txt");
    assert_memory_equal(g_bytes_get_data(read->key, NULL), vault_key, 32);
    g_autoptr(SqlQuery) query = sql_query(fixture->catalog, NULL, "SELECT key FROM vault", "");
    gsize length = 0;
    assert_true(sql_query_next(query, NULL));
    const void *bytes = sql_get_bytes(query, 0, &length);
    g_autoptr(GBytes) sealed = g_bytes_new(bytes, length);
    g_clear_pointer(&query, sql_query_free);
    assert_true(fixture_catalog_has_bytes(fixture, g_bytes_get_data(sealed, NULL), length));
    g_clear_pointer(&read->key, g_bytes_unref);
    set(&read->state, "purged");
    assert_true(daicho_catalog_put_vault(fixture->catalog, read, NULL));
    assert_true(daicho_catalog_flush(fixture->catalog, NULL));
    assert_false(fixture_catalog_has_bytes(fixture, g_bytes_get_data(sealed, NULL), length));
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_true(daicho_catalog_each_vault(fixture->catalog, note_vault, seen, NULL));
    assert_string_equal(seen->str, "1 purged 0 ");
    assert_null(daicho_catalog_get_vault(fixture->catalog, 2, NULL));
}

static gboolean note_hold(const DaichoHoldRow *row, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%d %s %s %s %u %d|", (int)row->number, row->reason, row->share,
                           row->path_glob, row->fingerprints->len, (int)row->released_s);
    for (guint i = 0; i < row->fingerprints->len; i++) {
        gsize size = 0;
        const guint8 *bytes = g_bytes_get_data(g_ptr_array_index(row->fingerprints, i), &size);
        assert_int_equal(size, DAICHO_FINGERPRINT_BYTES);
        assert_int_equal(bytes[15], i + 1);
    }
    return TRUE;
}

static void a_hold_stands_until_it_is_released(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(DaichoHoldRow) folder = daicho_hold_row_new();
    g_autoptr(DaichoHoldRow) person = daicho_hold_row_new();
    set(&folder->reason, "lawsuit");
    set(&folder->share, "t");
    set(&folder->path_glob, "x/*");
    set(&person->reason, "audit");
    for (guint8 i = 1; i <= 2; i++) {
        guint8 bytes[DAICHO_FINGERPRINT_BYTES];
        memset(bytes, i, sizeof bytes);
        g_ptr_array_add(person->fingerprints, g_bytes_new(bytes, sizeof bytes));
    }
    assert_true(daicho_catalog_put_hold(fixture->catalog, folder, NULL));
    assert_true(daicho_catalog_put_hold(fixture->catalog, person, NULL));
    folder->released_s = 3000;
    assert_true(daicho_catalog_put_hold(fixture->catalog, folder, NULL));
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_true(daicho_catalog_each_hold(fixture->catalog, note_hold, seen, NULL));
    assert_string_equal(seen->str, "1 lawsuit t x/* 0 3000|2 audit   2 0|");
}

static gboolean note_tombstone(gint64 request, const char *kind, const guint8 *fingerprint,
                               gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%d %s %d ", (int)request, kind, fingerprint[0]);
    return TRUE;
}

static void a_tombstone_is_set_once(void **state)
{
    const FixtureCatalog *fixture = *state;
    guint8 one[DAICHO_FINGERPRINT_BYTES] = {1};
    guint8 two[DAICHO_FINGERPRINT_BYTES] = {2};
    assert_true(daicho_catalog_put_tombstone(fixture->catalog, 1, "email", one, 10, NULL));
    assert_true(daicho_catalog_put_tombstone(fixture->catalog, 2, "email", one, 20, NULL));
    assert_true(daicho_catalog_put_tombstone(fixture->catalog, 2, "phone", one, 20, NULL));
    assert_true(daicho_catalog_put_tombstone(fixture->catalog, 3, "email", two, 20, NULL));
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_true(daicho_catalog_each_tombstone(fixture->catalog, note_tombstone, seen, NULL));
    assert_string_equal(seen->str, "1 email 1 2 phone 1 3 email 2 ");
}

static void a_certificate_comes_back_with_its_signature(void **state)
{
    const FixtureCatalog *fixture = *state;
    guint8 signature[DAICHO_SIGNATURE_BYTES] = {9};
    guint8 read[DAICHO_SIGNATURE_BYTES] = {0};
    gint64 number = 0;
    assert_true(daicho_catalog_find_certificate(fixture->catalog, 4, &number, NULL));
    assert_int_equal(number, 0);
    for (gint64 i = 1; i <= 2; i++) {
        assert_true(daicho_catalog_put_certificate(fixture->catalog, 4, "{\"plan\":4}", signature,
                                                   100, &number, NULL));
        assert_int_equal(number, i);
    }
    assert_true(daicho_catalog_find_certificate(fixture->catalog, 4, &number, NULL));
    assert_int_equal(number, 2);
    g_autofree char *certificate = daicho_catalog_dup_certificate(fixture->catalog, 2, read, NULL);
    assert_string_equal(certificate, "{\"plan\":4}");
    assert_memory_equal(read, signature, sizeof read);
    g_autoptr(GError) error = NULL;
    assert_null(daicho_catalog_dup_certificate(fixture->catalog, 3, read, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_USAGE));
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_plan_comes_back_as_it_was_put),
        TEST(the_same_may_be_asked_while_it_is_answered),
        TEST(an_update_moves_the_state_and_never_the_text),
        TEST(two_connections_never_make_the_same_number),
        TEST(the_text_of_a_plan_is_sealed),
        TEST(the_journal_moves_each_target_from_step_to_step),
        TEST(a_step_is_committed_when_the_function_returns),
        TEST(a_journal_needs_its_plan),
        TEST(a_vault_key_is_sealed_and_its_destruction_final),
        TEST(a_hold_stands_until_it_is_released),
        TEST(a_tombstone_is_set_once),
        TEST(a_certificate_comes_back_with_its_signature),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

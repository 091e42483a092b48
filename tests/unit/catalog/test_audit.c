#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

static void append(const FixtureCatalog *fixture, guint count)
{
    for (guint i = 0; i < count; i++) {
        const DaichoActor actor = {
            .user = "handler", .as_user = i % 2 == 0 ? NULL : "admin", .now_s = 1000 + i};
        assert_true(daicho_catalog_append_audit(fixture->catalog, &actor, "request-new",
                                                "request 1", "kind erasure", NULL));
    }
}

/* What verification says of the chain; "holds" when nothing is broken. */
static char *verify(const FixtureCatalog *fixture)
{
    gint64 rows = -1;
    char *broken = NULL;
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &rows, &broken, NULL));
    return broken != NULL ? broken : g_strdup("holds");
}

static void expect(const FixtureCatalog *fixture, const char *words)
{
    g_autofree char *said = verify(fixture);
    assert_string_equal(said, words);
}

/* Five rows, a tampering, and what is said of it. */
static void expect_after(void **state, const char *tampering, const char *words)
{
    const FixtureCatalog *fixture = *state;
    append(fixture, 5);
    expect(fixture, "holds");
    assert_true(sql_execute(fixture->catalog, tampering, NULL));
    expect(fixture, words);
}

static gboolean note_row(const DaichoAuditRow *row, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%d %d %s %s %s\n", (int)row->sequence, (int)row->at_s, row->user,
                           row->as_user, row->act);
    return TRUE;
}

static void rows_come_in_order_and_the_chain_holds(void **state)
{
    FixtureCatalog *fixture = *state;
    expect(fixture, "holds");
    append(fixture, 2);
    g_autoptr(GString) seen = g_string_new(NULL);
    assert_true(daicho_catalog_each_audit(fixture->catalog, note_row, seen, NULL));
    assert_string_equal(seen->str, "1 1000 handler  request-new\n"
                                   "2 1001 handler admin request-new\n");
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_READ);
    expect(fixture, "holds");
    gint64 rows = 0;
    char *broken = NULL;
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &rows, &broken, NULL));
    assert_int_equal(rows, 2);
    assert_null(broken);
}

/* A1 */
static void a_changed_row_is_named(void **state)
{
    expect_after(state, "UPDATE audit SET user = 'nobody' WHERE sequence = 3", "row 3 was changed");
}

static void a_change_of_the_last_row_is_named(void **state)
{
    expect_after(state, "UPDATE audit SET detail = '' WHERE sequence = 5", "row 5 was changed");
}

/* The boundary between two fields is part of what is hashed. */
static void text_moved_between_fields_is_a_change(void **state)
{
    expect_after(state,
                 "UPDATE audit SET user = user || substr(act, 1, 1), act = substr(act, 2)"
                 " WHERE sequence = 2",
                 "row 2 was changed");
}

/* A1 */
static void a_missing_row_is_named(void **state)
{
    expect_after(state, "DELETE FROM audit WHERE sequence = 2", "row 2 is missing");
}

static void a_missing_first_row_is_named(void **state)
{
    expect_after(state, "DELETE FROM audit WHERE sequence = 1", "row 1 is missing");
}

/* A1 */
static void a_gap_that_was_closed_is_a_change(void **state)
{
    expect_after(state,
                 "DELETE FROM audit WHERE sequence = 2;"
                 "UPDATE audit SET sequence = sequence - 1 WHERE sequence > 2",
                 "row 2 was changed");
}

/* A2 */
static void a_tail_that_was_cut_off_is_told(void **state)
{
    expect_after(state, "DELETE FROM audit WHERE sequence > 3",
                 "rows after 3 were cut off: the head is at 5");
}

/* A2 */
static void cutting_all_is_told(void **state)
{
    expect_after(state, "DELETE FROM audit", "rows after 0 were cut off: the head is at 5");
}

/* A1 */
static void swapped_rows_are_a_change(void **state)
{
    expect_after(state,
                 "UPDATE audit SET sequence = -2 WHERE sequence = 2;"
                 "UPDATE audit SET sequence = 2 WHERE sequence = 3;"
                 "UPDATE audit SET sequence = 3 WHERE sequence = -2",
                 "row 2 was changed");
}

static void a_missing_head_is_told(void **state)
{
    expect_after(state, "DELETE FROM audit_head", "the signed head is missing");
}

/* A2 */
static void a_head_that_was_moved_back_is_told(void **state)
{
    expect_after(state,
                 "DELETE FROM audit WHERE sequence > 3;"
                 "UPDATE audit_head SET sequence = 3, hash ="
                 " (SELECT hash FROM audit WHERE sequence = 3)",
                 "the signature of the head does not hold");
}

/* A forger with a key of his own writes a whole chain that fits together. */
static void a_chain_signed_with_another_key_does_not_hold(void **state)
{
    FixtureCatalog *fixture = *state;
    append(fixture, 3);
    g_autofree char *path = g_build_filename(fixture->folder, "other", NULL);
    g_autoptr(DaichoKey) other = daicho_key_create(path, NULL);
    assert_true(sql_execute(fixture->catalog, "DELETE FROM audit; DELETE FROM audit_head", NULL));
    fixture->catalog->key = other;
    append(fixture, 3);
    expect(fixture, "holds");
    fixture->catalog->key = fixture->key;
    expect(fixture, "the signature of the head does not hold");
}

/* Rows whose hashes fit, put behind the head that was signed. */
static void rows_added_behind_the_head_are_told(void **state)
{
    const FixtureCatalog *fixture = *state;
    append(fixture, 2);
    assert_true(
        sql_execute(fixture->catalog, "CREATE TABLE kept AS SELECT * FROM audit_head", NULL));
    append(fixture, 1);
    assert_true(sql_execute(fixture->catalog,
                            "DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept",
                            NULL));
    expect(fixture, "row 3 was added without a signature");
}

/* C2 */
static void a_row_falls_with_its_act(void **state)
{
    const FixtureCatalog *fixture = *state;
    append(fixture, 1);
    DaichoTransaction *lost = daicho_transaction_begin(fixture->catalog, NULL);
    append(fixture, 2);
    daicho_transaction_free(lost);
    gint64 rows = 0;
    char *broken = NULL;
    assert_true(daicho_catalog_verify_audit(fixture->catalog, &rows, &broken, NULL));
    assert_null(broken);
    assert_int_equal(rows, 1);
    append(fixture, 1);
    expect(fixture, "holds");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_come_in_order_and_the_chain_holds),
        TEST(a_changed_row_is_named),
        TEST(a_change_of_the_last_row_is_named),
        TEST(text_moved_between_fields_is_a_change),
        TEST(a_missing_row_is_named),
        TEST(a_missing_first_row_is_named),
        TEST(a_gap_that_was_closed_is_a_change),
        TEST(a_tail_that_was_cut_off_is_told),
        TEST(cutting_all_is_told),
        TEST(swapped_rows_are_a_change),
        TEST(a_missing_head_is_told),
        TEST(a_head_that_was_moved_back_is_told),
        TEST(a_chain_signed_with_another_key_does_not_hold),
        TEST(rows_added_behind_the_head_are_told),
        TEST(a_row_falls_with_its_act),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

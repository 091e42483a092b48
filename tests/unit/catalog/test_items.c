#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "catalog/sql.h"
#include "tests/unit/catalog/fixture_catalog.h"

static const char rules_one[] = "1111";

static void expect_items(const FixtureCatalog *fixture, const char *lines)
{
    g_autofree char *items = fixture_catalog_list_items(fixture);
    assert_string_equal(items, lines);
}

static gboolean keep_item(const DaichoItem *item, gpointer data, GError **error)
{
    (void)error;
    g_string_append_printf(data, "%s|%s|%s|%s|%s|%s|%s|%o|%u|%u|%s|%s|", item->share, item->path,
                           item->part, item->type, item->charset,
                           daicho_item_state_name(item->state), item->reason, item->mode, item->uid,
                           item->gid, item->acl, item->digest);
    g_string_append_printf(data, "%" G_GUINT64_FORMAT "|%" G_GUINT64_FORMAT "|%" G_GINT64_FORMAT,
                           item->identity.device, item->identity.inode, item->identity.mtime_ns);
    g_string_append_printf(data, "|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT, item->size_bytes,
                           item->records);
    return TRUE;
}

static void an_item_comes_back_as_it_was_put(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    DaichoItem *item = fixture_catalog_item(fixture, "a/\xff\xfe名.txt", "", NULL);
    char **const texts[] = {&item->charset, &item->reason, &item->acl, &item->digest};
    static const char *const values[] = {"CP932", "too deep", "user::rw-", "abcd"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(*texts[i]);
        *texts[i] = g_strdup(values[i]);
    }
    item->state = DAICHO_ITEM_PARTLY_READ;
    item->mode = 0640;
    item->uid = 4000000000U;
    item->gid = 100;
    item->identity = (DaichoIdentity){G_MAXUINT64, G_MAXUINT64 - 1, 10, -5, 7};
    item->records = 3;
    fixture_catalog_put(fixture, &scan, NULL, item, NULL);
    g_autoptr(GString) seen = g_string_new(NULL);
    const DaichoItemQuery query = {.path = "a/\xff\xfe名.txt"};
    assert_true(daicho_catalog_each_item(fixture->catalog, &query, keep_item, seen, NULL));
    assert_string_equal(seen->str, "t|a/\xff\xfe名.txt||text/plain|CP932|partly-read|too deep|640|"
                                   "4000000000|100|user::rw-|abcd|18446744073709551615|"
                                   "18446744073709551614|-5|10|3");
}

static void putting_a_file_again_replaces_it_and_its_members(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a.zip", "", NULL),
                        fixture_catalog_item(fixture, "a.zip", "x.txt", "hanako@example.com"),
                        fixture_catalog_item(fixture, "a.zip", "y.txt", NULL), NULL);
    expect_items(fixture, "a.zip! read - 0\na.zip!x.txt read - 1\na.zip!y.txt read - 0\n");
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "a.zip", "", "taro@example.com"), NULL);
    expect_items(fixture, "a.zip! read - 1\n");
    gint64 findings = 0;
    assert_true(
        sql_get_single(fixture->catalog, 0, &findings, NULL, "SELECT COUNT(*) FROM findings", ""));
    assert_int_equal(findings, 1);
}

/* Whether its row goes before or after the new one is tried. */
static void a_file_put_again_keeps_when_it_was_first_seen(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a.zip", "", NULL),
                        fixture_catalog_item(fixture, "a.zip", "x.txt", NULL), NULL);
    assert_true(sql_run(fixture->catalog, NULL, "UPDATE items SET found_s = 5", ""));
    fixture_catalog_put(fixture, &scan, NULL, fixture_catalog_item(fixture, "a.zip", "", NULL),
                        fixture_catalog_item(fixture, "a.zip", "y.txt", "taro@example.com"), NULL);
    expect_items(fixture, "a.zip! read - 0\na.zip!y.txt read - 1\n");
    gint64 kept = 0;
    assert_true(sql_get_single(fixture->catalog, 0, &kept, NULL,
                               "SELECT COUNT(*) FROM items WHERE found_s = 5", ""));
    assert_int_equal(kept, 2);
}

static void a_file_put_in_a_failed_transaction_leaves_nothing(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    DaichoItem *file = fixture_catalog_item(fixture, "a", "", NULL);
    DaichoItem *member = fixture_catalog_item(fixture, "a", "m", NULL);
    g_clear_pointer(&member->type, g_free); /* NULL is refused by the schema */
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    g_ptr_array_add(items, file);
    g_ptr_array_add(items, member);
    g_autoptr(GError) error = NULL;
    assert_false(daicho_catalog_put_file(fixture->catalog, &scan, items, NULL, &error));
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
    expect_items(fixture, "");
}

static DaichoItem *with_digest(const FixtureCatalog *fixture, const char *path, const char *digest,
                               const char *value)
{
    DaichoItem *item = fixture_catalog_item(fixture, path, "", value);
    g_free(item->digest);
    item->digest = g_strdup(digest);
    return item;
}

static gboolean copy(const FixtureCatalog *fixture, const DaichoScanRow *scan, const char *path,
                     const char *digest)
{
    gboolean copied = FALSE;
    g_autoptr(DaichoItem) item = with_digest(fixture, path, digest, NULL);
    assert_true(daicho_catalog_copy_file(fixture->catalog, scan, item, &copied, NULL));
    return copied;
}

static void known_content_is_copied_with_its_members_and_findings(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    DaichoItem *file = with_digest(fixture, "a.zip", "aa", "hanako@example.com");
    fixture_catalog_add_finding(fixture, file, "name", "x", 80);
    DaichoFinding *in_name = g_ptr_array_index(file->findings, 1);
    in_name->in_name = TRUE;
    fixture_catalog_put(fixture, &scan, NULL, file,
                        fixture_catalog_item(fixture, "a.zip", "m", "taro@example.com"), NULL);
    assert_true(copy(fixture, &scan, "b.ZIP", "aa"));
    g_autofree char *findings = fixture_catalog_list_findings(fixture);
    assert_string_equal(findings, "a.zip! test.rule contact\na.zip! test.rule name\n"
                                  "a.zip!m test.rule contact\n"
                                  "b.ZIP! test.rule contact\nb.ZIP!m test.rule contact\n");
}

static void only_content_read_in_full_and_alike_is_copied(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    fixture_catalog_put(fixture, &scan, NULL, with_digest(fixture, "a.csv", "aa", NULL), NULL);
    fixture_catalog_put(fixture, &scan, NULL, with_digest(fixture, "no-digest", "", NULL), NULL);
    DaichoItem *partly = with_digest(fixture, "p", "bb", NULL);
    partly->state = DAICHO_ITEM_PARTLY_READ;
    fixture_catalog_put(fixture, &scan, NULL, partly, NULL);
    DaichoItem *unread = fixture_catalog_item(fixture, "z.zip", "m", NULL);
    unread->state = DAICHO_ITEM_UNREAD;
    fixture_catalog_put(fixture, &scan, NULL, with_digest(fixture, "z.zip", "cc", NULL), unread,
                        NULL);
    assert_true(copy(fixture, &scan, "b.csv", "aa"));
    assert_false(copy(fixture, &scan, "b.txt", "aa"));    /* another reader reads it */
    assert_false(copy(fixture, &scan, "hr/a.csv", "aa")); /* the folder is context */
    assert_false(copy(fixture, &scan, "other", ""));
    assert_false(copy(fixture, &scan, "q", "bb"));
    assert_false(copy(fixture, &scan, "y.zip", "cc"));
    assert_false(copy(fixture, &scan, "a.csv.csv", "dd"));
    DaichoScanRow other = fixture_catalog_begin(fixture, "2222", FALSE);
    assert_false(copy(fixture, &other, "c.csv", "aa"));
    DaichoScanRow full = fixture_catalog_begin(fixture, rules_one, TRUE);
    assert_false(copy(fixture, &full, "c.csv", "aa"));
}

/* Else a place in it would name a part that it does not have. */
static void a_part_called_by_its_file_is_not_copied_to_another_name(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    fixture_catalog_put(fixture, &scan, NULL, with_digest(fixture, "x/d/a.csv.gz", "aa", NULL),
                        fixture_catalog_item(fixture, "x/d/a.csv.gz", "a.csv", "taro@example.com"),
                        NULL);
    assert_false(copy(fixture, &scan, "x/d/b.csv.gz", "aa"));
    assert_true(copy(fixture, &scan, "y/d/a.csv.gz", "aa"));
}

static void a_copied_marker_still_marks(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    fixture_catalog_put(fixture, &scan, "hr", with_digest(fixture, "a/.daicho.yaml", "aa", NULL),
                        NULL);
    assert_false(copy(fixture, &scan, "b/a/x.yaml", "aa"));
    assert_true(copy(fixture, &scan, "b/a/.daicho.yaml", "aa"));
    gint64 marked = 0;
    assert_true(sql_get_single(fixture->catalog, 0, &marked, NULL,
                               "SELECT COUNT(*) FROM items WHERE marker IS NOT NULL", ""));
    assert_int_equal(marked, 2);
}

static void a_file_is_brought_up_to_date_only_when_it_is_known(void **state)
{
    const FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "a", "", "hanako@example.com"), NULL);
    static const char *const paths[] = {"a", "b"};
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GPtrArray)
            items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
        g_ptr_array_add(items, fixture_catalog_item(fixture, paths[i], "", NULL));
        assert_true(daicho_catalog_replace_file(fixture->catalog, items, NULL));
    }
    expect_items(fixture, "a! read - 0\n");
    DaichoScanTotals totals = fixture_catalog_finish(fixture, &scan, NULL);
    assert_int_equal(totals.removed, 0);
}

static void a_forgotten_file_leaves_no_path(void **state)
{
    FixtureCatalog *fixture = *state;
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    fixture_catalog_put(fixture, &scan, NULL,
                        fixture_catalog_item(fixture, "架空花子.txt", "", "x@example.com"), NULL);
    g_autoptr(DaichoVaultRow) vault = daicho_vault_row_new();
    char **const texts[] = {&vault->share, &vault->path, &vault->state};
    static const char *const values[] = {"t", "架空花子.txt", "purged"};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_free(*texts[i]);
        *texts[i] = g_strdup(values[i]);
    }
    assert_true(daicho_catalog_put_vault(fixture->catalog, vault, NULL));
    assert_true(daicho_catalog_forget_file(fixture->catalog, "t", "架空花子.txt", NULL));
    expect_items(fixture, "");
    g_autoptr(DaichoVaultRow) read = daicho_catalog_get_vault(fixture->catalog, 1, NULL);
    assert_true(g_str_has_prefix(read->path, "erased:"));
    assert_int_equal(strlen(read->path), 7 + 2 * DAICHO_FINGERPRINT_BYTES);
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_READ);
    fixture_catalog_expect_absent(fixture, "架空花子");
}

/* C1, as the scanner does it: values as fingerprints, samples masked. */
static void no_value_stands_in_the_catalog(void **state)
{
    FixtureCatalog *fixture = *state;
    static const char *const values[] = {"hanako@example.com", "090-0000-1234", "架空花子"};
    DaichoScanRow scan = fixture_catalog_begin(fixture, rules_one, FALSE);
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *path = g_strdup_printf("file-%zu", i);
        fixture_catalog_put(fixture, &scan, NULL,
                            fixture_catalog_item(fixture, path, "", values[i]), NULL);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        fixture_catalog_expect_absent(fixture, values[i]);
    }
    assert_true(fixture_catalog_has_bytes(fixture, "file-2", 6)); /* the search itself works */
    fixture_catalog_reopen(fixture, DAICHO_CATALOG_READ);
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        fixture_catalog_expect_absent(fixture, values[i]);
    }
}

static int interrupt(void *data)
{
    (void)data;
    return 1;
}

static void a_query_that_fails_is_not_taken_for_an_unknown_file(void **state)
{
    const FixtureCatalog *fixture = *state;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)daicho_item_free);
    g_ptr_array_add(items, fixture_catalog_item(fixture, "a.txt", "", NULL));
    sqlite3_progress_handler(fixture->catalog->db, 1, interrupt, NULL);
    assert_false(daicho_catalog_replace_file(fixture->catalog, items, &error));
    sqlite3_progress_handler(fixture->catalog->db, 0, NULL, NULL);
    assert_true(g_error_matches(error, DAICHO_ERROR, DAICHO_ERROR_RUN));
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, fixture_catalog_set_up, fixture_catalog_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_item_comes_back_as_it_was_put),
        TEST(putting_a_file_again_replaces_it_and_its_members),
        TEST(a_file_put_again_keeps_when_it_was_first_seen),
        TEST(a_file_put_in_a_failed_transaction_leaves_nothing),
        TEST(known_content_is_copied_with_its_members_and_findings),
        TEST(only_content_read_in_full_and_alike_is_copied),
        TEST(a_part_called_by_its_file_is_not_copied_to_another_name),
        TEST(a_copied_marker_still_marks),
        TEST(a_file_is_brought_up_to_date_only_when_it_is_known),
        TEST(a_query_that_fails_is_not_taken_for_an_unknown_file),
        TEST(a_forgotten_file_leaves_no_path),
        TEST(no_value_stands_in_the_catalog),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
